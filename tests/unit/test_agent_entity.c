// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* ENTITY-MIB and ENTITY-SENSOR-MIB from a world. */
#include "daemons/agentxd/entity.h"

#include "daemons/agentxd/world.h"
#include "tests/unit/agent_walk.h"

static struct world w;
static struct settings settings;

static void begin(const struct channel *c, const struct sample *s)
{
	memset(&w, 0, sizeof(w));
	memset(&settings, 0, sizeof(settings));
	settings.sampling.rate_hz = 10;
	(void)snprintf(settings.device.model, sizeof(settings.device.model), "HU-2012");
	w.table.channels[1] = *c; /* 0 is hidden */
	w.table.n_channels = 2;
	world_settings(&w, &settings);
	world_table(&w);
	w.snapshot.n_samples = 2;
	w.snapshot.samples[1] = *s;
	w.snapshot.now.mono_us = 100 * MICRO;
	w.snapshot_ticks = 5000;
	ASSERT_OK(world_snapshot(&w));
}

#define SENSOR(column) AGENT_GET(&entity_sensor_tree, &w, &v, 1, 1, 1, column, 102)

TEST(sensors)
{
	static const struct row {
		enum channel_kind kind;
		enum unit unit;
		enum channel_role role;
		int64_t value;
		int type, scale, precision, number;
		const char *units;
	} rows[] = {
		{ 0, UNIT_VOLT, ROLE_BATTERY_VOLTS, 13800500, 4, 9, 3, 13801, "V" },
		{ 0, UNIT_VOLT, ROLE_AC_LINE, 230 * MICRO, 3, 9, 3, 230000, "V AC" },
		{ 0, UNIT_AMPERE, 0, -1500, 5, 9, 3, -2, "A" },
		{ 0, UNIT_WATT, 0, 250 * MICRO, 6, 9, 3, 250000, "W" },
		{ 0, UNIT_HERTZ, 0, 50 * MICRO, 7, 9, 3, 50000, "Hz" },
		{ 0, UNIT_CELSIUS, 0, -40 * MICRO, 8, 9, 3, -40000, "°C" },
		{ 0, UNIT_PERCENT, 0, MICRO, 1, 9, 3, 1000, "%" },
		{ 0, UNIT_LITRE_PER_MINUTE, 0, 2 * MICRO, 11, 8, 3, 2000, "l/min" },
		/* beyond what the object can tell */
		{ 0, UNIT_PASCAL, 0, INT64_C(1000001) * MICRO, 1, 9, 3, 1000000000, "Pa" },
		{ 0, UNIT_PASCAL, 0, INT64_MIN / 4, 1, 9, 3, -1000000000, "Pa" },
		{ CHANNEL_DIGITAL_IN, 0, 0, MICRO, 12, 9, 0, 1, "shut/open" },
		{ CHANNEL_DIGITAL_OUT, 0, 0, 0, 12, 9, 0, 2, "shut/open" },
	};
	struct mib_value v;

	for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *r = &rows[i];
		struct channel c = { .id = "x",
				     .name = "X",
				     .kind = r->kind,
				     .unit = r->unit,
				     .role = r->role,
				     .state_text = { "open", "shut" } };

		begin(&c, &(struct sample){ r->value, 99 * MICRO, QUALITY_OK });
		ASSERT_OK(SENSOR(1));
		ASSERT_EQ(v.number, r->type);
		ASSERT_OK(SENSOR(2));
		ASSERT_EQ(v.number, r->scale);
		ASSERT_OK(SENSOR(3));
		ASSERT_EQ(v.number, r->precision);
		ASSERT_OK(SENSOR(4));
		ASSERT_EQ(v.number, r->number);
		ASSERT_OK(SENSOR(5));
		ASSERT_EQ(v.number, 1);
		ASSERT_OK(SENSOR(6));
		ASSERT_STREQ(v.bytes, r->units);
		ASSERT_OK(SENSOR(7));
		ASSERT_EQ(v.number, 4900);
		ASSERT_OK(SENSOR(8));
		ASSERT_EQ(v.number, 100);
		ASSERT_EQ(agent_walk(&entity_sensor_tree, &w), 8);
	}
}

TEST(without_a_value)
{
	static const int statuses[QUALITY_MAX] = { 1, 2, 3, 3, 3, 3, 2 };
	struct channel c = { .id = "x", .name = "X", .unit = UNIT_VOLT };
	struct mib_value v;

	for (unsigned q = 0; q < QUALITY_MAX; q++) {
		begin(&c, &(struct sample){ MICRO, MICRO, q });
		ASSERT_OK(SENSOR(5));
		ASSERT_EQ(v.number, statuses[q]);
		ASSERT_EQ(SENSOR(4), q == QUALITY_OK ? 0 : -ENODATA);
		ASSERT_EQ(SENSOR(7), q == QUALITY_OK ? 0 : -ENODATA);
	}
	world_sensor_lost(&w);
	ASSERT_OK(SENSOR(5));
	ASSERT_EQ(v.number, 2);
	ASSERT_EQ(SENSOR(4), -ENODATA);
	/* hidden */
	ASSERT_EQ(AGENT_GET(&entity_sensor_tree, &w, &v, 1, 1, 1, 1, 101), -ENODATA);
}

TEST(a_reading_older_than_the_master)
{
	struct channel c = { .id = "x", .name = "X", .unit = UNIT_VOLT };
	struct mib_value v;

	begin(&c, &(struct sample){ MICRO, MICRO, QUALITY_OK });
	w.snapshot_ticks = 3;
	ASSERT_OK(SENSOR(7));
	ASSERT_EQ(v.number, 0);
}

TEST(entities)
{
	struct channel c = { .id = "x", .name = "Tür", .unit = UNIT_VOLT };
	struct mib_value v;

	begin(&c, &(struct sample){ MICRO, MICRO, QUALITY_OK });
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 1, 1, 1, 5, 1));
	ASSERT_EQ(v.number, 3);
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 1, 1, 1, 13, 1));
	ASSERT_STREQ(v.bytes, "HU-2012");
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 1, 1, 1, 2, 102));
	ASSERT_STREQ(v.bytes, "Tür");
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 1, 1, 1, 4, 102));
	ASSERT_EQ(v.number, 1);
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 1, 1, 1, 5, 102));
	ASSERT_EQ(v.number, 8);
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 1, 1, 1, 6, 102));
	ASSERT_EQ(v.number, 2);
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 3, 3, 1, 1, 1, 102));
	ASSERT_EQ(v.number, 102);
	ASSERT_EQ(agent_walk(&entity_tree, &w), 2 * 17 + 1 + 1);
}

TEST(last_change)
{
	struct channel c = { .id = "x", .name = "X", .unit = UNIT_VOLT };
	struct mib_value v;

	begin(&c, &(struct sample){ 0 });
	entity_follow(&w, 7);
	/* the same table once more, of a sensord that was started again */
	world_table(&w);
	entity_follow(&w, 99);
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 4, 1, 0));
	ASSERT_EQ(v.number, 7);
	w.table.channels[1].name[0] = 'Y';
	entity_follow(&w, 120);
	ASSERT_OK(AGENT_GET(&entity_tree, &w, &v, 1, 4, 1, 0));
	ASSERT_EQ(v.number, 120);
}
