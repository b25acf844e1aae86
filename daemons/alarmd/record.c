// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Transitions, facts and schedule edges as events of the journal, and what is kept beside them. */
#include <inttypes.h>
#include <stdio.h>

#include "daemons/alarmd/alarmd.h"
#include "daemons/alarmd/fact_event.h"
#include "lib/base/util.h"

/* A converter that cannot keep its rate misses ticks all day: they are summed up for so long. */
#define TICKS_EVERY_US (60 * USEC_PER_SEC)
/* A fact and the snapshot that shows it come together; what differs for longer was not told. */
#define DIFFERS_FOR_US (1 * USEC_PER_SEC)
/* sensord remembers 4 096 facts. */
#define CURSOR_EVERY 1024

uint64_t record_event(struct alarmd *s, struct event *e)
{
	uint64_t number;

	if (e->now.mono_us == 0 && e->now.wall_us == 0)
		e->now = alarmd_now(s);
	memcpy(e->boot_id, s->self.boot_id, sizeof(e->boot_id));
	if (s->has_snapshot && !s->snapshot.wall_sane)
		e->flags |= EVENT_FLAG_WALL_INSANE;
	number = journal_add(s->journal, e);
	if (number)
		s->added = number;
	s->summary_changed = true;
	return number;
}

uint64_t record_told(struct alarmd *s, struct event *e)
{
	uint64_t mark = e->number, number = record_event(s, e);
	char key[JOURNAL_KEY_MAX];
	uint8_t bytes[16];
	int len;

	if (number == 0 || mark == 0)
		return number;
	s->marks[e->kind] = mark;
	(void)snprintf(key, sizeof(key), KEPT_TOLD "%s", event_kind_to_name(e->kind));
	len = kept_put_number(bytes, sizeof(bytes), mark);
	(void)journal_keep(s->journal, key, bytes, (size_t)len);
	return number;
}

/* The state of the rule's alarm changed: it is kept and shown. */
static void mark(struct alarmd *s, int rule)
{
	s->dirty_alarms[rule / 64] |= UINT64_C(1) << (rule % 64);
	s->table_changed = true;
}

static void fill_alarm(const struct alarmd *s, const struct alarm *a, enum event_kind kind,
		       struct event *e)
{
	int c = channel_find(s->up.table.channels, s->up.table.n_channels, a->channel);

	(void)snprintf(e->channel, sizeof(e->channel), "%s", a->channel);
	(void)snprintf(e->alarm, sizeof(e->alarm), "%s", a->id);
	e->occurrence = a->occurrence;
	e->priority = a->priority;
	/* the values of these are a span of time and counts */
	if (c >= 0 && kind != EVENT_ALARM_SHELVED && kind != EVENT_ALARM_CHATTERING &&
	    kind != EVENT_ALARM_QUIET)
		e->unit = s->up.table.channels[c].unit;
}

/* The alarm that a transition is about; NULL for maintenance. */
static const struct alarm *alarm_of(const struct alarmd *s, const struct transition *t)
{
	return t->rule == RULE_NONE ? t->gone : engine_alarm(s->engine, t->rule);
}

static void record_transition(struct alarmd *s, const struct transition *t,
			      const struct actor *actor, const char *note, uint16_t more_flags)
{
	const struct alarm *a = alarm_of(s, t);
	struct event e = {
		.kind = t->kind,
		.now = t->now,
		.value = t->value,
		.quality = t->quality,
		.flags = t->flags | more_flags,
	};
	uint64_t number;

	if (actor)
		e.actor = *actor;
	(void)snprintf(e.text, sizeof(e.text), "%s", note);
	if (a)
		fill_alarm(s, a, t->kind, &e);
	if (a && a->when == ALARM_LOG && t->kind == EVENT_ALARM_RAISED && !*note)
		(void)snprintf(e.text, sizeof(e.text), "%s",
			       log_word_trouble(&s->log_word, mono_read_us()));
	/* the number of the event that raises it is its own */
	if (t->kind == EVENT_ALARM_RAISED)
		e.occurrence = 0;
	number = record_event(s, &e);
	if (t->kind == EVENT_ALARM_RAISED)
		engine_numbered(s->engine, t->rule, number);
}

