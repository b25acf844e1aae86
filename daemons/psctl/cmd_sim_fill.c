// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl sim fill: drives a simulator that began in the past up to the real time. */
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "daemons/psctl/cmd_sim.h"
#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/present/state.h"

/* A step is at most a minute on the wire, too: history gets a row each minute. */
#define STEP_LONGEST_US (60 * USEC_PER_SEC)
/* The last hour is filled by the second: history keeps seconds of the newest time. */
#define FINE_US	     (3600 * USEC_PER_SEC)
#define STEP_FINE_US (1 * USEC_PER_SEC)
/* The last snapshot of a running clock may be so old. */
#define BEHIND_LEAST_US	  (2 * USEC_PER_SEC)
#define FOLLOWERS_MAX	  15
#define FOLLOWERS_WITHIN  30 /* seconds */
#define FOLLOWERS_LOOK_NS (20 * 1000 * 1000)
#define PROGRESS_EVERY_US (200 * USEC_PER_MSEC)

struct fill {
	struct link *link;
	int64_t step_us;
	uint64_t followers;
	int64_t from_us;  /* simulated wall clock at the beginning */
	int64_t began_us; /* own time */
	int64_t told_us;  /* own time of the last progress */
	unsigned steps;
	uint32_t step_id; /* of the last STEP */
	struct msg_reply refused;
};

static int64_t behind_us(const struct fill *f)
{
	return instant_read().wall_us - f->link->snapshot.now.wall_us;
}

/* A request without a body that is answered by a sentence; an exit code. */
static int ask_bare(struct link *l, enum msg_type type)
{
	uint32_t id = client_next_id(&l->client);
	uint8_t packet[WIRE_REQUEST_MAX];
	struct msg_reply reply;

	return link_request(l, packet, msg_bare_put(packet, sizeof(packet), type, id), id, &reply);
}

/* The tick of our STEP ends the waiting, and so does a refusal. */
static int take_tick(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct fill *f = ctx;
	int r;

	if (head->type == MSG_REPLY && head->id == f->step_id) {
		r = msg_reply_get(body, &f->refused);
		return r < 0 ? r : 1;
	}
	r = link_take(f->link, head, body);
	return r > 0 && f->link->snapshot.edge ? 0 : r;
}

static int step(struct fill *f, int64_t step_us)
{
	struct msg_sim m = { .value = step_us };
	uint8_t packet[WIRE_REQUEST_MAX];
	struct link *l = f->link;
	int r;

	f->step_id = client_next_id(&l->client);
	r = msg_sim_put(packet, sizeof(packet), MSG_SIM_STEP, f->step_id, &m);
	if (r > 0)
		r = client_send(&l->client, packet, (size_t)r);
	if (r >= 0)
		r = link_until(l, LINK_REPLY_US, take_tick, f);
	if (r < 0)
		return link_lost(l, r);
	f->steps++;
	return f->refused.error ? link_refused(l, &f->refused) : EX_OK;
}

/* They join when they are ready; the clock stands still since we are in it. */
static int wait_for_followers(struct fill *f)
{
	int64_t until_us = mono_read_us() + FOLLOWERS_WITHIN * USEC_PER_SEC;
	AUTO_TEXT struct text why = TEXT_INIT;
	struct msg_sim_listing m;
	int code;

	for (;;) {
		code = sim_ask_listing(f->link, &m);
		if (code != EX_OK || m.joined > f->followers)
			return code;
		if (mono_read_us() > until_us)
			break;
		(void)nanosleep(&(struct timespec){ .tv_nsec = FOLLOWERS_LOOK_NS }, NULL);
	}
	text_printf(&why,
		    "%d of %u followers joined within %d s: they need the option --lockstep, and a "
		    "sensord that simulates",
		    m.joined - 1, (unsigned)f->followers, FOLLOWERS_WITHIN);
	complain(text_get(&why));
	return EX_TEMPFAIL;
}

