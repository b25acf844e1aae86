// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The history as psctl reads it: from loggerd's file and not from loggerd, so that it is there
 * after whatever has happened.
 */
#include "lib/base/text.h"
#include "lib/history/history.h"
#include "lib/model/channel.h"

struct history_source {
	struct history *history;
	bool fahrenheit; /* as the settings want temperatures to be shown */
	char folder[300];
	/* The channels that can be asked for, also those that are gone but still in the file. */
	unsigned n;
	struct channel table[HISTORY_COLUMNS_MAX];
	const struct history_channel *of[HISTORY_COLUMNS_MAX];
};

#define HISTORY_SOURCE_INIT ((struct history_source){ .history = NULL })
void history_source_done(struct history_source *s);
#define AUTO_HISTORY_SOURCE __attribute__((cleanup(history_source_done)))

/* Opens it; 0 or the errno of history_open(), with nothing said. */
int history_source_try(struct history_source *s);

/* Opens it; an exit code. */
int history_source_open(struct history_source *s);

/* Says that reading it failed with -errno `r`; an exit code. */
int history_source_failed(const struct history_source *s, int r);

/* What to say about -errno `r`; an exit code. Pure. */
struct history_source_place {
	const char *folder;
	const char *user;	 /* who runs psctl */
	const char *private_run; /* folder of a run outside systemd, or NULL */
};
int history_source_words(int r, const struct history_source_place *place, struct text *out);

/*
 * The channel that a word names: its id, its name, or one that it had once; NULL with a sentence
 * added to *why.
 */
const struct history_channel *history_source_find(const struct history_source *s, const char *word,
						  struct text *why);

/* True for a name that a channel has, or had when it went. */
bool history_source_today(const struct history_source *s, const char *word);

/* The channel that a word names, or NULL after having said why not. */
const struct history_channel *history_source_channel(const struct history_source *s,
						     const char *word);
