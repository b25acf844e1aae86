// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character at s (1 to 4), 0 if it is not valid. s is NUL-terminated. */
size_t utf8_length(const char *s);

/* True when the whole text is valid UTF-8 without control characters (below 0x20, or 0x7f). */
bool utf8_printable(const char *s);

/* Characters in a valid text. */
size_t utf8_count(const char *s);
