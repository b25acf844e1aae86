// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl watch: the status as it changes, until somebody ends it. */
#include <errno.h>
#include <sysexits.h>

#include "daemons/psctl/watch.h"
#include "lib/base/clock.h"
#include "lib/base/parse.h"

/* Faster digits cannot be read; an edge is shown at once all the same. */
#define REDRAW_US (250 * USEC_PER_MSEC)
/* Lines that nobody looks at all the time: one a second. */
#define LINE_US USEC_PER_SEC
/* A daemon that is restarted is back within a second; one that is not there may stay away. */
#define BACKOFF_FIRST_US (100 * USEC_PER_MSEC)
#define BACKOFF_MOST_US	 (2 * USEC_PER_SEC)
/* alarmd tells its HEALTH every ten seconds, whatever happens. */
#define ALARMS_SILENT_US (25 * USEC_PER_SEC)
#define ALARMS_RETRY_US	 (1 * USEC_PER_SEC)

/* For lines of text only: a picture has its headline, and JSON goes to a program. */
static void tell(const struct watch *w, const char *sentence)
{
	if (!watch_live(w))
		complain(sentence);
}

static void lose(struct watch *w, int64_t now_us)
{
	client_done(&w->link->client);
	w->lost_us = now_us;
	w->fresh = w->edge = false;
	w->backoff_us = BACKOFF_FIRST_US;
	w->retry_us = now_us + w->backoff_us;
	tell(w, "the connection to sensord is lost, trying again");
	if (watch_live(w))
		watch_show(w, now_us);
}

/* Takes in all that waits: only the newest snapshot is worth showing. */
static void receive(struct watch *w, int64_t now_us)
{
	struct msg_head head;
	struct cursor body;

	for (;;) {
		int r = client_receive(&w->link->client, 0, &head, &body);

		if (r == 0)
			return;
		if (r > 0)
			r = link_take(w->link, &head, &body);
		if (r < 0) {
			lose(w, now_us);
			return;
		}
		if (r == 0)
			continue;
		w->heard_us = now_us;
		w->fresh = true;
		w->edge |= w->link->snapshot.edge;
	}
}

static void reconnect(struct watch *w, int64_t now_us)
{
	AUTO_TEXT struct text sentence = TEXT_INIT;

	if (link_connect(w->link, "sensord", NULL) < 0) {
		client_done(&w->link->client);
		w->backoff_us = MIN(2 * w->backoff_us, BACKOFF_MOST_US);
		w->retry_us = mono_read_us() + w->backoff_us;
		return;
	}
	w->restarted = w->link->hello.instance != w->instance;
	w->instance = w->link->hello.instance;
	w->lost_us = 0;
	w->heard_us = w->back_us = now_us;
	text_printf(&sentence, "connected again%s", w->restarted ? ", sensord was restarted" : "");
	tell(w, text_get(&sentence));
}

/* alarmd is never waited for: what it says comes when it comes, and a finding says if it does not.
 */
static void receive_alarms(struct watch *w, int64_t now_us)
{
	struct alarm_link *a = w->alarms;
	struct msg_head head;
	struct cursor body;
	int r = 1;

	while (a->link.client.fd >= 0 && r > 0) {
		r = client_receive(&a->link.client, 0, &head, &body);
		if (r > 0) {
			w->alarms_heard_us = now_us;
			r = alarm_link_take(a, &head, &body);
			r = r < 0 ? r : 1;
		}
		if (r < 0)
			alarm_link_lose(a, r);
	}
	if (a->link.client.fd >= 0 && now_us - w->alarms_heard_us > ALARMS_SILENT_US)
		alarm_link_lose(a, -ETIMEDOUT);
	if (a->link.client.fd < 0 && now_us - w->alarms_heard_us >= ALARMS_RETRY_US) {
		w->alarms_heard_us = now_us;
		alarm_link_dial(a);
	}
}

static int64_t next_due_us(const struct watch *w, int64_t now_us)
{
	/* alarmd is looked for again so often, whatever else happens */
	int64_t due_us = now_us + ALARMS_RETRY_US;

	if (w->fresh && w->edge)
		return now_us;
	if (w->fresh)
		due_us = MIN(due_us, w->shown_us + w->interval_us);
	else if (watch_live(w))
		due_us = MIN(due_us, w->shown_us + USEC_PER_SEC);
	return w->lost_us ? MIN(due_us, w->retry_us) : due_us;
}

/* One turn: waits for what is due or comes, and handles it. */
static void turn(struct watch *w)
{
	int64_t now_us = mono_read_us();
	enum watch_event event =
		watch_screen_wait(&w->screen, w->link->client.fd, w->alarms->link.client.fd,
				  next_due_us(w, now_us) - now_us);

	now_us = mono_read_us();
	if (event == WATCH_END) {
		w->code = EX_OK;
		return;
	}
	if (w->lost_us && now_us >= w->retry_us)
		reconnect(w, now_us);
	else if (!w->lost_us)
		receive(w, now_us);
	receive_alarms(w, now_us);
	if (w->code >= 0)
		return;
	if (event == WATCH_REDRAW && watch_live(w))
		watch_show(w, now_us);
	else if (w->fresh && (w->edge || now_us - w->shown_us >= w->interval_us))
		watch_show(w, now_us);
	else if (watch_live(w) && now_us - w->shown_us >= USEC_PER_SEC)
		watch_show(w, now_us);
}

/* The last picture stays on the terminal, where the shell goes on. */
static void leave_picture(struct watch *w)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	if (!watch_live(w) || !w->link->has_snapshot)
		return;
	watch_picture(w, mono_read_us(), &out);
	(void)terminal_write(&out);
}

static int run(struct watch *w)
{
	int r;

	r = watch_screen_begin(&w->screen, &w->terminal);
	if (r < 0) {
		watch_screen_end(&w->screen);
		complain("cannot watch for signals");
		return EX_OSERR;
	}
	w->code = -1;
	w->fresh = true;
	watch_show(w, mono_read_us());
	while (w->code < 0)
		turn(w);
	watch_screen_end(&w->screen);
	leave_picture(w);
	return w->code;
}

static int take_options(struct watch *w)
{
	const char *interval = call_option(w->call, "interval");
	const char *count = call_option(w->call, "count");

	w->interval_us = watch_live(w) ? REDRAW_US : LINE_US;
	if (interval && (parse_span_us(interval, &w->interval_us) < 0 || w->interval_us < 0)) {
		complain("--interval wants a time, e.g. 200ms, 5s or 1min");
		return EX_USAGE;
	}
	if (count && (parse_u64(count, &w->left) < 0 || w->left == 0)) {
		complain("--count wants a number, 1 or more");
		return EX_USAGE;
	}
	return EX_OK;
}

int cmd_watch(const struct call *c)
{
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	struct watch w = { .call = c };
	AUTO_LINK struct link *l = NULL;
	int code;

	terminal_look(c->plain, &w.terminal);
	/* JSON goes to a program, whatever it is connected to */
	w.terminal.live &= !c->json;
	code = take_options(&w);
	if (code != EX_OK)
		return code;
	if (link_new(&l) < 0 || alarm_link_new(&a) < 0)
		return cmd_no_memory();
	/* what is of no interest now may be in a moment */
	a->all = true;
	code = cmd_open_both(l, a);
	if (code != EX_OK)
		return code;
	w.link = l;
	w.alarms = a;
	w.instance = l->hello.instance;
	w.heard_us = w.alarms_heard_us = mono_read_us();
	return run(&w);
}
