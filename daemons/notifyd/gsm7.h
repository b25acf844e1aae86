// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The alphabet of text messages (GSM 03.38), seven bits a character. Pure. */
#include <stddef.h>

#include "lib/base/text.h"

/* What one message holds. */
#define GSM7_MESSAGE_MAX 160

/*
 * Adds the text, still in UTF-8, in characters of the alphabet alone: letters that it has not lose
 * their accents, signs become what looks like them, the degree sign goes (31.6 C), and the rest
 * become "?".
 */
void gsm7_from(struct text *out, const char *s);

/* Places that a text of the alphabet takes: those of the extension take two. */
size_t gsm7_count(const char *s);

/* Bytes of it that take at most `most` places. */
size_t gsm7_fit(const char *s, size_t most);
