// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* For tests of the journal: a folder, a loop of one descriptor, and what was told. */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemons/alarmd/journal/journal.h"
#include "daemons/alarmd/journal/verify.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/util.h"
#include "lib/wire/msg.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define ROOM_PATH_MAX	512
#define ROOM_EVENTS_MAX 4096
#define ROOM_KEYS_MAX	64

/* Everything the journal called. */
struct room {
	struct journal *j;
	bool opened, fresh;
	char set_aside[64];
	unsigned moved, n, n_keys;
	uint64_t numbers[ROOM_EVENTS_MAX];
	enum event_kind kinds[ROOM_EVENTS_MAX];
	int64_t values[ROOM_EVENTS_MAX];
	char last_text[EVENT_TEXT_MAX];
	struct {
		char name[JOURNAL_KEY_MAX];
		char bytes[64];
	} keys[ROOM_KEYS_MAX];
};

static char room_folder[FOLDER_PATH_MAX];
static struct room room;
static const struct journal_limits room_limits = { .rows = 100000 };

static inline void room_path(char ret_path[ROOM_PATH_MAX], const char *name)
{
	(void)snprintf(ret_path, ROOM_PATH_MAX, "%s/%s", room_folder, name);
}

/* An empty folder; also after a test that failed. */
static inline void room_clear(void)
{
	room.j = journal_free(room.j);
	folder_fresh(room_folder, "journal");
	memset(&room, 0, sizeof(room));
}

static inline void room_end(void)
{
	room_clear();
	folder_remove(room_folder);
}

static inline void room_kept(void *ctx, const char *key, const void *bytes, size_t len)
{
	(void)ctx;
	ASSERT_FALSE(room.opened);
	ASSERT_LT(room.n_keys, ROOM_KEYS_MAX);
	ASSERT_LT(len, sizeof(room.keys[0].bytes));
	(void)snprintf(room.keys[room.n_keys].name, JOURNAL_KEY_MAX, "%s", key);
	memcpy(room.keys[room.n_keys].bytes, bytes, len);
	room.keys[room.n_keys++].bytes[len] = '\0';
}

static inline void room_opened(void *ctx, bool fresh, const char *set_aside)
{
	(void)ctx;
	ASSERT_FALSE(room.opened);
	room.opened = true;
	room.fresh = fresh;
	(void)snprintf(room.set_aside, sizeof(room.set_aside), "%s", set_aside);
}

static inline void room_committed(void *ctx, const struct event *e)
{
	(void)ctx;
	ASSERT_LT(room.n, ROOM_EVENTS_MAX);
	room.kinds[room.n] = e->kind;
	room.values[room.n] = e->value;
	room.numbers[room.n++] = e->number;
	memcpy(room.last_text, e->text, sizeof(room.last_text));
}

static inline void room_moved(void *ctx)
{
	(void)ctx;
	room.moved++;
}

/* One turn of the loop. */
static inline void room_turn(void)
{
	struct pollfd p = { .fd = journal_fd(room.j), .events = POLLIN };

	if (poll(&p, 1, 30000) != 1)
		TEST_FAIL("the journal says nothing any more");
	journal_ready(room.j);
}

static inline struct journal_status room_status(void)
{
	struct journal_status s;

	journal_get_status(room.j, &s);
	return s;
}

/* Opens the journal of the folder; what was told before is forgotten. */
static inline void room_start(const struct journal_limits *limits)
{
	static const struct journal_calls calls = { room_kept, room_opened, room_committed,
						    room_moved };

	memset(&room, 0, sizeof(room));
	ASSERT_OK(journal_new(room_folder, limits, &calls, NULL, &room.j));
	while (!room.opened)
		room_turn();
}

static inline void room_stop(void)
{
	room.j = journal_free(room.j);
}

/* An event that is like no other, and long. */
static inline struct event room_event(int64_t value)
{
	struct event e = {
		.kind = EVENT_NOTE,
		.now = { .wall_us = 1763880420000000 + value, .mono_us = 1000 + value },
		.boot_id = { 1, 2, 3 },
		.value = value,
		.actor = { "ann", "10.0.0.7", "web" },
	};

	(void)snprintf(e.text, sizeof(e.text),
		       "note %" PRId64 ", which has some more words to it, as sentences do", value);
	return e;
}

static inline uint64_t room_add(int64_t value)
{
	struct event e = room_event(value);

	return journal_add(room.j, &e);
}

static inline void room_until_committed(uint64_t number)
{
	while (room_status().head < number)
		room_turn();
}

/* So many more, each in a group as it comes. */
static inline void room_fill(unsigned n)
{
	uint64_t last = 0;

	for (unsigned i = 0; i < n; i++) {
		uint64_t number = room_add(i);

		if (number)
			last = number;
		if (i % 100 == 99)
			room_until_committed(last);
	}
	room_until_committed(last);
}

static inline void room_keep(const char *key, const char *value)
{
	ASSERT_OK(journal_keep(room.j, key, value, strlen(value)));
}

/* What was kept under the key at the opening, "" when nothing. */
static inline const char *room_key(const char *name)
{
	for (unsigned i = 0; i < room.n_keys; i++)
		if (streq(room.keys[i].name, name))
			return room.keys[i].bytes;
	return "";
}

/* Numbers came in order and without holes, from the first one told to the head. */
static inline void room_assert_no_holes(void)
{
	for (unsigned i = 1; i < room.n; i++)
		ASSERT_EQ(room.numbers[i], room.numbers[i - 1] + 1);
}

/* The first file whose name begins so; "" for none. */
static inline const char *room_find(const char *beginning)
{
	static char name[256];
	AUTO_CLOSEDIR DIR *d = opendir(room_folder);

	for (struct dirent *e; d && (e = readdir(d));) {
		if (strncmp(e->d_name, beginning, strlen(beginning)) == 0) {
			(void)snprintf(name, sizeof(name), "%s", e->d_name);
			return name;
		}
	}
	return "";
}

static inline void room_write_file(const char *name, const void *bytes, size_t len)
{
	ASSERT_OK(file_replace(room_folder, name, bytes, len, 0600, false));
}

static inline void room_copy(const char *from, const char *to)
{
	AUTO_FREE char *bytes = NULL;
	char path[ROOM_PATH_MAX];
	size_t len;

	room_path(path, from);
	ASSERT_OK(file_read(path, (size_t)64 << 20, &bytes, &len));
	room_write_file(to, bytes, len);
}

static inline struct journal_verdict room_verify(const char *name)
{
	struct journal_verdict v;
	char path[ROOM_PATH_MAX];

	room_path(path, name);
	ASSERT_OK(journal_verify(path, &v));
	return v;
}

static inline void room_assert_holds(const char *name)
{
	struct journal_verdict v = room_verify(name);

	if (!v.holds)
		TEST_FAIL("%s: %s", name, v.sentence);
}
