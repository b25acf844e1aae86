// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What loggerd said last of the log, as the alarm about it is decided by. It says how the log
 * stands after each connect and at each change, so whoever was restarted is told. Pure.
 */
#include <stdbool.h>

#include "daemons/alarmd/engine/condition.h"
#include "lib/model/event.h"

struct log_word {
	enum log_stand said;	/* in this life of ours; UNKNOWN: nothing yet */
	enum log_stand written; /* by the last event about it; UNKNOWN: there never was a loggerd */
	const void *who;	/* said it; NULL while nobody who did is connected */
	int64_t away_us;	/* own time since when that is so */
	char text[EVENT_TEXT_MAX];
};

/* A killed loggerd is back within seconds; one that is away for longer logs nothing. */
#define LOG_WORD_AWAY_US (60 * USEC_PER_SEC)

/* True for the kinds of event that say how the log stands. */
bool log_word_is(enum event_kind kind);
/* What the journal says of it (own_us: now, our start): true: it failed. */
void log_word_restore(struct log_word *w, bool failed, int64_t own_us);
/* `who` said it. True when it is news, which is to become an event. */
bool log_word_take(struct log_word *w, const void *who, const struct event *e);
/* It became one; true when that is to be kept. */
bool log_word_written(struct log_word *w, const struct event *e);
/* This one's connection ended. */
void log_word_gone(struct log_word *w, const void *who, int64_t own_us);

/*
 * How the log stands. While nobody has said anything since our start, it is not known, so the alarm
 * stays as it was; a loggerd that was there once and is away for a minute fails.
 */
enum log_stand log_word_stand(const struct log_word *w, int64_t own_us);
/* Why it fails, "" when it does not. */
const char *log_word_trouble(const struct log_word *w, int64_t own_us);
