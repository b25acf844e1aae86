// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Messages: made when they are due, handed over, and what became of them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "daemons/notifyd/notifyd.h"
#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/settings/zone.h"

#define HOST_MOST 64

/* An alarm seldom comes alone: what a person is told of comes in one message with what followed. */
#define GATHER_US (500 * USEC_PER_MSEC)

/* In the order in which they go. */
static const enum letter_kind own_kinds[] = { LETTER_LAST_WORDS, LETTER_BOOT, LETTER_STATUS };

bool tell_paused(struct notifyd *s)
{
	int64_t left_us = s->books.paused_until_us - notifyd_now(s).wall_us;

	/* nobody can ask for more: the clock was set back, and it would last until it has come
	 * there again */
	if (s->books.paused_until_us && (left_us <= 0 || left_us > SHELVE_S_MAX * USEC_PER_SEC)) {
		s->books.paused_until_us = 0;
		s->told = s->status_changed = true;
		log_info("the pause is over");
	}
	return s->books.paused_until_us != 0;
}

/* Local days for quiet hours: looked at anew when they are over, or the clock was set. */
static const struct local_day *days_of(struct notifyd *s, int64_t wall_us)
{
	if (wall_us < s->days_from_us || wall_us >= s->days_until_us) {
		zone_days(wall_us, s->days, SCHEDULE_DAYS);
		s->days_from_us = s->days[1].start_us;
		/* the zone's rules may change under us */
		s->days_until_us = MIN(s->days[1].end_us, wall_us + 3600 * USEC_PER_SEC);
	}
	return s->days;
}

/* ------------------------------------------------------------------ writing */

static const char *secret_of(const struct notifyd *s, const struct settings_recipient *to)
{
	bool mail = to->by == DELIVERY_EMAIL || to->by == DELIVERY_TEXT_EMAIL;
	const char *secret =
		mail ? secrets_find(&s->secrets, &subject_mail, "", "password")
		     : secrets_find(&s->secrets, &subject_recipients, to->id, "secret");

	return secret ? secret : "";
}

static int write_letter(struct notifyd *s, const struct route *route, struct letter *l)
{
	struct present_table table = { .channels = s->view.table.channels,
				       .n_channels = s->view.table.n_channels,
				       .style = { .fahrenheit = s->view.table.fahrenheit } };
	char host[HOST_MOST] = "";
	int r;

	(void)gethostname(host, sizeof(host) - 1);
	l->settings = s->live.now;
	l->table = &table;
	l->now_us = notifyd_now(s).wall_us;
	l->wall_insane = s->view.any && !s->view.snapshot.wall_sane;
	if (s->view.book.has_summary) {
		l->head = s->view.book.summary.head;
		memcpy(l->head_hash, s->view.book.summary.head_hash, sizeof(l->head_hash));
	}
	l->recipient = route->to.id;
	l->host = host;
	l->url = "";
	l->status = l->kind == LETTER_NEWS ? NULL : view_status(&s->view);
	if (!l->words)
		l->words = "";
	memcpy(l->unit, s->books.unit, sizeof(l->unit));
	r = letter_write(l, &route->to, secret_of(s, &route->to), &s->message);
	s->message.limit_ms = COURIER_LIMIT_MS;
	return r;
}

static int write_news(struct notifyd *s, const struct book *b, unsigned n)
{
	AUTO_FREE struct notice *notices = calloc(n, sizeof(*notices));
	struct letter l = { .kind = LETTER_NEWS, .notices = notices, .n = n };

	if (!notices)
		return -ENOMEM;
	for (unsigned i = 0; i < n; i++)
		notices[i] = b->ledger.queue[i].notice;
	l.left_out = b->ledger.left_out;
	return write_letter(s, &b->route, &l);
}

/* A try after one that came to nothing is the same message: its id is made from the mark. */
static int write_own(struct notifyd *s, struct book *b, enum letter_kind kind)
{
	struct letter l = { .kind = kind };
	AUTO_TEXT struct text words = TEXT_INIT;

	if (!b->marks[kind])
		b->marks[kind] = ++s->books.marks;
	life_words(s, kind, &words);
	l.words = text_get(&words);
	l.mark = b->marks[kind];
	return write_letter(s, &b->route, &l);
}

static int write_test(struct notifyd *s, const struct route *route, const char *words)
{
	struct letter l = { .kind = LETTER_TEST, .words = words, .mark = ++s->books.marks };

	return write_letter(s, route, &l);
}

/* ------------------------------------------------------------------ what became of it */

static uint32_t chance(void)
{
	uint32_t v;

	return getrandom(&v, sizeof(v), GRND_NONBLOCK) == (ssize_t)sizeof(v)
		       ? v
		       : (uint32_t)mono_read_us();
}

/* Failures to tell of a failure are not told: two doors that fail would keep each other busy. */
static bool worth_telling(const struct book *b, enum letter_kind kind)
{
	if (kind != LETTER_NEWS)
		return true;
	for (unsigned i = 0; i < b->ledger.on_way; i++)
		if (b->ledger.queue[i].notice.event.kind != EVENT_DELIVERY_FAILED)
			return true;
	return false;
}

