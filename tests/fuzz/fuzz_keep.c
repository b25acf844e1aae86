// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * The kept state of outputs: what is read must be written as the same bytes again, and must do no
 * harm when an output goes on from it.
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/sensord/outputs/keep.h"
#include "lib/base/hash.h"

#define SUM_BYTES sizeof(uint64_t)

static struct keep keep;
static uint8_t written[KEEP_MAX];

static void write_again(const uint8_t *data, size_t size)
{
	struct cursor c = keep_begin(written, sizeof(written), keep.boot_id, keep.saved_us, keep.n);
	int len;

	for (unsigned i = 0; i < keep.n; i++)
		keep_put(&c, keep.outputs[i].id, &keep.outputs[i].control, keep.outputs[i].whole);
	len = keep_end(&c, written);
	if (len < 0 || !keep.n)
		return; /* more than any output can have: refused when it is written */
	/* A durable record drops what it should not have had; everything else comes back. */
	for (unsigned i = 0; i < keep.n; i++)
		if (!keep.outputs[i].whole)
			return;
	if ((size_t)len != size || memcmp(written, data, size - SUM_BYTES) != 0)
		abort();
}

static void go_on(void)
{
	for (unsigned i = 0; i < keep.n; i++) {
		struct control *c = &keep.outputs[i].control;

		(void)control_next_us(c);
		(void)control_expire(c, keep.saved_us);
		(void)holders_decide(&c->holders, c->rest);
		past_note(&c->past, true, keep.saved_us);
	}
	keep_shift(&keep, -keep.saved_us);
}

static void play(const uint8_t *data, size_t size)
{
	if (keep_decode(data, size, &keep) < 0)
		return;
	write_again(data, size);
	go_on();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *sealed;
	uint64_t sum;

	play(data, size);
	/* No fuzzer guesses the checksum: set it right, to get behind it. */
	if (size < SUM_BYTES)
		return 0;
	sealed = malloc(size);
	if (!sealed)
		abort();
	memcpy(sealed, data, size);
	sum = htole64(hash_fnv1a(HASH_FNV1A_START, sealed, size - SUM_BYTES));
	memcpy(sealed + size - SUM_BYTES, &sum, SUM_BYTES);
	play(sealed, size);
	free(sealed);
	return 0;
}
