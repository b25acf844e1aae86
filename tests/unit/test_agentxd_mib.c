// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* RMCU-MIB from a world: walks are in order and complete, what has no value has no instance. */
#include "daemons/agentxd/order.h"
#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct world w;
static struct settings settings;

static void add_channel(const char *id, const char *name, enum channel_kind kind)
{
	struct channel *c = &w.table.channels[w.table.n_channels++];

	memset(c, 0, sizeof(*c));
	(void)snprintf(c->id, sizeof(c->id), "%s", id);
	(void)snprintf(c->name, sizeof(c->name), "%s", name);
	c->kind = kind;
	c->unit = kind == CHANNEL_ANALOG_IN ? UNIT_VOLT : UNIT_NONE;
}

static void add_rule(const char *id)
{
	struct settings_alarm *a = &settings.alarms[settings.n_alarms++];

	*a = (struct settings_alarm){ .when = ALARM_ABOVE,
				      .setpoint = 12 * MICRO,
				      .recovery = SETTINGS_UNSET };
	(void)snprintf(a->id, sizeof(a->id), "%s", id);
	(void)snprintf(a->channel, sizeof(a->channel), "volts");
}

static void begin(void)
{
	memset(&w, 0, sizeof(w));
	memset(&settings, 0, sizeof(settings));
	add_channel("volts", "Volts", CHANNEL_ANALOG_IN);
	add_channel("spare", "", CHANNEL_ANALOG_IN);
	add_channel("door", "Tür", CHANNEL_DIGITAL_IN);
	add_channel("relay", "Relay", CHANNEL_DIGITAL_OUT);
	add_rule("volts_low");
	add_rule("b");
	add_rule("volts");
	world_settings(&w, &settings);
	world_table(&w);
	w.snapshot = (struct snapshot){ .number = 7,
					.now = { 1000 * MICRO, 50 * MICRO },
					.n_samples = 4,
					.n_outputs = 1,
					.samples = { { -13800500, 49 * MICRO, QUALITY_OK } } };
	w.snapshot.samples[2].quality = QUALITY_FAULT;
	w.snapshot.outputs[0].channel = 3;
	ASSERT_OK(world_snapshot(&w));
}

/* Arcs below the tree's root. */
static struct mib_name name_of(unsigned n, const uint32_t *arcs)
{
	struct mib_name name = { .n = rmcu_tree.n_root };

	memcpy(name.arcs, rmcu_tree.root, name.n * sizeof(uint32_t));
	memcpy(name.arcs + name.n, arcs, n * sizeof(uint32_t));
	name.n += n;
	return name;
}
#define NAME(...)                                                                                  \
	name_of(sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t), (uint32_t[]){ __VA_ARGS__ })

static int get(struct mib_name name, struct mib_value *v)
{
	struct mib_place p;
	int r = mib_find(&rmcu_tree, &w, &name, &p);

	return r < 0 ? r : p.column->get(&w, p.row, v);
}

/* Walks from the root; asserts that each name is behind the one before, and that GET agrees. */
static unsigned walk(void)
{
	struct mib_name at = { .n = 0 };
	const struct mib_column *c;
	struct mib_value v, again;
	unsigned n = 0;

	for (struct mib_name next; mib_next(&rmcu_tree, &w, &at, &next, &c, &v) == 0; at = next) {
		ASSERT_GT(mib_compare(next.arcs, next.n, at.arcs, at.n), 0);
		ASSERT_OK(get(next, &again));
		if (c->type == MIB_BYTES) {
			ASSERT_EQ(v.n, again.n);
			ASSERT_TRUE(memcmp(v.bytes, again.bytes, v.n) == 0);
		} else {
			ASSERT_EQ(v.number, again.number);
		}
		n++;
	}
	return n;
}

TEST(columns_are_in_order)
{
	for (unsigned i = 0; i < rmcu_tree.n_groups; i++) {
		const struct mib_group *g = rmcu_tree.groups[i];

		for (unsigned k = 1; k < g->n_columns; k++)
			ASSERT_GT(g->columns[k].number, g->columns[k - 1].number);
		ASSERT_EQ(!g->rows, !g->index);
	}
}

