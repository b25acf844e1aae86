// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcuLimitTable: the rules of alarms, as the settings have them. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemons/agentxd/order.h"
#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"

/* Each setter makes a change of this key; settingsd checks it once more, against all others. */
#define DELAY_MS_MAX 86400000
#define WINDOW_S_MAX 86400

static const struct settings_alarm *rule(const struct world *w, unsigned row)
{
	return &w->settings->alarms[w->limits[row]];
}

static int change(const struct world *w, unsigned row, const char *key, const char *value,
		  struct order *ret)
{
	ret->kind = ORDER_SETTING;
	(void)snprintf(ret->path, sizeof(ret->path), "alarms.%s.%s", rule(w, row)->id, key);
	(void)snprintf(ret->value, sizeof(ret->value), "%s", value);
	return 0;
}

static int change_number(const struct world *w, unsigned row, const char *key,
			 const struct mib_value *v, int64_t min, int64_t max, struct order *ret)
{
	char text[24];

	if (v->number < min || v->number > max)
		return -ERANGE;
	(void)snprintf(text, sizeof(text), "%" PRId64, v->number);
	return change(w, row, key, text, ret);
}

static int change_truth(const struct world *w, unsigned row, const char *key,
			const struct mib_value *v, struct order *ret)
{
	if (v->number != 1 && v->number != 2)
		return -ERANGE;
	return change(w, row, key, v->number == 1 ? "true" : "false", ret);
}

static int change_milli(const struct world *w, unsigned row, const char *key,
			const struct mib_value *v, struct order *ret)
{
	int64_t size = v->number < 0 ? -v->number : v->number;
	char text[24];

	if (size > INT32_MAX)
		return -ERANGE;
	(void)snprintf(text, sizeof(text), "%s%" PRId64 ".%03" PRId64, v->number < 0 ? "-" : "",
		       size / 1000, size % 1000);
	return change(w, row, key, text, ret);
}

/* A rule about a number: only these have a setpoint. */
static bool analog(const struct settings_alarm *a)
{
	return a->when <= ALARM_FALLING;
}

static bool windowed(const struct settings_alarm *a)
{
	return a->when == ALARM_RISING || a->when == ALARM_FALLING;
}

static int channel(const struct world *w, unsigned row, struct mib_value *v)
{
	int at = world_channel(w, rule(w, row)->channel);

	return at < 0 ? -ENODATA : mib_number(v, at + 1);
}

static int when(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, rule(w, row)->when);
}

static int enabled(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, rule(w, row)->enabled);
}

static int set_enabled(const struct world *w, unsigned row, const struct mib_value *v,
		       struct order *ret)
{
	return change_truth(w, row, "enabled", v, ret);
}

static int priority(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, rule(w, row)->priority);
}

static int set_priority(const struct world *w, unsigned row, const struct mib_value *v,
			struct order *ret)
{
	if (v->number < 1 || v->number > ALARM_PRIORITY_MAX)
		return -ERANGE;
	return change(w, row, "priority",
		      alarm_priority_to_name((enum alarm_priority)(v->number - 1)), ret);
}

static int setpoint(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct settings_alarm *a = rule(w, row);

	return analog(a) && a->setpoint != SETTINGS_UNSET ? mib_milli(v, a->setpoint) : -ENODATA;
}

static int set_setpoint(const struct world *w, unsigned row, const struct mib_value *v,
			struct order *ret)
{
	return analog(rule(w, row)) ? change_milli(w, row, "setpoint", v, ret) : -EINVAL;
}

static int recovery(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct settings_alarm *a = rule(w, row);

	return analog(a) && a->recovery != SETTINGS_UNSET ? mib_milli(v, a->recovery) : -ENODATA;
}

static int set_recovery(const struct world *w, unsigned row, const struct mib_value *v,
			struct order *ret)
{
	return analog(rule(w, row)) ? change_milli(w, row, "recovery", v, ret) : -EINVAL;
}

static int on_delay(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, rule(w, row)->on_delay_ms);
}

static int set_on_delay(const struct world *w, unsigned row, const struct mib_value *v,
			struct order *ret)
{
	return change_number(w, row, "on_delay_ms", v, 0, DELAY_MS_MAX, ret);
}

static int off_delay(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, rule(w, row)->off_delay_ms);
}

static int set_off_delay(const struct world *w, unsigned row, const struct mib_value *v,
			 struct order *ret)
{
	return change_number(w, row, "off_delay_ms", v, 0, DELAY_MS_MAX, ret);
}

static int window(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct settings_alarm *a = rule(w, row);

	return windowed(a) ? mib_number(v, a->window_s) : -ENODATA;
}

static int set_window(const struct world *w, unsigned row, const struct mib_value *v,
		      struct order *ret)
{
	if (!windowed(rule(w, row)))
		return -EINVAL;
	return change_number(w, row, "window_s", v, 1, WINDOW_S_MAX, ret);
}

static int latched(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, rule(w, row)->latched);
}

static int set_latched(const struct world *w, unsigned row, const struct mib_value *v,
		       struct order *ret)
{
	return change_truth(w, row, "latched", v, ret);
}

static int instruction(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, rule(w, row)->instruction);
}

static const struct mib_column columns[] = {
	{ 2, MIB_UNSIGNED, channel },
	{ 3, MIB_INTEGER, when },
	{ 4, MIB_INTEGER, enabled, set_enabled },
	{ 5, MIB_INTEGER, priority, set_priority },
	{ 6, MIB_INTEGER, setpoint, set_setpoint },
	{ 7, MIB_INTEGER, recovery, set_recovery },
	{ 8, MIB_UNSIGNED, on_delay, set_on_delay },
	{ 9, MIB_UNSIGNED, off_delay, set_off_delay },
	{ 10, MIB_UNSIGNED, window, set_window },
	{ 11, MIB_INTEGER, latched, set_latched },
	{ 12, MIB_BYTES, instruction },
};

static unsigned rows(const struct world *w)
{
	return w->n_limits;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	return mib_index_text(ret, rule(w, row)->id);
}

const struct mib_group rmcu_limits = {
	.under = { 1, 3, 1, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};
