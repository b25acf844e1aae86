// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A terminal for a picture that changes in place: the other screen, no cursor, no echo, and signals
 * as something to read. Whatever ends the program puts the terminal back, except a kill.
 */
#include <stdbool.h>
#include <termios.h>

#include "daemons/psctl/terminal.h"

enum watch_event {
	WATCH_NOTHING,
	WATCH_END,    /* Ctrl-C, a hangup, or q */
	WATCH_REDRAW, /* another size, or back from Ctrl-Z */
	WATCH_EVENT_MAX,
};

struct watch_screen {
	struct terminal *terminal;
	int signals; /* signalfd */
	bool on;     /* the other screen is shown */
	bool keys;   /* stdin gives single keys */
	struct termios before;
};

/* Blocks the signals that it reads; 0 or a negative errno. */
int watch_screen_begin(struct watch_screen *w, struct terminal *terminal);

/* Puts the terminal back; harmless when it is so already. */
void watch_screen_end(struct watch_screen *w);

/* Replaces the picture; what does not fit the screen is left out, with a sign. */
int watch_screen_show(struct watch_screen *w, const struct text *picture);

/* Waits for a signal, a key or one of two readable descriptors (-1: none) until the timeout. */
enum watch_event watch_screen_wait(struct watch_screen *w, int fd, int other_fd,
				   int64_t timeout_us);
