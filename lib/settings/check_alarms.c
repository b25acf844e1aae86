// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include "lib/base/nearest.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/settings/ids.h"

#define REFUSE(c, a, key, ...) check_refuse(c, &subject_alarms, (a)->id, key, __VA_ARGS__)

enum watched {
	WATCHES_VALUE,	/* of an analog channel */
	WATCHES_STATE,	/* of a digital one */
	WATCHES_EITHER, /* whether there is one */
};

static enum watched watched(enum alarm_when when)
{
	switch (when) {
	case ALARM_ABOVE:
	case ALARM_BELOW:
	case ALARM_RISING:
	case ALARM_FALLING:
		return WATCHES_VALUE;
	case ALARM_ACTIVE:
	case ALARM_INACTIVE:
		return WATCHES_STATE;
	case ALARM_QUALITY:
	case ALARM_SILENT:
	case ALARM_LOG:
	case ALARM_WHEN_MAX:
		break;
	}
	return WATCHES_EITHER;
}

static void check_watched(struct check *c, const struct settings_alarm *a)
{
	const struct settings_channel *ch = check_channel(c, a->channel);
	enum watched what = watched(a->when);

	if (!a->channel[0])
		REFUSE(c, a, "channel", "is missing; the id of the channel that the rule watches");
	else if (!ch)
		check_refuse_channel(c, &subject_alarms, a->id, "channel", a->channel);
	else if (what == WATCHES_VALUE && channel_digital(&ch->info))
		REFUSE(c, a, "when", "'%s' is digital; allowed: active, inactive, bad-quality",
		       a->channel);
	else if (what == WATCHES_STATE && !channel_digital(&ch->info))
		REFUSE(c, a, "when",
		       "'%s' is analog; allowed: above, below, rising, falling, bad-quality",
		       a->channel);
}

/* A limit that never lets the alarm clear, or clears it before it is raised. */
static void check_recovery(struct check *c, const struct settings_alarm *a)
{
	char recovery[PARSE_MICRO_MAX], setpoint[PARSE_MICRO_MAX];
	bool step = a->when == ALARM_RISING || a->when == ALARM_FALLING;

	format_micro(a->recovery, recovery);
	format_micro(a->setpoint, setpoint);
	if (a->when == ALARM_BELOW ? a->recovery < a->setpoint : a->recovery > a->setpoint)
		REFUSE(c, a, "recovery",
		       "%s is on the wrong side of alarms.%s.setpoint (%s); allowed: that or %s",
		       recovery, a->id, setpoint, a->when == ALARM_BELOW ? "more" : "less");
	/* how much it changed within the window is never below 0 */
	else if (step && a->recovery <= 0)
		REFUSE(c, a, "recovery", "%s would never be reached; allowed: above 0, up to %s",
		       recovery, setpoint);
}

static void check_limits(struct check *c, const struct settings_alarm *a)
{
	bool step = a->when == ALARM_RISING || a->when == ALARM_FALLING;
	char setpoint[PARSE_MICRO_MAX];

	if (watched(a->when) != WATCHES_VALUE)
		return;
	format_micro(a->setpoint, setpoint);
	if (a->setpoint == SETTINGS_UNSET)
		REFUSE(c, a, "setpoint", "is missing; %s needs a number in the channel's unit",
		       alarm_when_to_name(a->when));
	else if (step && a->setpoint <= 0)
		REFUSE(c, a, "setpoint",
		       "%s would be any change; allowed: by how much it changes, above 0",
		       setpoint);
	else if (a->recovery != SETTINGS_UNSET)
		check_recovery(c, a);
}

/* What it drives would be what raises it: it holds itself for ever, or switches back and forth. */
static void check_own_output(struct check *c, const struct settings_alarm *a)
{
	const struct settings_channel *ch = check_channel(c, a->channel);

	if (watched(a->when) == WATCHES_STATE && ch && ch->info.kind == CHANNEL_DIGITAL_OUT &&
	    ids_have(a->alarm_outputs, a->channel))
		REFUSE(c, a, "alarm_outputs",
		       "'%s' is what the rule watches; allowed: any other output", a->channel);
}

static int find_alarm(const struct check *c, const char *id)
{
	return subject_find(&subject_alarms, c->s, id);
}

static void refuse_alarm(struct check *c, const struct settings_alarm *a)
{
	const char *ids[ALARM_RULES_MAX], *near;

	for (unsigned i = 0; i < c->s->n_alarms; i++)
		ids[i] = c->s->alarms[i].id;
	near = nearest_word(a->cause, ids, c->s->n_alarms);
	REFUSE(c, a, "cause", "there is no alarm '%s'%s%s%s", a->cause,
	       near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* Whether the causes lead from the i-th alarm back to it, and it is the first one of that circle.
 */
static bool first_of_circle(const struct check *c, unsigned i)
{
	int at = find_alarm(c, c->s->alarms[i].cause);

	for (unsigned n = 0; n < c->s->n_alarms && at > (int)i; n++)
		at = find_alarm(c, c->s->alarms[at].cause);
	return at == (int)i;
}

/* Each alarm of the circle once, and the first one again. */
static void refuse_circle(struct check *c, unsigned i)
{
	const struct settings_alarm *a = &c->s->alarms[i];
	AUTO_TEXT struct text circle = TEXT_INIT;
	int at = (int)i;

	text_add(&circle, a->id);
	do {
		at = find_alarm(c, c->s->alarms[at].cause);
		text_printf(&circle, ", %s", c->s->alarms[at].id);
	} while (at != (int)i);
	REFUSE(c, a, "cause",
	       "the causes go round in a circle (%s); one of them needs another cause or none",
	       text_get(&circle));
}

static void check_cause(struct check *c, unsigned i)
{
	const struct settings_alarm *a = &c->s->alarms[i];

	if (!a->cause[0])
		return;
	if (find_alarm(c, a->cause) < 0)
		refuse_alarm(c, a);
	else if (streq(a->cause, a->id))
		REFUSE(c, a, "cause",
		       "an alarm is not its own cause; allowed: another one, or "
		       "none (\"\")");
	else if (first_of_circle(c, i))
		refuse_circle(c, i);
}

void check_alarms(struct check *c)
{
	for (unsigned i = 0; i < c->s->n_alarms; i++) {
		const struct settings_alarm *a = &c->s->alarms[i];

		check_watched(c, a);
		check_limits(c, a);
		check_outputs(c, &subject_alarms, a->id, "alarm_outputs", a->alarm_outputs);
		check_own_output(c, a);
		check_cause(c, i);
	}
	check_outputs(c, &subject_alarm_system, "", "quality_outputs",
		      c->s->alarm_system.quality_outputs);
}
