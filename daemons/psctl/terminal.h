// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the other end of stdout can show. */
#include <stdbool.h>

#include "lib/base/text.h"

struct terminal {
	bool live;	  /* a screen whose cursor can be moved */
	bool colour;	  /* and that shows colours */
	bool unicode;	  /* UTF-8 is understood */
	unsigned columns; /* 0: as many as one likes */
	unsigned rows;
};

/* What decides about it, so that a test needs no terminal. */
struct terminal_env {
	bool is_terminal;
	const char *term, *no_color;	      /* $TERM, $NO_COLOR (https://no-color.org) */
	const char *lc_all, *lc_ctype, *lang; /* NULL when not set */
};

void terminal_decide(const struct terminal_env *env, struct terminal *ret_terminal);

/* Looks at stdout and the environment; `plain`: neither colours nor Unicode. */
void terminal_look(bool plain, struct terminal *ret_terminal);

/* Reads the size anew (SIGWINCH). */
void terminal_measure(struct terminal *t);

/* Colour is for what is not normal; the rest is ink, strong or faint. */
enum ink {
	INK_PLAIN,
	INK_STRONG,
	INK_FAINT,
	INK_BAD,   /* red: look at it now */
	INK_ODD,   /* yellow: no value, or not as it should be */
	INK_WAITS, /* cyan: waits for a person */
	INK_MAX,
};

/* Adds a text in an ink, made harmless; without colours the text alone. */
void terminal_ink(struct text *out, const struct terminal *t, enum ink ink, const char *s);

enum sign {
	SIGN_WELL,
	SIGN_BAD,
	SIGN_UNKNOWN,
	SIGN_WAITS,
	SIGN_DOT,  /* between the parts of a line */
	SIGN_MORE, /* what was cut off */
	SIGN_MAX,
};

const char *terminal_sign(const struct terminal *t, enum sign s);

/* Writes all of it to stdout; 0 or a negative errno. */
int terminal_write(const struct text *out);