static void done(struct notifyd *s, struct book *b, enum letter_kind kind)
{
	int64_t now_us = notifyd_now(s).mono_us;

	if (kind == LETTER_NEWS)
		ledger_delivered(&b->ledger, &b->route, now_us);
	b->wanted &= ~(1U << kind);
	throttle_sent(&b->throttle, &b->route, now_us);
	s->told = true;
}

static void failed_for_now(struct notifyd *s, unsigned i, enum letter_kind kind,
			   const struct msg_sent *sent)
{
	struct book *b = &s->books.list[i];
	struct instant now = notifyd_now(s);
	char sentence[WIRE_SENTENCE_MAX];
	unsigned n;

	if (kind == LETTER_NEWS)
		ledger_returned(&b->ledger, !sent->unsure);
	throttle_failed(&b->throttle, now.mono_us, chance());
	s->moved = true;
	if (!throttle_gives_up(&b->throttle, now.mono_us))
		return;
	n = ledger_expire(&b->ledger, now.wall_us - THROTTLE_GIVE_UP_US);
	b->throttle.failures = 0;
	(void)snprintf(sentence, sizeof(sentence), "for a day, %u events are given up: %.180s", n,
		       sent->sentence);
	herald_failed(s, i, sentence);
	s->told = true;
}

/* The same addresses as with the message before are no news. */
static bool is_new_refusal(const struct tally *before, const struct msg_sent *sent)
{
	return before->outcome != OUTCOME_PARTLY || !streq(before->sentence, sent->sentence);
}

static void take_outcome(struct notifyd *s, unsigned i, enum letter_kind kind,
			 const struct msg_sent *sent)
{
	struct book *b = &s->books.list[i];
	struct tally *t = &b->tally;
	bool refused_anew = sent->outcome == OUTCOME_PARTLY && is_new_refusal(t, sent);

	t->last_us = notifyd_now(s).wall_us;
	t->outcome = sent->outcome;
	(void)snprintf(t->sentence, sizeof(t->sentence), "%s", sent->sentence);
	s->status_changed = true;
	switch (sent->outcome) {
	case OUTCOME_PARTLY:
		if (refused_anew && worth_telling(b, kind))
			herald_failed(s, i, sent->sentence);
		/* fall through */
	case OUTCOME_DELIVERED:
		t->sent++;
		done(s, b, kind);
		break;
	case OUTCOME_TEMPORARY:
		failed_for_now(s, i, kind, sent);
		break;
	case OUTCOME_PERMANENT:
	case OUTCOME_MAX:
		t->failed++;
		log_warning("a message to '%s' is given up: %s", b->route.to.id, sent->sentence);
		if (worth_telling(b, kind))
			herald_failed(s, i, sent->sentence);
		done(s, b, kind);
		break;
	}
}

static void parcel_over(void *ctx, struct courier *d, const struct msg_sent *sent)
{
	struct parcel *p = ctx;
	int i = books_find(&p->s->books, p->recipient);

	(void)d;
	if (i >= 0)
		take_outcome(p->s, (unsigned)i, p->kind, sent);
	notifyd_soon(p->s);
}

static void trial_over(void *ctx, struct courier *d, const struct msg_sent *sent)
{
	struct parcel *p = ctx;

	(void)d;
	requests_tried(p->s, sent);
}

/* ------------------------------------------------------------------ handing over */

/* Could not be written, or not handed over: as if whoever delivers had said so. */
static void refuse(struct notifyd *s, unsigned i, enum letter_kind kind, int error)
{
	struct msg_sent sent = { .outcome =
					 error == -EINVAL ? OUTCOME_PERMANENT : OUTCOME_TEMPORARY };

	(void)snprintf(sent.sentence, sizeof(sent.sentence),
		       error == -EINVAL ? "its address or words cannot be sent"
					: "nobody is there who delivers it: %s",
		       strerror(-error));
	take_outcome(s, i, kind, &sent);
}

/* The place of a message that is not on its way; its index is nobody's in particular. */
static struct parcel *free_parcel(struct notifyd *s)
{
	for (unsigned i = 0; i < ARRAY_SIZE(s->parcels); i++)
		if (!s->parcels[i].courier.busy)
			return &s->parcels[i];
	return NULL;
}

static bool is_on_way(const struct notifyd *s, const char *recipient)
{
	for (unsigned i = 0; i < ARRAY_SIZE(s->parcels); i++)
		if (s->parcels[i].courier.busy && streq(s->parcels[i].recipient, recipient))
			return true;
	return false;
}

static void hand_over(struct notifyd *s, unsigned i, enum letter_kind kind, int written)
{
	const char *recipient = s->books.list[i].route.to.id;
	struct parcel *p = free_parcel(s);
	int r = written;

	if (r == 0 && p) {
		p->kind = kind;
		(void)snprintf(p->recipient, sizeof(p->recipient), "%s", recipient);
		keep_now(s);
		r = courier_start(&p->courier, s->loop, &s->message);
	}
	if (r < 0)
		refuse(s, i, kind, r);
	s->status_changed = true;
}

