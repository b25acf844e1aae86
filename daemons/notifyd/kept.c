// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/kept.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

#define FIRST_LINE "rmcu-notifyd 1"
#define LINE_MOST  256
#define ID_BYTES   16
/* Longer than any delay, repetition or escalation that can be set. */
#define SPAN_MOST_US (8 * 24 * 3600 * USEC_PER_SEC)

/* ------------------------------------------------------------------ writing */

static void add_id(struct text *out, const char *word, const uint8_t id[ID_BYTES])
{
	text_printf(out, "%s ", word);
	for (unsigned i = 0; i < ID_BYTES; i++)
		text_printf(out, "%02x", id[i]);
	text_add(out, "\n");
}

static void add_owed(struct text *out, const struct owed *o, bool streamed)
{
	/* it comes again with the journal */
	if (!o->told && o->queued && streamed)
		return;
	text_printf(out, "owed %s %" PRIu64 " %d %d %d %u %" PRId64 " %" PRId64 "\n", o->alarm,
		    o->occurrence, o->told, o->settled, o->escalated, o->times,
		    /* what stands in the queue is due */
		    o->queued ? 0 : o->due_us, o->escalate_us);
}

/* Whether the queue's notice of this raise comes again with the journal. */
static bool is_streamed(const struct ledger *l, const struct owed *o)
{
	for (unsigned i = 0; i < l->n_queue; i++)
		if (!l->queue[i].streamed && l->queue[i].notice.event.number == o->occurrence)
			return false;
	return true;
}

static void add_flight(struct text *out, const struct flight *f)
{
	text_printf(out, "flight %" PRIu64 "\n", f->last);
	for (unsigned i = 0; i < f->n; i++)
		text_printf(out, "again %" PRIu64 " %u\n", f->others[i].event, f->others[i].times);
}

static void add_book(struct text *out, const struct book *b)
{
	const struct throttle *t = &b->throttle;

	text_printf(out, "recipient %s %" PRIu64 " %u %d %" PRId64 " %" PRId64 " %" PRId64 "\n",
		    b->route.to.id, ledger_next(&b->ledger), b->wanted, t->any, t->sent_us,
		    t->allowance_us, t->counted_us);
	for (unsigned i = 0; i < ARRAY_SIZE(b->marks); i++)
		if ((b->wanted & (1U << i)) && b->marks[i])
			text_printf(out, "mark %u %" PRIu64 "\n", i, b->marks[i]);
	if (b->ledger.flight.known)
		add_flight(out, &b->ledger.flight);
	for (unsigned i = 0; i < b->ledger.n_owed && out->len < KEPT_MOST - LINE_MOST; i++)
		add_owed(out, &b->ledger.owed[i], is_streamed(&b->ledger, &b->ledger.owed[i]));
}

void kept_write(const struct books *b, const struct kept_now *at, struct text *out)
{
	text_add(out, FIRST_LINE "\n");
	add_id(out, "boot", at->boot_id);
	text_printf(out, "clocks %" PRId64 " %" PRId64 "\n", at->now.mono_us, at->now.wall_us);
	add_id(out, "told", b->boot);
	add_id(out, "unit", b->unit);
	text_printf(out, "alive %" PRId64 " %" PRIu64 " %d\n", b->alive_us, b->marks, b->stopped);
	if (b->off.until_us)
		text_printf(out, "off %" PRId64 " %" PRId64 " %d\n", b->off.from_us,
			    b->off.until_us, b->off.properly);
	if (b->low)
		text_add(out, "low 1\n");
	if (b->paused_until_us)
		text_printf(out, "paused %" PRId64 " %s\n", b->paused_until_us, b->paused_by);
	for (unsigned i = 0; i < b->n && out->len < KEPT_MOST - LINE_MOST; i++)
		add_book(out, &b->list[i]);
}

/* ------------------------------------------------------------------ reading */

struct reading {
	struct books *b;
	struct book *book;
	uint8_t boot[ID_BYTES];
	bool same_boot;
	struct instant kept; /* what the clocks showed then, and */
	const struct kept_now *at;
};

static bool get_id(const char *hex, uint8_t ret_id[ID_BYTES])
{
	if (strlen(hex) != 2 * ID_BYTES)
		return false;
	for (unsigned i = 0; i < ID_BYTES; i++)
		if (sscanf(hex + 2 * i, "%2hhx", &ret_id[i]) != 1)
			return false;
	return true;
}

/* What was left of it in another boot begins now, less the time that the wall clock says has gone
 * by: one that is not set yet shows an earlier one, and takes nothing away. */
static int64_t of_this_boot(const struct reading *r, int64_t mono_us)
{
	const struct instant *now = &r->at->now;
	int64_t left_us;

	if (r->same_boot || mono_us == LEDGER_NEVER)
		return mono_us;
	/* a span that nobody can set is of a clock that jumped, or of a damaged file */
	if (__builtin_sub_overflow(mono_us, r->kept.mono_us, &left_us) || left_us > SPAN_MOST_US)
		return 0;
	left_us -= MAX(MIN(now->wall_us - r->kept.wall_us, SPAN_MOST_US), 0);
	return now->mono_us + MAX(left_us, 0);
}

static bool get_clocks(struct reading *r, const char *line)
{
	return sscanf(line, "%" SCNd64 " %" SCNd64, &r->kept.mono_us, &r->kept.wall_us) == 2 &&
	       r->kept.mono_us >= 0 && r->kept.wall_us >= 0;
}

