// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Lines as the body of a mail: 7bit where they are so, else quoted-printable (RFC 2045). Pure. */
#include <stdbool.h>

#include "lib/base/text.h"

/* RFC 5322, 2.1.1: what a line should not exceed less two, and what it must not. */
#define MAIL_BODY_LINE	    76
#define MAIL_BODY_TEXT_LINE 998

/*
 * True when the lines can go as they are: ASCII, none longer than that, and none that begins with
 * what servers on the way may change (a dot, "From ") or ends with a blank.
 */
bool mail_body_plain(const char *lines, size_t line_most);

/* Adds one line (without its end) and CRLF. */
void mail_body_line(struct text *out, const char *line, size_t n, bool plain);

/*
 * Adds as many of the lines as `most` bytes have room for, then `foot`, which always has its place;
 * a line before it says when there was no room for all.
 */
void mail_body(struct text *out, const char *lines, const char *foot, bool plain, size_t most);
