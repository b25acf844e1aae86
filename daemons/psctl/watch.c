// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/watch.h"

#include <sysexits.h>

#include "daemons/psctl/screen.h"
#include "lib/base/clock.h"
#include "lib/present/state.h"
#include "lib/present/status_json.h"
#include "lib/present/value.h"
#include "lib/present/verdict.h"

/* Without a snapshot for so long the picture is not of the present: the slowest grid has a tick a
 * second. */
#define SILENT_US (5 * USEC_PER_SEC)
/* So long the foot says that the connection was lost. */
#define NOTE_US (30 * USEC_PER_SEC)

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

void watch_picture(const struct watch *w, int64_t now_us, struct text *out)
{
	const struct present_status s = cmd_status_of(w->link, w->alarms);
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
	const struct present_status s = cmd_status_of(w->link, w->alarms);
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
	const struct present_status s = cmd_status_of(w->link, w->alarms);
	struct json j;

	json_begin(&j, out, false);
	present_status_json(&j, &s);
	text_add_char(out, '\n');
}

bool watch_live(const struct watch *w)
{
	return w->terminal.live && !w->call->json;
}

static int write_state(struct watch *w, int64_t now_us)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	if (watch_live(w)) {
		watch_picture(w, now_us, &out);
		return watch_screen_show(&w->screen, &out) < 0 ? EX_IOERR : EX_OK;
	}
	if (w->call->json)
		add_json_line(w, &out);
	else
		add_line(w, &out);
	return cmd_write(&out);
}

void watch_show(struct watch *w, int64_t now_us)
{
	int code;

	/* after a new HELLO the values that are there belong to another table of channels */
	if (!w->link->has_snapshot)
		return;
	code = write_state(w, now_us);
	w->shown_us = now_us;
	if (code != EX_OK || (w->fresh && w->left > 0 && --w->left == 0))
		w->code = code;
	w->fresh = w->edge = false;
}
