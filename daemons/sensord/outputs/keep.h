// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The kept state of the outputs as bytes: version, boot id, time, a record an output, checksum;
 * little-endian, written and read through a bounded cursor. Two files have this form: the one in
 * /run with everything in it, and the durable one with the manual holders and what waits for a
 * confirmation. Pure. A file of any version that was ever released is readable for ever.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemons/sensord/outputs/control.h"
#include "lib/wire/cursor.h"

/* A whole record is 2.3 KiB at the most, with all holders, the longest texts and all cycles. */
#define KEEP_MAX (OUTPUTS_MAX * 2560)
/* A durable record: two slots, two actors. */
#define KEEP_DURABLE_MAX (OUTPUTS_MAX * 640)

struct kept {
	char id[CHANNEL_ID_MAX];
	bool whole; /* all of it; else manual slot and confirmation alone */
	struct control control;
};

struct keep {
	uint8_t boot_id[16]; /* monotonic times mean something in this boot only */
	int64_t saved_us;    /* monotonic time when it was written; 0: not told */
	unsigned n;
	struct kept outputs[OUTPUTS_MAX];
};

/* Writing: begin, a put for each of the `n` outputs, end, which returns the length or -ENOBUFS. */
struct cursor keep_begin(uint8_t *buf, size_t size, const uint8_t boot_id[16], int64_t saved_us,
			 unsigned n);
void keep_put(struct cursor *c, const char *id, const struct control *control, bool whole);
int keep_end(struct cursor *c, const uint8_t *buf);

/*
 * Reads a file. 0, -EBADMSG when it is damaged, -EPROTONOSUPPORT when a newer version wrote it;
 * *ret_keep means something only after 0.
 */
int keep_decode(const uint8_t *bytes, size_t len, struct keep *ret_keep);

/*
 * Moves all monotonic times, for a publisher's clock that came back behind where it was (a
 * simulator that lost its state): what is left of each deadline stays.
 */
void keep_shift(struct keep *k, int64_t by_us);

/* The record of this output, or NULL. */
const struct kept *keep_find(const struct keep *k, const char *id);
