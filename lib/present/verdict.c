// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/verdict.h"

#include "lib/present/alarm.h"
#include "lib/present/battery_path.h"
#include "lib/present/power.h"

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

bool present_mains_failed(const struct present_status *s)
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
	if (present_mains_failed(s) && !mains_said(s))
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
