// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* "Did you mean": the known word that is most like a mistyped one. */
#include <stddef.h>

/*
 * The word of `words` (n of them) with the smallest edit distance to `word`, the first one among
 * equals; NULL when none is near enough to be meant: about one slip in three letters.
 */
const char *nearest_word(const char *word, const char *const *words, size_t n);
