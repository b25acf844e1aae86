// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What was found (verdict.c), in words. */
#include "lib/present/alarm.h"
#include "lib/present/battery_path.h"
#include "lib/present/power.h"
#include "lib/present/state.h"
#include "lib/present/value.h"
#include "lib/present/verdict.h"

static void add_output(struct text *out, const struct present_status *s, unsigned index)
{
	const struct output_state *o = &s->snapshot->outputs[index];
	const struct channel *c;

	if (o->channel >= s->n_channels)
		return;
	c = &s->channels[o->channel];
	text_printf(out, "%s is %s, ", present_name(c), present_state_text(c, o->active));
	present_output_note(out, c, o, s->snapshot->now.mono_us);
}

static bool on_battery(const struct present_status *s)
{
	return power_flows(s, ROLE_BATTERY_AMPS) == POWER_YES;
}

/* "since 5 min", and what else a person should know who cannot see the table of alarms. */
static void add_alarm(struct text *out, const struct present_status *s, unsigned index)
{
	const struct present_table t = present_status_table(s);
	const struct alarm *a = s->alarms->list[index];

	present_alarms_subject(out, s->alarms, a, &t);
	if (a->when == ALARM_QUALITY)
		text_printf(out, " (%s)", present_quality(a->quality));
	text_add(out, ", since ");
	present_age(out, present_alarm_age_us(a, s->snapshot->now.wall_us));
	if (a->latched)
		text_add(out, ", latched: waits for a reset");
	if (a->chattering)
		text_add(out, ", chattering");
	if (a->acknowledged)
		text_add(out, ", acknowledged");
}

static void add_battery(struct text *out, const struct present_status *s)
{
	struct battery_path path;

	battery_path_find(s, &path);
	battery_path_words(out, s, &path);
}

static void add_trouble(struct text *out, const struct present_status *s, const struct trouble *t)
{
	int i = channel_find(s->channels, s->n_channels, t->subject);

	text_printf(out, "%s: %s", i < 0 ? t->subject : present_name(&s->channels[i]), t->text);
}

static void add_quality(struct text *out, const struct present_status *s, unsigned index)
{
	const struct channel *c = &s->channels[index];

	text_printf(out, "%s: ", c->name);
	present_reading_note(out, c, &s->snapshot->samples[index], s->snapshot->now.mono_us);
}

static void add_state(struct text *out, const struct present_status *s, unsigned index)
{
	const struct channel *c = &s->channels[index];

	text_printf(out, "%s is %s", c->name,
		    present_state_text(c, sample_active(&s->snapshot->samples[index])));
}

void present_finding(struct text *out, const struct present_status *s, const struct finding *f)
{
	switch (f->kind) {
	case FINDING_UNWATCHED:
		text_printf(out, "alarms are not watched: %s", s->alarms->why_not);
		return;
	case FINDING_ALARM:
		add_alarm(out, s, f->index);
		return;
	case FINDING_MAINS:
		text_add(out, on_battery(s) ? "on battery, mains failed" : "mains failed");
		return;
	case FINDING_BATTERY:
		add_battery(out, s);
		return;
	case FINDING_TROUBLE:
		add_trouble(out, s, &s->health->troubles[f->index]);
		return;
	case FINDING_ALARMD:
		add_trouble(out, s, &s->alarms->health->troubles[f->index]);
		return;
	case FINDING_LOGGERD:
		add_trouble(out, s, &s->log_health->troubles[f->index]);
		return;
	case FINDING_OUTPUT:
	case FINDING_UNCONFIRMED:
		add_output(out, s, f->index);
		return;
	case FINDING_QUALITY:
		add_quality(out, s, f->index);
		return;
	case FINDING_STATE:
		add_state(out, s, f->index);
		return;
	case FINDING_KIND_MAX:
		break;
	}
}

static unsigned count(const struct verdict *v, enum finding_kind kind)
{
	unsigned n = 0;

	for (unsigned i = 0; i < v->n; i++)
		n += v->findings[i].kind == kind;
	return n;
}

static void add_more(struct text *out, unsigned n)
{
	if (n > 0)
		text_printf(out, ", and %u more thing%s to look at", n, n == 1 ? "" : "s");
}

void present_headline(struct text *out, const struct present_status *s, const struct verdict *v)
{
	unsigned alarms = count(v, FINDING_ALARM);
	bool mains = count(v, FINDING_MAINS) > 0;

	if (v->n == 0) {
		text_add(out, "all is well");
		return;
	}
	/* an alarm says that mains failed, but not what that means */
	if (!mains && present_mains_failed(s) && on_battery(s))
		text_add(out, "on battery, ");
	if (mains) {
		present_finding(out, s, &(struct finding){ .kind = FINDING_MAINS });
		add_more(out, v->n - 1);
	} else if (v->n == 1) {
		present_finding(out, s, &v->findings[0]);
	} else if (v->findings[0].kind == FINDING_UNWATCHED) {
		/* a count would hide that there may be more */
		text_add(out, "alarms are not watched");
		add_more(out, v->n - 1);
	} else if (alarms > 0) {
		text_printf(out, "%u alarm%s", alarms, alarms == 1 ? "" : "s");
		add_more(out, v->n - alarms);
	} else {
		text_printf(out, "%u things to look at", v->n);
	}
}
