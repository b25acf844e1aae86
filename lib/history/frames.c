// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/frames.h"

#include <errno.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/model/names.h"

#define MORE 0x80 /* another byte of the integer follows */

static void put_varint(struct frames_writer *w, uint64_t v)
{
	for (; v >= MORE; v >>= 7)
		w->bytes[w->len++] = (uint8_t)(v | MORE);
	w->bytes[w->len++] = (uint8_t)v;
}

static uint64_t zigzag(int64_t v)
{
	return (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
}

static int64_t unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

int frames_begin(struct frames_writer *w, void *bytes, size_t room, unsigned n, int64_t t_us)
{
	if (n > CHANNELS_MAX)
		return -EINVAL;
	if (room < 2)
		return -ENOSPC;
	*w = (struct frames_writer){ .bytes = bytes, .room = room };
	w->last.n = n;
	w->last.t_us = t_us;
	w->bytes[w->len++] = FRAMES_VERSION;
	w->bytes[w->len++] = (uint8_t)n;
	return 0;
}

static void put_qualities(struct frames_writer *w, const uint8_t *qualities)
{
	unsigned changed = 0;

	for (unsigned i = 0; i < w->last.n; i++)
		changed += qualities[i] != w->last.qualities[i];
	w->bytes[w->len++] = (uint8_t)changed;
	for (unsigned i = 0; i < w->last.n && changed > 0; i++) {
		if (qualities[i] == w->last.qualities[i])
			continue;
		w->bytes[w->len++] = (uint8_t)i;
		w->bytes[w->len++] = qualities[i];
		w->last.qualities[i] = qualities[i];
	}
}

int frames_add(struct frames_writer *w, int64_t t_us, const int32_t *values,
	       const uint8_t *qualities)
{
	int64_t ms = MAX(t_us - w->last.t_us, INT64_C(0)) / USEC_PER_MSEC;

	if (w->room - w->len < FRAMES_LONGEST)
		return -ENOSPC;
	put_varint(w, (uint64_t)ms);
	w->last.t_us += ms * USEC_PER_MSEC;
	put_qualities(w, qualities);
	for (unsigned i = 0; i < w->last.n; i++) {
		if (qualities[i] != QUALITY_OK)
			continue;
		put_varint(w, zigzag((int64_t)values[i] - w->last.values[i]));
		w->last.values[i] = values[i];
	}
	w->count++;
	return 0;
}

static bool get_varint(struct frames_reader *r, uint64_t *ret)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 64 && r->at < r->end; shift += 7) {
		uint8_t byte = *r->at++;

		v |= (uint64_t)(byte & ~MORE) << shift;
		if (!(byte & MORE)) {
			*ret = v;
			return true;
		}
	}
	return false;
}

int frames_open(struct frames_reader *r, const void *bytes, size_t len, int64_t t_us)
{
	const uint8_t *at = bytes;

	if (len < 2 || at[0] != FRAMES_VERSION || at[1] > CHANNELS_MAX)
		return -EBADMSG;
	*r = (struct frames_reader){ .at = at + 2, .end = at + len };
	r->now.n = at[1];
	r->now.t_us = t_us;
	return 0;
}

static bool get_qualities(struct frames_reader *r)
{
	unsigned changed;

	if (r->at == r->end)
		return false;
	changed = *r->at++;
	if ((size_t)(r->end - r->at) < (size_t)2 * changed)
		return false;
	for (; changed > 0; changed--) {
		unsigned i = *r->at++;
		uint8_t quality = *r->at++;

		if (i >= r->now.n || quality >= QUALITY_MAX)
			return false;
		r->now.qualities[i] = quality;
	}
	return true;
}

static bool get_values(struct frames_reader *r)
{
	for (unsigned i = 0; i < r->now.n; i++) {
		uint64_t v;
		int64_t difference;

		if (r->now.qualities[i] != QUALITY_OK)
			continue;
		if (!get_varint(r, &v))
			return false;
		difference = unzigzag(v);
		if (difference < INT32_MIN * INT64_C(2) || difference > INT32_MAX * INT64_C(2))
			return false;
		difference += r->now.values[i];
		if (difference < INT32_MIN || difference > INT32_MAX)
			return false;
		r->now.values[i] = (int32_t)difference;
	}
	return true;
}

int frames_next(struct frames_reader *r)
{
	uint64_t ms;

	if (r->at == r->end)
		return 0;
	/* a part is seconds long; what says it is years is none */
	if (!get_varint(r, &ms) || ms > UINT32_MAX || !get_qualities(r) || !get_values(r))
		return -EBADMSG;
	r->now.t_us += (int64_t)ms * USEC_PER_MSEC;
	return 1;
}
