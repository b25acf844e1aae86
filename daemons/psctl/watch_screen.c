// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/watch_screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lib/base/util.h"

#define OTHER_SCREEN "\033[?1049h"
#define OWN_SCREEN   "\033[?1049l"
#define HIDE_CURSOR  "\033[?25l"
#define SHOW_CURSOR  "\033[?25h"
#define HOME	     "\033[H"
#define CLEAR_LINE   "\033[K"
#define CLEAR_BELOW  "\033[J"

static void send_text(const char *s)
{
	/* a terminal that takes nothing shows nothing: there is nobody to tell */
	if (write(STDOUT_FILENO, s, strlen(s)) < 0)
		return;
}

/* Single keys without echo; only from a terminal that is ours at the moment. */
static void take_keys(struct watch_screen *w)
{
	struct termios t;

	if (tcgetpgrp(STDIN_FILENO) != getpgrp() || tcgetattr(STDIN_FILENO, &w->before) < 0)
		return;
	t = w->before;
	t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	w->keys = tcsetattr(STDIN_FILENO, TCSANOW, &t) == 0;
}

static void enter(struct watch_screen *w)
{
	if (!w->terminal->live)
		return;
	take_keys(w);
	send_text(OTHER_SCREEN HIDE_CURSOR);
	w->on = true;
}

static void leave(struct watch_screen *w)
{
	if (w->on)
		send_text(SHOW_CURSOR OWN_SCREEN);
	if (w->keys)
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &w->before);
	w->on = w->keys = false;
}

static void fill_signals(sigset_t *set)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH };

	sigemptyset(set);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigaddset(set, signals[i]);
}

int watch_screen_begin(struct watch_screen *w, struct terminal *terminal)
{
	sigset_t set;

	fill_signals(&set);
	*w = (struct watch_screen){ .terminal = terminal, .signals = -1 };
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (w->signals < 0)
		return -errno;
	enter(w);
	return 0;
}

void watch_screen_end(struct watch_screen *w)
{
	leave(w);
	if (w->signals >= 0)
		(void)close(w->signals);
	w->signals = -1;
}

int watch_screen_show(struct watch_screen *w, const struct text *picture)
{
	unsigned rows = w->terminal->rows ? w->terminal->rows : UINT16_MAX;
	AUTO_TEXT struct text out = TEXT_INIT;
	const char *at = text_get(picture);

	text_add(&out, HOME);
	for (unsigned row = 1; *at; row++) {
		size_t n = strcspn(at, "\n");

		/* the last row has no line end: it would scroll the first one away */
		if (row == rows && at[n] && at[n + 1]) {
			text_add(&out, terminal_sign(w->terminal, SIGN_MORE));
			text_add(&out, CLEAR_LINE);
			break;
		}
		text_add_n(&out, at, n);
		text_add(&out, CLEAR_LINE);
		at += n + (at[n] != '\0');
		if (*at)
			text_add_char(&out, '\n');
	}
	text_add(&out, CLEAR_BELOW);
	out.failed |= picture->failed;
	return terminal_write(&out);
}

/* Ctrl-Z: the shell gets its own screen and keys, and they are taken again when we are back. */
static void pause_here(struct watch_screen *w)
{
	leave(w);
	(void)raise(SIGSTOP);
	enter(w);
}

static enum watch_event read_signal(struct watch_screen *w)
{
	struct signalfd_siginfo info;

	if (read(w->signals, &info, sizeof(info)) != sizeof(info))
		return WATCH_NOTHING;
	switch (info.ssi_signo) {
	case SIGTSTP:
		pause_here(w);
		terminal_measure(w->terminal);
		return WATCH_REDRAW;
	case SIGWINCH:
		terminal_measure(w->terminal);
		return WATCH_REDRAW;
	default:
		return WATCH_END;
	}
}

static enum watch_event read_key(struct watch_screen *w)
{
	char key = 0;
	ssize_t n = read(STDIN_FILENO, &key, 1);

	if (n <= 0)
		w->keys = false; /* the terminal is gone; its hangup comes as a signal */
	return n == 1 && (key == 'q' || key == 'Q') ? WATCH_END : WATCH_NOTHING;
}

enum watch_event watch_screen_wait(struct watch_screen *w, int fd, int other_fd, int64_t timeout_us)
{
	struct pollfd fds[] = {
		{ .fd = w->signals, .events = POLLIN },
		{ .fd = w->keys ? STDIN_FILENO : -1, .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
		{ .fd = other_fd, .events = POLLIN },
	};
	int timeout_ms = (int)((MAX(timeout_us, 0) + USEC_PER_MSEC - 1) / USEC_PER_MSEC);

	if (poll(fds, ARRAY_SIZE(fds), timeout_ms) <= 0)
		return WATCH_NOTHING;
	if (fds[0].revents)
		return read_signal(w);
	return fds[1].revents ? read_key(w) : WATCH_NOTHING;
}
