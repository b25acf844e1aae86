// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What is told although nothing happened: how the unit is, that it is back, that it is about to go,
 * that it lives. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/notifyd/notifyd.h"
#include "daemons/notifyd/recur.h"
#include "lib/base/calendar.h"
#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/present/state.h"

#define MINUTE_US (60 * USEC_PER_SEC)
/* A dip of the battery under load is not its end. */
#define LOW_FOR_US (10 * USEC_PER_SEC)
/* Above that by so much the next time counts anew. */
#define LOW_OVER_MICRO 300000

/* ------------------------------------------------------------------ boot */

static bool stopped_properly(const struct event *e)
{
	return e->kind == EVENT_STOPPED;
}

static void say_off(const struct off *off, struct text *out)
{
	char since[CALENDAR_SHORT_MAX];

	text_add(out, "The unit is back");
	if (off->from_us && off->until_us > off->from_us) {
		calendar_second(off->from_us, since);
		text_printf(out, ". It was off since about %s, for ", since);
		present_age(out, off->until_us - off->from_us);
	}
	text_add(out, off->properly ? ". It was shut down properly."
				    : ". It was not shut down: its power failed, or it hung.");
}

static void tell_boot(struct notifyd *s, const struct event *e, bool properly)
{
	bool known = !(e->flags & EVENT_FLAG_WALL_INSANE);

	s->books.off = (struct off){ .from_us = known ? s->books.alive_us : 0,
				     .until_us = e->now.wall_us,
				     .properly = properly };
	if (s->live.now->mail.boot)
		book_want(&s->books.list[0], LETTER_BOOT);
	/* others are told by the mail server's setting too, if they want information */
	for (unsigned i = 1; i < s->books.n && s->live.now->mail.boot; i++)
		if (s->books.list[i].route.to.information && s->books.list[i].route.open)
			book_want(&s->books.list[i], LETTER_BOOT);
}

void life_alive(struct notifyd *s, const struct event *e)
{
	static const uint8_t none[16];
	struct books *b = &s->books;

	if (e->kind == EVENT_STARTED && memcmp(e->boot_id, b->boot, sizeof(b->boot)) != 0) {
		/* the first time of all: this boot is no news */
		if (memcmp(b->boot, none, sizeof(none)) != 0)
			tell_boot(s, e, b->stopped);
		memcpy(b->boot, e->boot_id, sizeof(b->boot));
		s->told = true;
	}
	b->stopped = stopped_properly(e);
	if (!(e->flags & EVENT_FLAG_WALL_INSANE))
		b->alive_us = MAX(b->alive_us, e->now.wall_us);
}

/* Between events too, so that the time without power is known to some minutes. */
static void note_alive(struct notifyd *s, struct instant now)
{
	if (!s->view.any || !s->view.snapshot.wall_sane ||
	    now.wall_us < s->books.alive_us + MINUTE_US)
		return;
	s->books.alive_us = now.wall_us;
	s->moved = true;
}

/* ------------------------------------------------------------------ status */

static void run_status(struct notifyd *s, struct instant now, int64_t *due_us)
{
	const struct settings_mail *m = &s->live.now->mail;
	int64_t next_us;

	if (!m->periodic_min || !s->books.list[0].route.open || !s->view.any ||
	    !s->view.snapshot.wall_sane) {
		s->life.status_us = 0;
		return;
	}
	next_us = recur_next_us(m->periodic_min, m->periodic_start, now.wall_us);
	if (s->life.status_us && now.wall_us >= s->life.status_us)
		book_want(&s->books.list[0], LETTER_STATUS);
	s->life.status_us = next_us;
	*due_us = MIN(*due_us, now.mono_us + (next_us - now.wall_us));
}

/* ------------------------------------------------------------------ last words */

static const struct sample *battery_volts(const struct notifyd *s)
{
	for (unsigned i = 0; s->view.any && i < s->view.table.n_channels; i++)
		if (s->view.table.channels[i].role == ROLE_BATTERY_VOLTS &&
		    s->view.snapshot.samples[i].quality == QUALITY_OK)
			return &s->view.snapshot.samples[i];
	return NULL;
}

static void say_last_words(struct notifyd *s)
{
	log_warning("the battery is near the low voltage disconnect: all recipients are told");
	for (unsigned i = 0; i < s->books.n; i++) {
		if (!s->books.list[i].route.open)
			continue;
		book_want(&s->books.list[i], LETTER_LAST_WORDS);
		/* the first try waits for nothing, those after it as any other */
		s->books.list[i].throttle.retry_us = 0;
	}
	s->books.low = true;
	s->told = true;
}

