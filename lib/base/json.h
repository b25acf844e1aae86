// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Writes JSON (RFC 8259) into a text, front to back, without a tree. Commas and escapes are its
 * business; that objects and arrays are closed is the caller's. Invalid UTF-8 becomes U+FFFD.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"

struct json {
	struct text *out;
	unsigned depth;
	uint64_t filled; /* a bit a level: something stands in it already */
	bool keyed;	 /* the key of the next value stands already */
	bool pretty;	 /* two-space indent for people; one line otherwise */
};

void json_begin(struct json *j, struct text *out, bool pretty);

/* `key` is NULL inside an array and at the top. */
void json_object(struct json *j, const char *key);
void json_object_end(struct json *j);
void json_array(struct json *j, const char *key);
void json_array_end(struct json *j);
void json_string(struct json *j, const char *key, const char *value);
void json_int(struct json *j, const char *key, int64_t value);
void json_uint(struct json *j, const char *key, uint64_t value);
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);

/* The key of a value that somebody else writes as if it stood in an array. */
void json_key(struct json *j, const char *key);

/* Millionths as a decimal number: 13 800 000 is 13.8. */
void json_micro(struct json *j, const char *key, int64_t micro);

/* Wall time as an RFC 3339 string in UTC. */
void json_time(struct json *j, const char *key, int64_t wall_us);
/* The same; null for 0, a time that there is not. */
void json_time_or_null(struct json *j, const char *key, int64_t wall_us);
