// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/base/utf8.h"
#include "lib/base/util.h"

static bool is_set(const char *v)
{
	return v && *v;
}

/* The environment says it; setlocale() would read half a dozen files for the same answer. */
static bool is_utf8(const struct terminal_env *env)
{
	const char *locale = is_set(env->lc_all)     ? env->lc_all
			     : is_set(env->lc_ctype) ? env->lc_ctype
						     : env->lang;

	return locale && (strcasestr(locale, "utf-8") || strcasestr(locale, "utf8"));
}

void terminal_decide(const struct terminal_env *env, struct terminal *ret_terminal)
{
	bool able = env->is_terminal && is_set(env->term) && !streq(env->term, "dumb");

	*ret_terminal = (struct terminal){
		.live = able,
		.colour = able && !is_set(env->no_color),
		.unicode = is_utf8(env),
	};
}

void terminal_measure(struct terminal *t)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
		return;
	t->columns = size.ws_col;
	t->rows = size.ws_row;
}

void terminal_look(bool plain, struct terminal *ret_terminal)
{
	const struct terminal_env env = {
		.is_terminal = isatty(STDOUT_FILENO),
		.term = getenv("TERM"),
		.no_color = getenv("NO_COLOR"),
		.lc_all = getenv("LC_ALL"),
		.lc_ctype = getenv("LC_CTYPE"),
		.lang = getenv("LANG"),
	};

	terminal_decide(&env, ret_terminal);
	terminal_measure(ret_terminal);
	if (plain)
		ret_terminal->colour = ret_terminal->unicode = false;
}

/*
 * Names and reasons are other people's texts. The bus lets no control character below U+0080 pass;
 * those from U+0080 to U+009F mean the same to a terminal. Without Unicode each character is one
 * "?".
 */
static void add_harmless(struct text *out, const struct terminal *t, const char *s)
{
	while (*s) {
		size_t n = MAX(utf8_length(s), (size_t)1);
		unsigned char c = (unsigned char)s[0], second = (unsigned char)s[1];
		bool control = c < 0x20 || c == 0x7f || (c == 0xc2 && second < 0xa0);

		if (control || (c >= 0x80 && (!t->unicode || n == 1)))
			text_add_char(out, '?');
		else
			text_add_n(out, s, n);
		s += n;
	}
}

void terminal_ink(struct text *out, const struct terminal *t, enum ink ink, const char *s)
{
	static const char *const codes[INK_MAX] = {
		[INK_PLAIN] = "",	  [INK_STRONG] = "\033[1m", [INK_FAINT] = "\033[2m",
		[INK_BAD] = "\033[1;31m", [INK_ODD] = "\033[33m",   [INK_WAITS] = "\033[36m",
	};
	bool coloured = t->colour && ink != INK_PLAIN && *s;

	if (coloured)
		text_add(out, codes[ink]);
	add_harmless(out, t, s);
	if (coloured)
		text_add(out, "\033[0m");
}

const char *terminal_sign(const struct terminal *t, enum sign s)
{
	static const char *const signs[SIGN_MAX][2] = {
		[SIGN_WELL] = { "*", "●" },    [SIGN_BAD] = { "!", "▲" },
		[SIGN_UNKNOWN] = { "?", "?" }, [SIGN_WAITS] = { ">", "◷" },
		[SIGN_DOT] = { ", ", " · " },  [SIGN_MORE] = { ">", "…" },
	};

	return signs[s][t->unicode];
}

int terminal_write(const struct text *out)
{
	const char *at = text_get(out);
	size_t left = out->len;

	if (!text_ok(out))
		return -ENOMEM;
	while (left > 0) {
		ssize_t n = write(STDOUT_FILENO, at, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		at += n;
		left -= (size_t)n;
	}
	return 0;
}
