// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/verdict.h"

#include "lib/present/alarm.h"
#include "lib/present/battery_path.h"
#include "lib/present/power.h"
#include "lib/present/state.h"
#include "lib/present/value.h"

static bool in_red_state(const struct channel *c, const struct sample *s)
{
	return channel_digital(c) && !channel_hidden(c) && s->quality == QUALITY_OK &&
	       c->colour[sample_active(s)] == COLOUR_RED;
}

bool present_reading_bad(const struct channel *c, const struct sample *s)
{
	return in_red_state(c, s) || power_mains_failed(c, s);
}

/* The i-th alarm that calls for a person, in their order; NULL behind the last one. */
static const struct alarm *calling(const struct present_status *s, unsigned i)
{
	if (!s->alarms || !s->alarms->watched || i >= s->alarms->n)
		return NULL;
	return present_alarm_calls(s->alarms->list[i]) ? s->alarms->list[i] : NULL;
}

/* True when an alarm about the channel says one of two things. */
static bool is_said(const struct present_status *s, const struct channel *c, enum alarm_when one,
		    enum alarm_when other)
{
	const struct alarm *a;

	for (unsigned i = 0; (a = calling(s, i)); i++)
		if ((a->when == one || a->when == other) && streq(a->channel, c->id))
			return true;
	return false;
}

/* What an alarm says of the mains need not be said again. */
static bool mains_said(const struct present_status *s)
{
	for (unsigned i = 0; i < present_n_readings(s); i++)
		if (power_mains_failed(&s->channels[i], &s->snapshot->samples[i]) &&
		    is_said(s, &s->channels[i], ALARM_BELOW, ALARM_FALLING))
			return true;
	return false;
}

static bool state_said(const struct present_status *s, unsigned i)
{
	enum alarm_when when =
		sample_active(&s->snapshot->samples[i]) ? ALARM_ACTIVE : ALARM_INACTIVE;

	return is_said(s, &s->channels[i], when, when);
}

static bool mains_failed(const struct present_status *s)
{
	return power_mains(s) == POWER_NO;
}

static void find(struct verdict *v, enum finding_kind kind, unsigned index)
{
	if (v->n < FINDINGS_MAX)
		v->findings[v->n++] = (struct finding){ .kind = kind, .index = index };
}

/* A trouble that names the channel says more than its quality. */
static bool has_trouble(const struct health *h, const char *id)
{
	for (unsigned i = 0; i < h->n_troubles; i++)
		if (streq(h->troubles[i].subject, id))
			return true;
	return false;
}

/* An output that is named for another reason already. */
static bool is_special(const struct snapshot *now, unsigned channel)
{
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].channel == channel)
			return now->outputs[i].fault || now->outputs[i].vetoed ||
			       now->outputs[i].unconfirmed;
	return false;
}

static void find_qualities(const struct present_status *s, struct verdict *v)
{
	for (unsigned i = 0; i < present_n_readings(s); i++) {
		const struct channel *c = &s->channels[i];
		enum quality q = s->snapshot->samples[i].quality;

		if (q != QUALITY_OK && q != QUALITY_DISABLED && !channel_hidden(c) &&
		    !has_trouble(s->health, c->id) && !is_said(s, c, ALARM_QUALITY, ALARM_QUALITY))
			find(v, FINDING_QUALITY, i);
	}
}

static bool cuts_off_battery(const struct battery_path *p, unsigned channel)
{
	for (unsigned k = 0; k < BATTERY_PART_MAX; k++)
		if (p->channels[k] == (int)channel)
			return p->parts[k] == BATTERY_BLOCKS;
	return false;
}

static void find_states(const struct present_status *s, const struct battery_path *p,
			struct verdict *v)
{
	for (unsigned i = 0; i < present_n_readings(s); i++)
		if (in_red_state(&s->channels[i], &s->snapshot->samples[i]) &&
		    !is_special(s->snapshot, i) && !state_said(s, i) && !cuts_off_battery(p, i))
			find(v, FINDING_STATE, i);
}

/* Something cuts it off that is not told by itself, as an output that waits or has a fault is. */
static bool battery_to_tell(const struct present_status *s, const struct battery_path *p)
{
	for (unsigned k = 0; k < BATTERY_PART_MAX; k++)
		if (p->parts[k] == BATTERY_BLOCKS &&
		    !is_special(s->snapshot, (unsigned)p->channels[k]))
			return true;
	return false;
}

static void find_alarms(const struct present_status *s, struct verdict *v)
{
	if (s->alarms && !s->alarms->watched)
		find(v, FINDING_UNWATCHED, 0);
	for (unsigned i = 0; calling(s, i); i++)
		find(v, FINDING_ALARM, i);
	if (mains_failed(s) && !mains_said(s))
		find(v, FINDING_MAINS, 0);
}

/* Mistakes in the settings are a trouble of both daemons. */
static bool is_told(const struct health *h, const struct trouble *t)
{
	for (unsigned i = 0; i < h->n_troubles; i++)
		if (streq(h->troubles[i].subject, t->subject) &&
		    streq(h->troubles[i].text, t->text))
			return true;
	return false;
}

static const struct health *alarmd_health(const struct present_status *s)
{
	return s->alarms && s->alarms->watched ? s->alarms->health : NULL;
}

/* The alarm about the log says in the same words why nothing is logged. */
static bool log_said(const struct present_status *s)
{
	const struct alarm *a;

	for (unsigned i = 0; (a = calling(s, i)); i++)
		if (a->when == ALARM_LOG)
			return true;
	return false;
}

static void find_log_troubles(const struct present_status *s, struct verdict *v)
{
	const struct health *h = s->log_health, *other = alarmd_health(s);

	for (unsigned i = 0; h && i < h->n_troubles; i++)
		if (!is_told(s->health, &h->troubles[i]) &&
		    !(other && is_told(other, &h->troubles[i])) &&
		    !(streq(h->troubles[i].subject, "history") && log_said(s)))
			find(v, FINDING_LOGGERD, i);
}

static void find_troubles(const struct present_status *s, struct verdict *v)
{
	const struct health *other = alarmd_health(s);

	for (unsigned i = 0; i < s->health->n_troubles; i++)
		find(v, FINDING_TROUBLE, i);
	for (unsigned i = 0; other && i < other->n_troubles; i++)
		if (!is_told(s->health, &other->troubles[i]))
			find(v, FINDING_ALARMD, i);
	find_log_troubles(s, v);
}

void present_verdict(const struct present_status *s, struct verdict *ret_verdict)
{
	const struct snapshot *now = s->snapshot;
	struct battery_path path;

	battery_path_find(s, &path);
	ret_verdict->n = 0;
	find_alarms(s, ret_verdict);
	if (battery_to_tell(s, &path))
		find(ret_verdict, FINDING_BATTERY, 0);
	find_troubles(s, ret_verdict);
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].fault || now->outputs[i].vetoed)
			find(ret_verdict, FINDING_OUTPUT, i);
	find_qualities(s, ret_verdict);
	find_states(s, &path, ret_verdict);
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].unconfirmed && !now->outputs[i].fault &&
		    !now->outputs[i].vetoed)
			find(ret_verdict, FINDING_UNCONFIRMED, i);
}

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
	if (!mains && mains_failed(s) && on_battery(s))
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
