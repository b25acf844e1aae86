// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl watch: the status as it changes, until somebody ends it. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/screen.h"
#include "daemons/psctl/watch_screen.h"
#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/present/state.h"
#include "lib/present/status_json.h"
#include "lib/present/value.h"
#include "lib/present/verdict.h"

/* Faster digits cannot be read; an edge is shown at once all the same. */
#define REDRAW_US (250 * USEC_PER_MSEC)
/* Lines that nobody looks at all the time: one a second. */
#define LINE_US USEC_PER_SEC
/* A daemon that is restarted is back within a second; one that is not there may stay away. */
#define BACKOFF_FIRST_US (100 * USEC_PER_MSEC)
#define BACKOFF_MOST_US	 (5 * USEC_PER_SEC)
/* Without a snapshot for so long the picture is not of the present. */
#define SILENT_US (5 * USEC_PER_SEC)
/* So long the foot says that it was away. */
#define NOTE_US (30 * USEC_PER_SEC)

struct watch {
	const struct call *call;
	struct link *link;
	struct terminal terminal;
	struct watch_screen screen;
	int64_t interval_us; /* between two pictures or lines */
	uint64_t left;	     /* pictures or lines still wanted; 0: no end */
	int64_t shown_us, heard_us;
	int64_t lost_us; /* since when there is no connection; 0: there is one */
	int64_t retry_us, backoff_us;
	int64_t back_us;   /* when it came back */
	uint64_t instance; /* of the sensord that was heard last */
	bool restarted;
	bool fresh; /* a snapshot waits to be shown */
	bool edge;
	int code;
};

static bool is_silent(const struct watch *w, int64_t now_us)
{
	return now_us - w->heard_us >= SILENT_US;
}

static void add_lost(const struct watch *w, int64_t now_us, struct text *out)
{
	int64_t since_us = now_us - (w->lost_us ? w->lost_us : w->heard_us);

	text_add(out, w->lost_us ? "connection lost, trying again for " : "no answer for ");
	present_span(out, since_us / USEC_PER_SEC * USEC_PER_SEC);
	text_add(out, ", values are old");
}

/* What the foot says for a while after the connection was lost. */
static void add_note(const struct watch *w, int64_t now_us, struct text *out)
{
	if (!w->back_us || now_us - w->back_us > NOTE_US)
		return;
	text_add(out,
		 w->restarted ? "connected again, sensord was restarted " : "connected again ");
	present_span(out, (now_us - w->back_us) / USEC_PER_SEC * USEC_PER_SEC);
	text_add(out, " ago");
}

static void add_picture(const struct watch *w, int64_t now_us, struct text *out)
{
	const struct present_status s = link_status(w->link);
	AUTO_TEXT struct text lost = TEXT_INIT, note = TEXT_INIT;

	if (w->lost_us || is_silent(w, now_us))
		add_lost(w, now_us, &lost);
	add_note(w, now_us, &note);
	screen_status(out, &s, &w->terminal,
		      &(struct screen_state){ .lost = lost.len ? text_get(&lost) : NULL,
					      .note = note.len ? text_get(&note) : NULL });
}

/* One line for a log: the time, the verdict, and every value that is shown. */
static void add_line(const struct watch *w, struct text *out)
{
	const struct present_status s = link_status(w->link);
	const struct present_style style = {
		.fahrenheit = s.fahrenheit,
		.ascii = !w->terminal.unicode,
	};
	AUTO_TEXT struct text line = TEXT_INIT;
	char when[CLOCK_RFC3339_MAX];
	struct verdict v;

	clock_format_utc(s.snapshot->now.wall_us, when);
	present_verdict(&s, &v);
	text_printf(&line, "%s ", when);
	present_headline(&line, &s, &v);
	for (unsigned i = 0; i < present_n_readings(&s); i++) {
		const struct channel *c = &s.channels[i];

		if (channel_hidden(c))
			continue;
		text_printf(&line, "; %s ", c->id);
		present_value(&line, c, &s.snapshot->samples[i], &style);
	}
	terminal_ink(out, &w->terminal, INK_PLAIN, text_get(&line));
	text_add_char(out, '\n');
}

