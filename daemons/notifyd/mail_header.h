// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Header fields of RFC 5322, with RFC 2047 for what is not ASCII. Whatever the words are, a field
 * is one field: no byte below 0x20 nor 0x7f is written but by the folding. Pure. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"

/* A line has no more characters than this where it can be folded (RFC 5322, 2.1.1). */
#define MAIL_LINE_MAX 78

/* Adds "Name: words" and its end of line, folded; words that are not ASCII as encoded words. */
void mail_header_words(struct text *out, const char *name, const char *words);

/* The same of ASCII that stays as it is: addresses, ids. Folded at its spaces. */
void mail_header_plain(struct text *out, const char *name, const char *value);

/* Adds `From: "display" <address>`. */
void mail_header_from(struct text *out, const char *name, const char *display, const char *address);

/* Adds words as encoded words with a space between them, on one line: for a request's header. */
void mail_encoded_words(struct text *out, const char *words);

/* True when the words can stand in a header as they are. */
bool mail_plain(const char *words);

/* Adds the wall time as RFC 5322 has it: "Thu, 26 Nov 2026 11:00:00 +0100". */
void mail_date(struct text *out, int64_t wall_us);