/* A line that is written anew, where somebody sees it; nothing depends on it. */
static void tell_progress(struct fill *f, bool end)
{
	AUTO_TEXT struct text line = TEXT_INIT;
	int64_t own_us = mono_read_us();

	if (!isatty(STDERR_FILENO) || (!end && own_us - f->told_us < PROGRESS_EVERY_US))
		return;
	f->told_us = own_us;
	text_add(&line, "\r\033[K");
	if (!end) {
		text_add(&line, "filling, ");
		present_span(&line, MAX(behind_us(f), INT64_C(0)));
		text_add(&line, " to go");
	}
	if (write(STDERR_FILENO, text_get(&line), line.len) < 0)
		return;
}

/* To the next whole step of the clock: rows of the log belong to whole minutes. */
static int64_t to_whole_us(const struct fill *f, int64_t step_us)
{
	return step_us - f->link->snapshot.now.wall_us % step_us;
}

static int play(struct fill *f)
{
	int code = EX_OK;

	while (code == EX_OK) {
		int64_t behind = behind_us(f);

		/* The last step ends at the real time, but for what it takes itself. */
		if (behind <= STEP_FINE_US)
			return behind > 0 ? step(f, behind) : EX_OK;
		code = step(f, to_whole_us(f, behind > FINE_US ? f->step_us : STEP_FINE_US));
		tell_progress(f, false);
	}
	return code;
}

static int fill(struct fill *f)
{
	struct link *l = f->link;
	int code, r;

	r = link_read(l, LINK_STATE_US);
	if (r < 0)
		return link_lost(l, r);
	if (behind_us(f) < BEHIND_LEAST_US) {
		complain("the simulated clock is not behind the real one: there is nothing to fill "
			 "(rmcu-sensord --past SPAN begins in the past)");
		return EX_UNAVAILABLE;
	}
	code = ask_bare(l, MSG_SIM_JOIN);
	if (code == EX_OK)
		code = wait_for_followers(f);
	if (code != EX_OK)
		return code;
	f->from_us = l->snapshot.now.wall_us;
	f->began_us = f->told_us = mono_read_us();
	code = play(f);
	tell_progress(f, true);
	return code == EX_OK ? ask_bare(l, MSG_SIM_RELEASE) : code;
}

static int bad_option(const char *sentence, const char *value)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	text_printf(&why, "'%s' is %s", value, sentence);
	complain(text_get(&why));
	return EX_USAGE;
}

static int take_options(const struct call *c, struct fill *f)
{
	const char *span = call_option(c, "step"), *followers = call_option(c, "followers");
	int64_t n = 0;

	if (span && (parse_span_us(span, &f->step_us) < 0 || f->step_us <= 0 ||
		     f->step_us > STEP_LONGEST_US))
		return bad_option("no step: at most a minute, e.g. 10s", span);
	if (followers && (parse_i64(followers, &n) < 0 || n < 0 || n > FOLLOWERS_MAX))
		return bad_option("no number of followers: 0 to 15", followers);
	f->followers = (uint64_t)n;
	return EX_OK;
}

int cmd_sim_fill(const struct call *c)
{
	struct fill f = { .step_us = STEP_LONGEST_US };
	AUTO_TEXT struct text done = TEXT_INIT;
	AUTO_LINK struct link *l = NULL;
	int64_t took_us;
	int code;

	code = take_options(c, &f);
	if (code == EX_OK)
		code = sim_open(&l);
	f.link = l;
	if (code == EX_OK)
		code = fill(&f);
	if (code != EX_OK)
		return code;
	took_us = MAX(mono_read_us() - f.began_us, INT64_C(1));
	present_span(&done, l->snapshot.now.wall_us - f.from_us);
	text_add(&done, " filled in ");
	present_span(&done, took_us);
	text_printf(&done, ", %u steps, %u a second; the simulator runs on by itself", f.steps,
		    (unsigned)((int64_t)f.steps * USEC_PER_SEC / took_us));
	return cmd_sentence(c, text_get(&done));
}
