// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/log_word.h"

#include <stdio.h>

#include "lib/base/util.h"

bool log_word_is(enum event_kind kind)
{
	return kind == EVENT_LOG_FAILED || kind == EVENT_LOG_RESUMED;
}

static enum log_stand stand_of(const struct event *e)
{
	return e->kind == EVENT_LOG_FAILED ? LOG_FAILING : LOG_FINE;
}

void log_word_restore(struct log_word *w, bool failed, int64_t own_us)
{
	w->written = failed ? LOG_FAILING : LOG_FINE;
	w->away_us = own_us;
}

bool log_word_take(struct log_word *w, const void *who, const struct event *e)
{
	w->who = who;
	w->said = stand_of(e);
	(void)snprintf(w->text, sizeof(w->text), "%s", w->said == LOG_FAILING ? e->text : "");
	/* a log that begins well is no news, rows that were lost are */
	if (w->said == LOG_FINE)
		return w->written == LOG_FAILING || e->value > 0;
	return w->written != LOG_FAILING;
}

bool log_word_written(struct log_word *w, const struct event *e)
{
	bool changed = w->written != stand_of(e);

	w->written = stand_of(e);
	return changed;
}

void log_word_gone(struct log_word *w, const void *who, int64_t own_us)
{
	if (!w->who || w->who != who)
		return;
	w->who = NULL;
	w->away_us = own_us;
}

/* There was one once, and it does not come back. */
static bool is_away(const struct log_word *w, int64_t own_us)
{
	return !w->who && (w->said != LOG_UNKNOWN || w->written != LOG_UNKNOWN) &&
	       own_us - w->away_us >= LOG_WORD_AWAY_US;
}

enum log_stand log_word_stand(const struct log_word *w, int64_t own_us)
{
	return is_away(w, own_us) ? LOG_FAILING : w->said;
}

const char *log_word_trouble(const struct log_word *w, int64_t own_us)
{
	return is_away(w, own_us) ? "rmcu-loggerd is gone" : w->text;
}