TEST(values)
{
	struct mib_value v;

	begin();
	ASSERT_OK(get(NAME(1, 2, 1, 1, 7, 1), &v));
	ASSERT_EQ(v.number, -13801); /* half away from 0 */
	/* hidden: no row; without a value: a row, its quality, and no instance of the value */
	ASSERT_EQ(get(NAME(1, 2, 1, 1, 7, 2), &v), -ENODATA);
	ASSERT_EQ(get(NAME(1, 2, 1, 1, 7, 3), &v), -ENODATA);
	ASSERT_OK(get(NAME(1, 2, 1, 1, 8, 3), &v));
	ASSERT_EQ(v.number, QUALITY_FAULT + 1);
	ASSERT_OK(get(NAME(1, 2, 1, 1, 3, 3), &v));
	ASSERT_STREQ(v.bytes, "Tür");
	/* no such object, and no such instance */
	ASSERT_EQ(get(NAME(1, 2, 1, 1, 99, 1), &v), -ENOENT);
	ASSERT_EQ(get(NAME(1, 1, 1, 1), &v), -ENODATA);
	ASSERT_EQ(get(NAME(1, 1, 1), &v), -ENODATA);
	ASSERT_OK(get(NAME(1, 1, 11, 0), &v));
	ASSERT_EQ(v.n, 11);
	ASSERT_EQ(v.bytes[0] << 8 | (unsigned char)v.bytes[1], 1970);
}

TEST(walks)
{
	unsigned with, without;

	begin();
	with = walk();
	world_sensor_lost(&w);
	without = walk();
	/* the clock, number, time and ticks of the snapshot; value and age; of the contact's and
	 * the output's state; the output's row but for what waits */
	ASSERT_LT(without, with);
	ASSERT_EQ(get(NAME(1, 2, 1, 1, 7, 1), &(struct mib_value){ 0 }), -ENODATA);
	ASSERT_EQ(get(NAME(1, 6, 1, 1, 1, 4), &(struct mib_value){ 0 }), -ENODATA);
}

TEST(random_walks_skip_nothing)
{
	uint64_t seed = test_seed();

	begin();
	for (int i = 0; i < 2000; i++) {
		struct mib_name at, from, next, found = { .n = 0 };
		const struct mib_column *c;
		struct mib_value v;

		from = name_of(0, (uint32_t[]){ 0 });
		for (uint64_t n = test_random(&seed) % 8; n > 0; n--)
			from.arcs[from.n++] = (uint32_t)(test_random(&seed) % 9);
		/* the slow and obvious answer: the first one of the whole walk that is behind */
		for (at.n = 0; mib_next(&rmcu_tree, &w, &at, &next, &c, &v) == 0; at = next) {
			if (mib_compare(next.arcs, next.n, from.arcs, from.n) > 0) {
				found = next;
				break;
			}
		}
		if (mib_next(&rmcu_tree, &w, &from, &next, &c, &v) < 0)
			next.n = 0;
		ASSERT_EQ(mib_compare(next.arcs, next.n, found.arcs, found.n), 0);
	}
}

TEST(limits_by_id)
{
	struct mib_place p;
	struct order o;
	struct mib_value v = { .number = -1500 };
	struct mib_name name;

	begin();
	ASSERT_STREQ(settings.alarms[w.limits[0]].id, "b");
	ASSERT_STREQ(settings.alarms[w.limits[1]].id, "volts");
	name = NAME(1, 3, 1, 1, 6, 'v', 'o', 'l', 't', 's');
	ASSERT_OK(mib_find(&rmcu_tree, &w, &name, &p));
	ASSERT_OK(p.column->set(&w, p.row, &v, &o));
	ASSERT_EQ(o.kind, ORDER_SETTING);
	ASSERT_STREQ(o.path, "alarms.volts.setpoint");
	ASSERT_STREQ(o.value, "-1.500");
	name = NAME(1, 3, 1, 1, 5, 'b');
	ASSERT_OK(mib_find(&rmcu_tree, &w, &name, &p));
	v.number = 5;
	ASSERT_EQ(p.column->set(&w, p.row, &v, &o), -ERANGE);
	v.number = 4;
	ASSERT_OK(p.column->set(&w, p.row, &v, &o));
	ASSERT_STREQ(o.value, "critical");
}

