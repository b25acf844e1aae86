// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/nearest.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/util.h"

/* Longer words are no slip of a known one; keeps the rows below on the stack. */
#define WORD_MAX 64

/* Restricted Damerau-Levenshtein: insert, delete, replace, or swap two neighbours, one each. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		above[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *free_row = before;

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = above[j - 1] + (a[i - 1] != b[j - 1]);
			row[j] = MIN(row[j], MIN(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = MIN(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = free_row;
	}
	return above[b_len];
}

const char *nearest_word(const char *word, const char *const *words, size_t n)
{
	size_t len = strlen(word), best = SIZE_MAX;
	const char *found = NULL;

	if (len == 0 || len > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t known_len = strlen(words[i]);
		size_t d, most = MAX(len, known_len) / 3;

		if (known_len > WORD_MAX)
			continue;
		d = distance(word, len, words[i], known_len);
		/* At a slip in every letter two short words are just two words. */
		if (d > MAX(most, (size_t)1) || d >= MAX(len, known_len) || d >= best)
			continue;
		best = d;
		found = words[i];
	}
	return found;
}
