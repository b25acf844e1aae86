// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * A part of a recording, as it lies in a file that may be damaged: what is read as frames must come
 * back when it is packed again.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/history/frames.h"

#define T0 INT64_C(1795636800000000)
/* A frame is two bytes at least: as many as the longest file can have. */
#define ROOM (size_t)(8 * 1024 * 1024)

static uint8_t packed[ROOM];

static void compare(const struct frames_state *a, const struct frames_state *b)
{
	if (a->n != b->n || a->t_us != b->t_us || memcmp(a->qualities, b->qualities, a->n) != 0)
		abort();
	for (unsigned i = 0; i < a->n; i++)
		if (a->qualities[i] == QUALITY_OK && a->values[i] != b->values[i])
			abort();
}

/* Packs what can be read; the number of frames. */
static unsigned pack(const uint8_t *data, size_t size, struct frames_writer *w)
{
	struct frames_reader r;

	if (frames_open(&r, data, size, T0) < 0)
		return 0;
	if (frames_begin(w, packed, sizeof(packed), r.now.n, T0) < 0)
		abort();
	while (frames_next(&r) > 0)
		if (frames_add(w, r.now.t_us, r.now.values, r.now.qualities) < 0)
			break;
	return w->count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frames_writer w = { 0 };
	struct frames_reader first, again;
	unsigned n = pack(data, size, &w);

	if (n == 0)
		return 0;
	if (frames_open(&first, data, size, T0) < 0 || frames_open(&again, packed, w.len, T0) < 0)
		abort();
	for (; n > 0; n--) {
		if (frames_next(&first) != 1 || frames_next(&again) != 1)
			abort();
		compare(&first.now, &again.now);
	}
	if (frames_next(&again) != 0)
		abort();
	return 0;
}