static enum alarm_priority urgency(const struct ledger *l)
{
	enum alarm_priority urgent = PRIORITY_LOW;

	for (unsigned i = 0; i < l->n_queue; i++)
		urgent = MAX(urgent, l->queue[i].notice.event.priority);
	return urgent;
}

/* A message of its own kind: nothing but a failure before it holds it back, as long as nobody wants
 * it now. */
static bool own_due(const struct book *b, struct instant now, enum letter_kind *ret_kind,
		    int64_t *due_us)
{
	for (unsigned k = 0; k < ARRAY_SIZE(own_kinds); k++) {
		if (!(b->wanted & (1U << own_kinds[k])))
			continue;
		*ret_kind = own_kinds[k];
		if (!b->throttle.flush && b->throttle.retry_us > now.mono_us) {
			*due_us = MIN(*due_us, b->throttle.retry_us);
			return false;
		}
		return true;
	}
	return false;
}

static bool is_gathering(struct book *b, int64_t now_us, int64_t *due_us)
{
	/* a program has each event for itself, and at once */
	if (b->route.to.by == DELIVERY_WEBHOOK || b->route.to.by == DELIVERY_COMMAND)
		return false;
	if (!b->gather_us)
		b->gather_us = now_us;
	if (b->throttle.flush || now_us >= b->gather_us + GATHER_US)
		return false;
	*due_us = MIN(*due_us, b->gather_us + GATHER_US);
	return true;
}

static void run_one(struct notifyd *s, unsigned i, bool paused, int64_t *due_us)
{
	struct book *b = &s->books.list[i];
	struct instant now = notifyd_now(s);
	enum letter_kind kind;
	int64_t its_us;
	unsigned n;

	if (!b->route.open || is_on_way(s, b->route.to.id))
		return;
	if (b->wanted && (!paused || (b->wanted & (1U << LETTER_LAST_WORDS))) &&
	    own_due(b, now, &kind, due_us)) {
		hand_over(s, i, kind, write_own(s, b, kind));
		return;
	}
	if (b->ledger.n_queue == 0 || paused)
		return;
	if (is_gathering(b, now.mono_us, due_us))
		return;
	if (throttle_look(&b->throttle, &b->route, urgency(&b->ledger), days_of(s, now.wall_us),
			  now, &its_us) != THROTTLE_GO)
		*due_us = MIN(*due_us, its_us);
	else if (ledger_load(&b->ledger, &b->route, sources_settled(s), &n)) {
		b->gather_us = 0;
		hand_over(s, i, LETTER_NEWS, write_news(s, b, n));
	}
}

int64_t tell_run(struct notifyd *s)
{
	bool paused = tell_paused(s);
	int64_t due_us = LEDGER_NEVER;

	for (unsigned i = 0; i < s->books.n; i++)
		run_one(s, i, paused, &due_us);
	return due_us;
}

int tell_try(struct notifyd *s, unsigned i, const char *words, char ret_why[WIRE_SENTENCE_MAX])
{
	const struct route *route = &s->books.list[i].route;
	int r;

	if (!route->open) {
		(void)snprintf(ret_why, WIRE_SENTENCE_MAX,
			       "the settings do not say where a message to '%s' goes, or forbid it",
			       route->to.id);
		return -ENXIO;
	}
	r = write_test(s, route, words);
	if (r == 0)
		r = courier_start(&s->trial.parcel.courier, s->loop, &s->message);
	if (r < 0)
		(void)snprintf(ret_why, WIRE_SENTENCE_MAX, "the message cannot be handed over: %s",
			       strerror(-r));
	/* what is missing is not the recipient */
	return r < 0 && r != -EINVAL ? -EIO : r;
}

int64_t tell_due_us(struct notifyd *s, unsigned i, const char **ret_why)
{
	const struct book *b = &s->books.list[i];
	struct instant now = notifyd_now(s);
	enum throttle_why why;
	int64_t due_us;

	*ret_why = "";
	if (b->ledger.n_queue == 0 && !b->wanted)
		return 0;
	if (tell_paused(s)) {
		*ret_why = throttle_why_words(THROTTLE_PAUSED);
		return s->books.paused_until_us;
	}
	why = throttle_look(&b->throttle, &b->route, urgency(&b->ledger), days_of(s, now.wall_us),
			    now, &due_us);
	*ret_why = is_on_way(s, b->route.to.id) ? "on its way" : throttle_why_words(why);
	return now.wall_us + (due_us - now.mono_us);
}

static void prepare(struct notifyd *s, struct parcel *p,
		    void (*over)(void *, struct courier *, const struct msg_sent *))
{
	p->s = s;
	p->courier.over = over;
	p->courier.ctx = p;
}

void tell_start(struct notifyd *s)
{
	for (unsigned i = 0; i < ARRAY_SIZE(s->parcels); i++)
		prepare(s, &s->parcels[i], parcel_over);
	prepare(s, &s->trial.parcel, trial_over);
}

void tell_stop(struct notifyd *s)
{
	for (unsigned i = 0; i < ARRAY_SIZE(s->parcels); i++)
		courier_stop(&s->parcels[i].courier);
	courier_stop(&s->trial.parcel.courier);
}
