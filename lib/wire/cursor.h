// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A bounded cursor over one packet, little-endian, with a sticky error: after the first field that
 * does not fit, every further call does nothing; look at `error` once at the end. Reading a broken
 * packet gives zeros, never memory behind it.
 */
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cursor {
	uint8_t *at;
	uint8_t *end;
	int error; /* 0, -EBADMSG (reading) or -ENOBUFS (writing) */
};

static inline struct cursor cursor_writer(void *buffer, size_t size)
{
	return (struct cursor){ .at = buffer, .end = (uint8_t *)buffer + size };
}

/* The buffer is not written to: the reading calls only copy out of it. */
static inline struct cursor cursor_reader(const void *bytes, size_t len)
{
	uint8_t *at = (uint8_t *)(uintptr_t)bytes;

	return (struct cursor){ .at = at, .end = at + len };
}

static inline size_t cursor_left(const struct cursor *c)
{
	return (size_t)(c->end - c->at);
}

static inline void cursor_put(struct cursor *c, const void *bytes, size_t n)
{
	if (c->error || n > cursor_left(c)) {
		c->error = c->error ? c->error : -ENOBUFS;
		return;
	}
	memcpy(c->at, bytes, n);
	c->at += n;
}

static inline void cursor_get(struct cursor *c, void *ret_bytes, size_t n)
{
	if (c->error || n > cursor_left(c)) {
		c->error = c->error ? c->error : -EBADMSG;
		memset(ret_bytes, 0, n);
		return;
	}
	memcpy(ret_bytes, c->at, n);
	c->at += n;
}

/* Marks the packet as broken, for a value that its field must not have. */
static inline void cursor_fail(struct cursor *c)
{
	if (!c->error)
		c->error = -EBADMSG;
}

#define CURSOR_INTEGER(name, type, unsigned_type, to_wire, from_wire)                              \
	static inline void cursor_put_##name(struct cursor *c, type v)                             \
	{                                                                                          \
		unsigned_type w = to_wire((unsigned_type)v);                                       \
		cursor_put(c, &w, sizeof(w));                                                      \
	}                                                                                          \
	static inline type cursor_get_##name(struct cursor *c)                                     \
	{                                                                                          \
		unsigned_type w;                                                                   \
		cursor_get(c, &w, sizeof(w));                                                      \
		return (type)from_wire(w);                                                         \
	}

CURSOR_INTEGER(u8, uint8_t, uint8_t, , )
CURSOR_INTEGER(u16, uint16_t, uint16_t, htole16, le16toh)
CURSOR_INTEGER(u32, uint32_t, uint32_t, htole32, le32toh)
CURSOR_INTEGER(u64, uint64_t, uint64_t, htole64, le64toh)
CURSOR_INTEGER(i64, int64_t, uint64_t, htole64, le64toh)

/* A boolean is the byte 0 or 1, nothing else. */
static inline void cursor_put_bool(struct cursor *c, bool v)
{
	cursor_put_u8(c, v ? 1 : 0);
}

static inline bool cursor_get_bool(struct cursor *c)
{
	uint8_t v = cursor_get_u8(c);

	if (v > 1)
		cursor_fail(c);
	return v == 1;
}

/* An enumeration of at most `max` values as one byte. */
static inline unsigned cursor_get_enum(struct cursor *c, unsigned max)
{
	uint8_t v = cursor_get_u8(c);

	if (v >= max) {
		cursor_fail(c);
		return 0;
	}
	return v;
}

/*
 * A text: its length in bytes as u16, then the bytes: valid UTF-8 without control characters. What
 * is not becomes '?', byte by byte: a reader would drop the whole packet for it.
 */
void cursor_put_text(struct cursor *c, const char *text);

/* Reads a text of at most size - 1 bytes into `ret_text`, always NUL-terminated. */
void cursor_get_text(struct cursor *c, char *ret_text, size_t size);

/* 0 when everything was read and nothing is left over, else -EBADMSG. */
static inline int cursor_finish(struct cursor *c)
{
	if (!c->error && c->at != c->end)
		c->error = -EBADMSG;
	return c->error;
}
