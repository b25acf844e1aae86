// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* One value of one setting: from text, into a structure, out of it, to its canonical text. */
#include "lib/settings/schema.h"

/* What an optional decimal says when it has no value. */
#define VALUE_UNSET_WORD "unset"

/* "HH:MM" with its NUL; room for any number, so that nothing is cut that should be seen. */
#define VALUE_TIME_MAX 32

struct value {
	int64_t number;	  /* bool, integer, decimal in millionths, choice, time in minutes */
	const char *text; /* text: borrowed */
};

/*
 * Reads a value; the range and the character set of the row hold. -EINVAL with "what is wrong; what
 * is allowed" added to *why otherwise. A text in *ret_value points into `text`.
 */
int value_parse(const struct setting *row, const char *text, struct value *ret_value,
		struct text *why);

/* The row's default. */
void value_default(const struct setting *row, struct value *ret_value);

/* Writes it to its place in the item. */
void value_store(const struct setting *row, void *item, const struct value *v);

/* Reads it from its place in the item. */
void value_fetch(const struct setting *row, const void *item, struct value *ret_value);

/* Adds the canonical text: what value_parse reads back as the same value. */
void value_print(const struct setting *row, const struct value *v, struct text *out);

/* A time of day, "06:30" for 390 minutes. */
void value_format_time(int64_t minutes, char ret_text[VALUE_TIME_MAX]);

/* Adds what the row allows, as a person reads it: "1 to 100 Hz", "one of left, right". */
void value_print_allowed(const struct setting *row, struct text *out);

bool value_equal(const struct setting *row, const struct value *a, const struct value *b);
