// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/blackbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

static void drop_oldest(struct blackbox *b)
{
	b->bytes -= b->chunks[0].len;
	free(b->chunks[0].bytes);
	b->n--;
	memmove(&b->chunks[0], &b->chunks[1], b->n * sizeof(b->chunks[0]));
}

static void forget(struct blackbox *b)
{
	while (b->n > 0)
		drop_oldest(b);
	b->running = false;
}

void blackbox_begin(struct blackbox *b, unsigned n_channels)
{
	forget(b);
	b->n_channels = n_channels;
	b->short_us = 0;
}

void blackbox_done(struct blackbox *b)
{
	forget(b);
}

/* What is older than a minute goes; what does not fit as well, and that is said. */
static void make_room(struct blackbox *b, size_t len, int64_t mono_us)
{
	while (b->n > 0 && b->chunks[0].last_us < mono_us - BLACKBOX_BEFORE_US)
		drop_oldest(b);
	b->short_us = 0;
	while (b->n > 0 && (b->n == BLACKBOX_CHUNKS || b->bytes + len > BLACKBOX_BYTES_MAX)) {
		drop_oldest(b);
		b->short_us = mono_us - (b->n > 0 ? b->chunks[0].first_us : b->head.first_us);
	}
}

int blackbox_cut(struct blackbox *b)
{
	struct blackbox_chunk *c;
	uint8_t *bytes;

	if (!b->running)
		return 0;
	b->running = false;
	bytes = malloc(b->writer.len);
	if (!bytes)
		return -ENOMEM;
	make_room(b, b->writer.len, b->head.last_us);
	memcpy(bytes, b->room, b->writer.len);
	c = &b->chunks[b->n++];
	*c = b->head;
	c->bytes = bytes;
	c->len = b->writer.len;
	b->bytes += c->len;
	if (c->number < 0 && c->first_us < b->until_us)
		c->number = b->next++;
	return 0;
}

static int begin_chunk(struct blackbox *b, int64_t wall_us, int64_t mono_us)
{
	b->head = (struct blackbox_chunk){ .number = -1, .t_us = wall_us, .first_us = mono_us };
	b->running = true;
	return frames_begin(&b->writer, b->room, sizeof(b->room), b->n_channels, wall_us);
}

int blackbox_add(struct blackbox *b, int64_t wall_us, int64_t mono_us, const int32_t *values,
		 const uint8_t *qualities)
{
	int r = 0;

	/* time of another boot, or of another simulator */
	if (b->running && mono_us < b->head.last_us)
		forget(b);
	if (b->running && (mono_us - b->head.first_us >= BLACKBOX_CHUNK_US ||
			   b->writer.room - b->writer.len < FRAMES_LONGEST))
		r = blackbox_cut(b);
	if (!b->running && begin_chunk(b, wall_us, mono_us) < 0)
		return -EINVAL;
	b->head.last_us = mono_us;
	/* a wall clock that steps within a chunk does not bend it */
	(void)frames_add(&b->writer, b->head.t_us + mono_us - b->head.first_us, values, qualities);
	return r;
}

/* Nothing is kept any more. Numbers that a box was told and that did not come about, as its chunks
 * were longer than it was thought, are not for those of a later one. */
static void begin_recording(struct blackbox *b)
{
	if (b->running && b->head.number < 0 && b->head.first_us < b->until_us)
		b->head.number = b->next++;
	b->next = MAX(b->next, b->promised);
}

void blackbox_raise(struct blackbox *b, int64_t mono_us, int64_t *ret_first, int64_t *ret_last)
{
	int64_t from_us = mono_us - BLACKBOX_BEFORE_US, length_us = BLACKBOX_CHUNK_US;
	int64_t begun_us = b->running ? b->head.first_us : mono_us, left_us;

	if (mono_us >= b->until_us)
		begin_recording(b);
	b->until_us = MAX(b->until_us, mono_us + BLACKBOX_AFTER_US);
	*ret_first = -1;
	for (unsigned i = 0; i < b->n; i++) {
		struct blackbox_chunk *c = &b->chunks[i];

		if (c->last_us < from_us)
			continue;
		if (c->number < 0)
			c->number = b->next++;
		if (*ret_first < 0)
			*ret_first = c->number;
		/* chunks that fill up before their time are as short to come */
		length_us = MIN(length_us, MAX(c->last_us - c->first_us, INT64_C(1)));
	}
	if (*ret_first < 0)
		*ret_first = b->running && b->head.number >= 0 ? b->head.number : b->next;
	/* a grid with a snapshot each few seconds makes chunks that only look short */
	if (b->short_us == 0)
		length_us = BLACKBOX_CHUNK_US;
	left_us = MAX(mono_us + BLACKBOX_AFTER_US - begun_us, INT64_C(0));
	*ret_last = b->next + (left_us + length_us - 1) / length_us - 1;
	b->promised = MAX(b->promised, *ret_last + 1);
}

const struct blackbox_chunk *blackbox_take(struct blackbox *b)
{
	for (unsigned i = 0; i < b->n; i++) {
		if (b->chunks[i].number < 0 || b->chunks[i].taken)
			continue;
		b->chunks[i].taken = true;
		return &b->chunks[i];
	}
	return NULL;
}

void blackbox_put_back(struct blackbox *b, const struct blackbox_chunk *c)
{
	b->chunks[c - b->chunks].taken = false;
}
