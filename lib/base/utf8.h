// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character at s (1 to 4), 0 if it is not valid. s is NUL-terminated. */
size_t utf8_length(const char *s);

/*
 * True when the character at s is a control character (Unicode's Cc: below 0x20, 0x7f, U+0080 to
 * U+009F; of the last a terminal may take U+009B for the start of a command).
 */
bool utf8_control(const char *s);

/* True when the whole text is valid UTF-8 without control characters. */
bool utf8_printable(const char *s);

/* Characters in a valid text. */
size_t utf8_count(const char *s);