void record_maintenance(struct alarmd *s)
{
	struct kept_maintenance k = { .until_mono_us = engine_maintenance_until_us(s->engine) };
	struct instant now = alarmd_now(s);
	uint8_t bytes[KEPT_BYTES_MAX];
	int len;

	memcpy(k.boot_id, s->self.boot_id, sizeof(k.boot_id));
	k.until_wall_us = k.until_mono_us ? now.wall_us + k.until_mono_us - now.mono_us : 0;
	(void)snprintf(k.reason, sizeof(k.reason), "%s", s->maintenance_reason);
	(void)snprintf(k.by, sizeof(k.by), "%s", s->maintenance_by);
	len = kept_put_maintenance(bytes, sizeof(bytes), &k);
	if (len > 0)
		(void)journal_keep(s->journal, KEPT_MAINTENANCE, bytes, (size_t)len);
}

/* Its rule is no more: nothing of it is kept. */
static void forget(struct alarmd *s, const struct alarm *gone)
{
	char key[JOURNAL_KEY_MAX];

	(void)snprintf(key, sizeof(key), KEPT_ALARM "%s", gone->id);
	(void)journal_keep(s->journal, key, NULL, 0);
}

void record_log(struct alarmd *s, const struct event *e)
{
	uint8_t bytes[8];
	int len = kept_put_flag(bytes, sizeof(bytes), e->kind == EVENT_LOG_FAILED);

	if (log_word_written(&s->log_word, e))
		(void)journal_keep(s->journal, KEPT_LOG, bytes, (size_t)len);
}

void record_transitions(struct alarmd *s, const struct transitions *t, const struct actor *actor,
			const char *note, uint16_t more_flags)
{
	for (unsigned i = 0; i < t->n; i++) {
		record_transition(s, &t->list[i], actor, note, more_flags);
		if (t->list[i].rule != RULE_NONE)
			mark(s, t->list[i].rule);
		else if (t->list[i].gone)
			forget(s, t->list[i].gone);
		else
			record_maintenance(s);
	}
}

void record_orphan(struct alarmd *s, const struct alarm *a)
{
	struct transition t = {
		.kind = EVENT_ALARM_CLEARED,
		.rule = RULE_NONE,
		.gone = a,
		.now = alarmd_now(s),
		.quality = QUALITY_STALE,
	};

	if (a->active)
		record_transition(s, &t, NULL, "its rule went before a restart",
				  EVENT_FLAG_RECOVERED);
	forget(s, a);
}

/* What the settings say about messages at each change (S29, S51). */
static bool wants_message(const struct alarmd *s, const struct channel *c)
{
	int i = c ? subject_find(&subject_channels, s->live.now, c->id) : -1;

	return i >= 0 && s->live.now->channels[i].email_on_change;
}

static void keep_output(struct alarmd *s, unsigned channel, bool active)
{
	uint8_t bytes[8];
	char key[JOURNAL_KEY_MAX];
	int len = kept_put_flag(bytes, sizeof(bytes), active);

	s->outputs[channel] = (struct output_record){ .known = true, .active = active };
	(void)snprintf(key, sizeof(key), KEPT_OUTPUT "%s", s->up.table.channels[channel].id);
	(void)journal_keep(s->journal, key, bytes, (size_t)len);
}

/* How far facts were taken, and what of them is no event yet. */
static void keep_cursor(struct alarmd *s, const struct kept_cursor *k)
{
	uint8_t bytes[32];
	int len = kept_put_cursor(bytes, sizeof(bytes), k);

	(void)journal_keep(s->journal, KEPT_FACTS, bytes, (size_t)len);
	len = kept_put_number(bytes, sizeof(bytes), s->ticks_missed);
	(void)journal_keep(s->journal, KEPT_TICKS, bytes, (size_t)len);
	s->cursor_kept = k->next;
}

/* A fact that is no event moves the cursor too, now and then: else sensord forgets what lies behind
 * it, and that would be told as lost after a restart. */
static void pass_over(struct alarmd *s, const struct fact *f)
{
	struct kept_cursor next = { s->up.instance, f->number + 1 };

	/* the numbers of another sensord begin anew */
	if (next.instance != s->cursor.instance || next.next - s->cursor_kept >= CURSOR_EVERY)
		keep_cursor(s, &next);
}

/* An output's change of which only the effect is known: its fact died with the sensord that made
 * it. */
