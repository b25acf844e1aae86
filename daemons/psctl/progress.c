// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "daemons/psctl/terminal.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/present/bytes.h"

#define COLUMNS_DEFAULT 80
#define BAR_MOST	40
#define PERCENT		100

static void write_error(const struct text *t)
{
	/* a bar that cannot be drawn is no failure */
	if (write(STDERR_FILENO, text_get(t), t->len) < 0)
		return;
}

void progress_begin(struct progress *p, uint64_t total, bool own_screen, bool plain)
{
	struct terminal terminal;
	struct winsize size;

	terminal_look(plain, &terminal);
	*p = (struct progress){
		.watched = own_screen && isatty(STDERR_FILENO),
		.unicode = terminal.unicode,
		.columns = COLUMNS_DEFAULT,
		.total = MAX(total, UINT64_C(1)),
		.begun_us = mono_read_us(),
	};
	if (p->watched && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		p->columns = size.ws_col;
}

void progress_line(struct text *out, const struct progress *p)
{
	uint64_t done = MIN(p->done, p->total);
	AUTO_TEXT struct text words = TEXT_INIT;
	unsigned room, filled;

	text_printf(&words, " %3u %%  ", (unsigned)(done * PERCENT / p->total));
	present_bytes(&words, done);
	text_add(&words, " of ");
	present_bytes(&words, p->total);
	/* the last column is left free: a terminal may go to the next line behind it */
	room = p->columns > words.len + 3 ? p->columns - (unsigned)words.len - 3 : 0;
	room = MIN(room, (unsigned)BAR_MOST);
	filled = (unsigned)(done * room / p->total);
	if (room > 0) {
		text_add_char(out, '[');
		for (unsigned i = 0; i < room; i++)
			text_add(out, i >= filled ? " " : p->unicode ? "█" : "#");
		text_add_char(out, ']');
	}
	text_add_n(out, text_get(&words), MIN(words.len, (size_t)p->columns));
}

void progress_add(struct progress *p, uint64_t n)
{
	AUTO_TEXT struct text line = TEXT_INIT;
	int64_t now_us;

	p->done += n;
	if (!p->watched)
		return;
	now_us = mono_read_us();
	if (now_us - p->begun_us < PROGRESS_AFTER_US || now_us - p->shown_us < PROGRESS_EACH_US)
		return;
	p->shown_us = now_us;
	text_add_char(&line, '\r');
	progress_line(&line, p);
	write_error(&line);
}

void progress_end(struct progress *p)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	if (!p->shown_us)
		return;
	text_add_char(&line, '\r');
	for (unsigned i = 1; i < p->columns; i++)
		text_add_char(&line, ' ');
	text_add_char(&line, '\r');
	write_error(&line);
	p->shown_us = 0;
}