/* Who could not be told yet need not know any more. */
static void take_back_last_words(struct notifyd *s)
{
	for (unsigned i = 0; i < s->books.n; i++)
		s->books.list[i].wanted &= ~(1U << LETTER_LAST_WORDS);
	s->books.low = false;
	s->told = s->status_changed = true;
}

static void run_last_words(struct notifyd *s, struct instant now, int64_t *due_us)
{
	const struct settings_signs_of_life *set = &s->live.now->signs_of_life;
	int64_t limit = s->live.now->device.lvd_open_volts + set->last_words_volts;
	const struct sample *volts = battery_volts(s);
	struct life *l = &s->life;
	bool low = s->books.low;

	if (!set->last_words || !volts)
		return;
	if (volts->value >= limit) {
		l->low_since_us = 0;
		if (low && volts->value >= limit + LOW_OVER_MICRO)
			take_back_last_words(s);
		return;
	}
	if (!l->low_since_us)
		l->low_since_us = now.mono_us;
	if (low)
		return;
	if (now.mono_us - l->low_since_us >= LOW_FOR_US)
		say_last_words(s);
	else
		*due_us = MIN(*due_us, l->low_since_us + LOW_FOR_US);
}

/* ------------------------------------------------------------------ heartbeat */

static void heartbeat_over(void *ctx, struct courier *d, const struct msg_sent *sent)
{
	struct notifyd *s = ctx;

	(void)d;
	notifyd_trouble(s, "heartbeat", sent->outcome == OUTCOME_DELIVERED ? NULL : sent->sentence);
}

/* The unit is well when it measures and alarmd watches: else its silence is right. */
static bool is_well(const struct notifyd *s)
{
	return s->view.any && s->sensor.hello && s->view.book.has_summary &&
	       !s->view.book.summary.silent;
}

static void run_heartbeat(struct notifyd *s, struct instant now, int64_t *due_us)
{
	const struct settings_signs_of_life *set = &s->live.now->signs_of_life;
	struct life *l = &s->life;

	if (!set->heartbeat_url[0]) {
		notifyd_trouble(s, "heartbeat", NULL);
		return;
	}
	/* the settings may be others than when that was said */
	l->heartbeat_us = MIN(l->heartbeat_us, now.mono_us + set->heartbeat_min * MINUTE_US);
	if (now.mono_us >= l->heartbeat_us && !l->heartbeat.busy && is_well(s)) {
		s->message =
			(struct msg_send){ .by = DELIVERY_WEBHOOK, .limit_ms = COURIER_LIMIT_MS };
		(void)snprintf(s->message.server, sizeof(s->message.server), "%s",
			       set->heartbeat_url);
		if (courier_start(&l->heartbeat, s->loop, &s->message) < 0)
			notifyd_trouble(s, "heartbeat", "nobody is there who sends the heartbeat");
		l->heartbeat_us = now.mono_us + set->heartbeat_min * MINUTE_US;
	}
	*due_us = MIN(*due_us, MAX(l->heartbeat_us, now.mono_us + USEC_PER_SEC));
}

/* ------------------------------------------------------------------ all of it */

void life_words(const struct notifyd *s, enum letter_kind kind, struct text *out)
{
	switch (kind) {
	case LETTER_BOOT:
		say_off(&s->books.off, out);
		break;
	case LETTER_LAST_WORDS:
		text_add(out, "The battery is nearly empty: the low voltage disconnect is about "
			      "to open, and this may be the unit's last message until the mains "
			      "are back.");
		break;
	case LETTER_NEWS:
	case LETTER_STATUS:
	case LETTER_TEST:
	case LETTER_KIND_MAX:
		break;
	}
}

int64_t life_run(struct notifyd *s)
{
	struct instant now = notifyd_now(s);
	int64_t due_us = LEDGER_NEVER;

	note_alive(s, now);
	run_status(s, now, &due_us);
	run_last_words(s, now, &due_us);
	run_heartbeat(s, now, &due_us);
	return due_us;
}

void life_start(struct notifyd *s)
{
	s->life.heartbeat.over = heartbeat_over;
	s->life.heartbeat.ctx = s;
}

void life_stop(struct notifyd *s)
{
	courier_stop(&s->life.heartbeat);
}