static bool get_recipient(struct reading *r, const char *line)
{
	struct book *b = &r->b->list[r->b->n];
	int any;

	if (r->b->n == ROUTES_MAX ||
	    sscanf(line, "%31s %" SCNu64 " %u %d %" SCNd64 " %" SCNd64 " %" SCNd64, b->route.to.id,
		   &b->ledger.seen, &b->wanted, &any, &b->throttle.sent_us,
		   &b->throttle.allowance_us, &b->throttle.counted_us) != 7)
		return false;
	b->throttle.any = any && r->same_boot;
	r->book = b;
	r->b->n++;
	return true;
}

static bool get_owed(struct reading *r, const char *line)
{
	struct ledger *l = &r->book->ledger;
	struct owed o = { 0 };
	int told, settled, escalated;
	uint64_t occurrence;
	char alarm[ALARM_ID_MAX];
	struct owed *at;

	if (sscanf(line, "%47s %" SCNu64 " %d %d %d %hu %" SCNd64 " %" SCNd64, alarm, &occurrence,
		   &told, &settled, &escalated, &o.times, &o.due_us, &o.escalate_us) != 8)
		return false;
	if (ledger_take_over(l, alarm, occurrence, 0) < 0)
		return false;
	at = &l->owed[l->n_owed - 1];
	if (at->occurrence != occurrence)
		return false;
	at->told = told;
	at->settled = settled;
	at->escalated = escalated;
	at->times = o.times;
	at->due_us = of_this_boot(r, o.due_us);
	at->escalate_us = of_this_boot(r, o.escalate_us);
	return true;
}

static bool get_again(struct reading *r, const char *line)
{
	struct flight *f = &r->book->ledger.flight;

	if (f->n == ARRAY_SIZE(f->others) ||
	    sscanf(line, "%" SCNu64 " %u", &f->others[f->n].event, &f->others[f->n].times) != 2)
		return false;
	f->n++;
	return true;
}

static bool get_mark(struct reading *r, const char *line)
{
	uint64_t mark;
	unsigned kind;

	if (sscanf(line, "%u %" SCNu64, &kind, &mark) != 2 || kind >= LETTER_KIND_MAX)
		return false;
	r->book->marks[kind] = mark;
	return true;
}

static bool get_line_of_book(struct reading *r, const char *word, const char *rest)
{
	if (!r->book)
		return false;
	if (streq(word, "owed"))
		return get_owed(r, rest);
	if (streq(word, "again"))
		return get_again(r, rest);
	if (streq(word, "mark"))
		return get_mark(r, rest);
	if (!streq(word, "flight"))
		return false;
	r->book->ledger.flight.known = true;
	return sscanf(rest, "%" SCNu64, &r->book->ledger.flight.last) == 1;
}

static bool get_alive(struct books *b, const char *line)
{
	int stopped;

	if (sscanf(line, "%" SCNd64 " %" SCNu64 " %d", &b->alive_us, &b->marks, &stopped) != 3)
		return false;
	b->stopped = stopped;
	return true;
}

static bool get_off(struct off *off, const char *line)
{
	int properly;

	if (sscanf(line, "%" SCNd64 " %" SCNd64 " %d", &off->from_us, &off->until_us, &properly) !=
	    3)
		return false;
	off->properly = properly;
	return true;
}

static bool get_line(struct reading *r, const char *word, const char *rest)
{
	struct books *b = r->b;

	if (streq(word, "boot")) {
		bool good = get_id(rest, r->boot);

		r->same_boot = good && memcmp(r->boot, r->at->boot_id, ID_BYTES) == 0;
		return good;
	}
	if (streq(word, "told"))
		return get_id(rest, b->boot);
	if (streq(word, "unit"))
		return get_id(rest, b->unit);
	if (streq(word, "clocks"))
		return get_clocks(r, rest);
	if (streq(word, "alive"))
		return get_alive(b, rest);
	if (streq(word, "off"))
		return get_off(&b->off, rest);
	if (streq(word, "low")) {
		b->low = streq(rest, "1");
		return true;
	}
	if (streq(word, "paused"))
		return sscanf(rest, "%" SCNd64 " %31s", &b->paused_until_us, b->paused_by) >= 1;
	if (streq(word, "recipient"))
		return get_recipient(r, rest);
	return get_line_of_book(r, word, rest);
}

/* Takes the next line off; false at the end. One that is too long is none of ours. */
static bool next_line(const char **at, char ret_line[LINE_MOST])
{
	size_t n = strcspn(*at, "\n");

	if (!**at)
		return false;
	(void)snprintf(ret_line, LINE_MOST, "%.*s", (int)MIN(n, (size_t)LINE_MOST - 1), *at);
	*at += n + ((*at)[n] == '\n');
	return true;
}

static bool read_lines(struct reading *r, const char *text)
{
	char line[LINE_MOST];
	const char *at = text;

	if (!next_line(&at, line) || !streq(line, FIRST_LINE))
		return false;
	while (next_line(&at, line)) {
		char *space = strchr(line, ' ');

		if (!space)
			return false;
		*space = '\0';
		if (!get_line(r, line, space + 1))
			return false;
	}
	return true;
}

int kept_read(struct books *b, const struct kept_now *at, const char *text)
{
	struct reading r = { .b = b, .at = at };

	if (read_lines(&r, text))
		return 0;
	books_done(b);
	*b = (struct books){ 0 };
	return -EINVAL;
}
