// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The settings that a daemon lives by: loaded at the start, watched, and taken over while it runs.
 * Files that are refused change nothing: the last good settings stay, over a restart too, and a
 * trouble says why.
 */
#include <stdbool.h>

#include "lib/base/loop.h"
#include "lib/daemon/folders.h"
#include "lib/settings/last_good.h"
#include "lib/settings/watch.h"
#include "lib/wire/msg.h"

struct live_settings_calls {
	/* Begins, rewords or (text NULL) ends a trouble. */
	void (*trouble)(void *ctx, const char *subject, const char *text);
	/* l->now are in force from here on; `old` were, and are freed afterwards. */
	void (*taken)(void *ctx, const struct settings *old);
	/* The files were looked at, and what is in force stays. */
	void (*looked)(void *ctx);
};

/* Zero-initialise. */
struct live_settings {
	struct settings *now; /* in force; owned */
	enum settings_from from;
	bool simulated; /* the site is; for the life of the program */
	/* private */
	struct loop *loop;
	const struct live_settings_calls *calls;
	void *ctx;
	char folder[FOLDER_MAX];
	struct settings_paths paths;
	struct settings_watch *watch;
	struct loop_fd source;
	struct keeper *good;
};

/*
 * Loads them, and watches their files; the last good ones are kept in `folder`, the daemon's own.
 * Calls only `trouble`.
 */
int live_settings_start(struct live_settings *l, struct loop *loop, const char *folder,
			const struct live_settings_calls *calls, void *ctx);
void live_settings_stop(struct live_settings *l);

/*
 * Looks at the files now. A change between hardware and simulator ends the loop with 0: time itself
 * changes then, and what was gone through is another site's, so only a fresh start is clean.
 */
void live_settings_reload(struct live_settings *l);

/* Makes `table` the channels of the settings in force: until sensord has said what they are. */
void live_settings_table(const struct live_settings *l, struct msg_hello *table);