static void add_json_line(const struct watch *w, struct text *out)
{
	const struct present_status s = link_status(w->link);
	struct json j;

	json_begin(&j, out, false);
	present_status_json(&j, &s);
	text_add_char(out, '\n');
}

static bool is_live(const struct watch *w)
{
	return w->terminal.live && !w->call->json;
}

/* Shows the present state; ends the watch when it was the last one wanted, or nobody reads. */
static void show(struct watch *w, int64_t now_us)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	if (is_live(w))
		add_picture(w, now_us, &out);
	else if (w->call->json)
		add_json_line(w, &out);
	else
		add_line(w, &out);
	if (!is_live(w))
		w->code = cmd_write(&out);
	else if (watch_screen_show(&w->screen, &out) < 0)
		w->code = EX_IOERR;
	w->shown_us = now_us;
	if (w->fresh && w->left > 0 && --w->left == 0)
		w->code = w->code < 0 || w->code == EX_OK ? EX_OK : w->code;
	else if (w->code == EX_OK)
		w->code = -1;
	w->fresh = w->edge = false;
}

/* For lines of text only: a picture has its headline, and JSON goes to a program. */
static void tell(const struct watch *w, const char *sentence)
{
	if (!is_live(w))
		complain(sentence);
}

static void lose(struct watch *w, int64_t now_us)
{
	client_done(&w->link->client);
	w->lost_us = now_us;
	w->backoff_us = BACKOFF_FIRST_US;
	w->retry_us = now_us + w->backoff_us;
	tell(w, "the connection to sensord is lost, trying again");
	if (is_live(w))
		show(w, now_us);
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

static int64_t next_due_us(const struct watch *w, int64_t now_us)
{
	int64_t due_us = w->shown_us + (w->fresh && !w->edge ? w->interval_us : USEC_PER_SEC);

	if (w->fresh && w->edge)
		return now_us;
	return w->lost_us ? MIN(due_us, w->retry_us) : due_us;
}

/* One turn: waits for what is due or comes, and handles it. */
static void turn(struct watch *w)
{
	int64_t now_us = mono_read_us();
	enum watch_event event =
		watch_screen_wait(&w->screen, w->link->client.fd, next_due_us(w, now_us) - now_us);

	now_us = mono_read_us();
	if (event == WATCH_END) {
		w->code = EX_OK;
		return;
	}
	if (w->lost_us && now_us >= w->retry_us)
		reconnect(w, now_us);
	else if (!w->lost_us)
		receive(w, now_us);
	if (w->code >= 0)
		return;
	if (event == WATCH_REDRAW && is_live(w))
		show(w, now_us);
	else if (w->fresh && (w->edge || now_us - w->shown_us >= w->interval_us))
		show(w, now_us);
	else if (is_live(w) && now_us - w->shown_us >= USEC_PER_SEC)
		show(w, now_us);
}

/* The last picture stays on the terminal, where the shell goes on. */
static void leave_picture(struct watch *w)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	if (!is_live(w))
		return;
	add_picture(w, mono_read_us(), &out);
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
	show(w, mono_read_us());
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

	w->interval_us = is_live(w) ? REDRAW_US : LINE_US;
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
	struct watch w = { .call = c };
	AUTO_LINK struct link *l = NULL;
	int code;

	terminal_look(c->plain, &w.terminal);
	/* JSON goes to a program, whatever it is connected to */
	w.terminal.live &= !c->json;
	code = take_options(&w);
	if (code != EX_OK)
		return code;
	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open_state(l);
	if (code != EX_OK)
		return code;
	w.link = l;
	w.instance = l->hello.instance;
	w.heard_us = mono_read_us();
	return run(&w);
}