static void record_unseen(struct alarmd *s, unsigned channel, bool active, enum holder holder,
			  struct instant now)
{
	struct event e = {
		.kind = EVENT_OUTPUT_CHANGED,
		.now = now,
		.value = active ? MICRO : 0,
		.holder = holder,
		.flags = (uint16_t)(EVENT_FLAG_RECOVERED | (active ? EVENT_FLAG_ACTIVE : 0)),
		.text = "found out after a restart",
	};

	(void)snprintf(e.channel, sizeof(e.channel), "%s", s->up.table.channels[channel].id);
	keep_output(s, channel, active);
	(void)record_event(s, &e);
}

static void record_output_fact(struct alarmd *s, const struct fact *f)
{
	const struct output_record *r = &s->outputs[f->channel];
	bool active = f->value != 0;

	/* Nothing changes into what it is: it changed back in between, and nobody could tell. */
	if (r->known && r->active == active)
		record_unseen(s, f->channel, !active, HOLDER_NONE, f->now);
	keep_output(s, f->channel, active);
}

void record_fact(struct alarmd *s, const struct fact *f)
{
	const struct channel *c =
		upstream_channel(s, f->channel == FACT_NO_CHANNEL ? -1 : f->channel);
	struct kept_cursor next = { s->up.instance, f->number + 1 };
	struct event e;

	if (f->kind == FACT_TICK_MISSED)
		s->ticks_missed += (uint64_t)f->value;
	if (!fact_event(f, c, wants_message(s, c), &e)) {
		pass_over(s, f);
		return;
	}
	if (f->kind == FACT_OUTPUT_CHANGED && c)
		record_output_fact(s, f);
	/* in the event's own transaction: a fact is written once, whenever we are killed */
	keep_cursor(s, &next);
	(void)record_event(s, &e);
}

void record_fact_gap(struct alarmd *s, const struct msg_fact_gap *gap)
{
	struct event e = { .kind = EVENT_FACTS_LOST, .value = (int64_t)gap->lost * MICRO };
	struct kept_cursor next = { s->up.instance, gap->next };

	keep_cursor(s, &next);
	/* Nobody knows how many an earlier sensord had left: its start says enough. */
	if (gap->lost > 0)
		(void)record_event(s, &e);
}

void record_due(struct alarmd *s, int64_t own_us)
{
	struct event e = { .kind = EVENT_TICKS_MISSED };

	if (s->ticks_missed == 0 || own_us < s->ticks_due_us || !s->engine_ready)
		return;
	e.value = (int64_t)s->ticks_missed * MICRO;
	s->ticks_missed = 0;
	/* in this event's transaction too: what it counts is not counted again */
	keep_cursor(s, &s->cursor);
	(void)record_event(s, &e);
	s->ticks_due_us = own_us + TICKS_EVERY_US;
}

/* A change whose fact was lost with the sensord that made it. */
void record_outputs(struct alarmd *s, int64_t own_us)
{
	for (unsigned i = 0; i < s->snapshot.n_outputs; i++) {
		const struct output_state *o = &s->snapshot.outputs[i];
		struct output_record *r = &s->outputs[o->channel];

		if (r->known && r->active == o->active) {
			r->differs_us = 0;
			continue;
		}
		/* Its fact, or those of its past, may be under way. */
		if (r->differs_us == 0)
			r->differs_us = own_us;
		if (own_us - r->differs_us < DIFFERS_FOR_US)
			continue;
		if (r->known)
			record_unseen(s, o->channel, o->active, o->holder, alarmd_now(s));
		else
			keep_output(s, o->channel, o->active);
	}
}

static void keep_alarm(struct alarmd *s, int rule)
{
	struct kept_alarm k;
	uint8_t bytes[KEPT_BYTES_MAX];
	char key[JOURNAL_KEY_MAX];
	int len;

	memcpy(k.boot_id, s->self.boot_id, sizeof(k.boot_id));
	engine_keep(s->engine, rule, &k.state);
	len = kept_put_alarm(bytes, sizeof(bytes), &k);
	(void)snprintf(key, sizeof(key), KEPT_ALARM "%s", k.state.alarm.id);
	if (len > 0)
		(void)journal_keep(s->journal, key, bytes, (size_t)len);
}

void record_keep(struct alarmd *s)
{
	if (!s->engine_ready)
		return;
	for (unsigned i = 0; i < engine_rules(s->engine)->n; i++)
		if (s->dirty_alarms[i / 64] >> (i % 64) & 1)
			keep_alarm(s, (int)i);
	memset(s->dirty_alarms, 0, sizeof(s->dirty_alarms));
}