TEST(outputs_can_be_asked)
{
	struct mib_place p;
	struct order o;
	struct mib_value v = { .number = 3 };
	struct mib_name name = NAME(1, 6, 1, 1, 1, 4);

	begin();
	ASSERT_OK(mib_find(&rmcu_tree, &w, &name, &p));
	ASSERT_OK(p.column->set(&w, p.row, &v, &o));
	ASSERT_EQ(o.action, OUTPUT_PULSE);
	ASSERT_STREQ(o.id, "relay");
	v.number = 0;
	ASSERT_EQ(p.column->set(&w, p.row, &v, &o), -ERANGE);
	v.number = 5;
	ASSERT_EQ(p.column->set(&w, p.row, &v, &o), -ERANGE);
}

TEST(the_last_events)
{
	struct event e = { .kind = EVENT_NOTE };

	begin();
	for (e.number = 1; e.number <= 250; e.number++)
		event_list_add(&w.events, &e);
	ASSERT_EQ(w.events.n, EVENT_LIST_MAX);
	for (unsigned i = 0; i < EVENT_LIST_MAX; i++) {
		ASSERT_EQ(event_list_number(&w.events, i), 51 + i);
		ASSERT_EQ(event_list_at(&w.events, i).number, 51 + i);
	}
	(void)walk();
	/* another journal */
	e.number = 3;
	event_list_add(&w.events, &e);
	ASSERT_EQ(w.events.n, 1);
}

TEST(events_with_the_longest_texts_are_kept_whole)
{
	struct event e = { .kind = EVENT_NOTE, .flags = EVENT_FLAGS_ALL }, kept;

	begin();
	memset(e.channel, 'c', sizeof(e.channel) - 1);
	memset(e.alarm, 'a', sizeof(e.alarm) - 1);
	memset(e.actor.name, 'n', sizeof(e.actor.name) - 1);
	memset(e.actor.address, 'f', sizeof(e.actor.address) - 1);
	memset(e.actor.door, 'd', sizeof(e.actor.door) - 1);
	for (e.number = 1; e.number <= 300; e.number++) {
		/* of all lengths, so that what is left moves by other ones than its own */
		memset(e.text, 't', sizeof(e.text) - 1);
		e.text[e.number % sizeof(e.text)] = '\0';
		event_list_add(&w.events, &e);
	}
	for (unsigned i = 0; i < EVENT_LIST_MAX; i++) {
		kept = event_list_at(&w.events, i);
		ASSERT_EQ(kept.number, 101 + i);
		ASSERT_EQ(strlen(kept.text), (101 + i) % sizeof(e.text));
		ASSERT_STREQ(kept.channel, e.channel);
		ASSERT_STREQ(kept.alarm, e.alarm);
		ASSERT_STREQ(kept.actor.name, e.actor.name);
		ASSERT_EQ(kept.flags, e.flags);
	}
	(void)walk();
}

TEST(long_texts_are_cut_between_characters)
{
	char text[400];
	struct mib_value v;

	memset(text, 'x', sizeof(text));
	memcpy(text + 254, "ü", 2);
	text[300] = '\0';
	ASSERT_OK(mib_text(&v, text));
	ASSERT_EQ(v.n, 254);
}

TEST(standing_alarms_by_occurrence)
{
	struct msg_alarms *page = calloc(1, sizeof(*page));
	struct mib_place p;
	struct mib_name name = NAME(1, 4, 6, 1, 7, 30);
	struct mib_value v = { .number = 1 };
	struct order o;

	begin();
	page->pages = 1;
	page->n = 3;
	page->alarms[0] = (struct alarm){ .id = "late", .active = true, .occurrence = 90 };
	page->alarms[1] = (struct alarm){ .id = "never" };
	page->alarms[2] = (struct alarm){ .id = "early", .active = true, .occurrence = 30 };
	world_alarms(&w, page);
	free(page);
	ASSERT_EQ(w.n_standing, 2);
	ASSERT_STREQ(world_standing(&w, 0)->id, "early");
	ASSERT_OK(mib_find(&rmcu_tree, &w, &name, &p));
	ASSERT_OK(p.column->set(&w, p.row, &v, &o));
	ASSERT_EQ(o.kind, ORDER_ACKNOWLEDGE);
	ASSERT_EQ(o.occurrence, 30);
	(void)walk();
}
