// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The journal on files that are damaged, old, foreign or gone. */
#include <sqlite3.h>

#include "daemons/alarmd/journal/journal.h"

#include "tests/unit/journal_room.h"

#define NAME   "events.db"
#define EVENTS 500
#define MARGIN 10000

static void overwrite(const char *name, off_t at, const void *bytes, size_t len)
{
	AUTO_CLOSE int fd = -1;
	char path[ROOM_PATH_MAX];

	room_path(path, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	ASSERT_TRUE(fd >= 0);
	ASSERT_EQ(pwrite(fd, bytes, len, at), (ssize_t)len);
}

static off_t size_of(const char *name)
{
	char path[ROOM_PATH_MAX];
	struct stat st;

	room_path(path, name);
	return stat(path, &st) == 0 ? st.st_size : 0;
}

static void cut(const char *name, off_t size)
{
	char path[ROOM_PATH_MAX];

	room_path(path, name);
	ASSERT_OK(truncate(path, size));
}

static void forget(const char *name)
{
	char path[ROOM_PATH_MAX];

	room_path(path, name);
	(void)unlink(path);
}

static void tamper(const char *sql)
{
	char path[ROOM_PATH_MAX];
	sqlite3 *db;

	room_path(path, NAME);
	ASSERT_EQ(sqlite3_open(path, &db), SQLITE_OK);
	ASSERT_EQ(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
}

/* A file of EVENTS events and two keys, closed cleanly. */
static void make_journal(void)
{
	room_clear();
	room_start(&room_limits);
	room_keep("alarm.a", "raised");
	room_keep("cursor", "7");
	room_fill(EVENTS - 1);
	ASSERT_EQ(room_status().head, EVENTS);
	room_stop();
	memset(&room, 0, sizeof(room));
}

/* The first file of this beginning that is no log; "" for none. */
static const char *aside_name(const char *beginning)
{
	static char name[64];

	(void)snprintf(name, sizeof(name), "%s", room_find(beginning));
	if (strlen(name) > strlen(beginning) + strlen("20261123T064700Z"))
		name[strlen(beginning) + strlen("20261123T064700Z")] = '\0';
	return name;
}

static const char *damaged_name(void)
{
	return aside_name(NAME ".damaged-");
}

/* The next start sets it aside, and goes on in a new file behind `least`. */
static void assert_set_aside(uint64_t least, uint64_t most)
{
	char text[EVENT_TEXT_MAX];
	uint64_t number, begun;

	room_start(&room_limits);
	number = room_add(1);
	room_until_committed(number);
	while (!room_status().checked || room_status().waiting > 0)
		room_turn();
	ASSERT_TRUE(*damaged_name());
	(void)snprintf(text, sizeof(text), "follows '%s'", damaged_name());
	begun = 0;
	for (unsigned i = 0; i < room.n; i++)
		if (room.kinds[i] == EVENT_JOURNAL_BEGUN)
			begun = room.numbers[i];
	ASSERT_GE(begun, least);
	ASSERT_LE(begun, most);
	room_assert_no_holes();
	ASSERT_STREQ(room_status().trouble, "");
	room_stop();
	room_assert_holds(NAME);
	ASSERT_STREQ(room_verify(NAME).predecessor, damaged_name());
}

/* The same when it shows at the opening: the new journal's first event says so. */
static void assert_set_aside_at_once(uint64_t anchor)
{
	assert_set_aside(anchor + 1, anchor + 1);
	ASSERT_TRUE(room.fresh);
	ASSERT_STREQ(room.set_aside, damaged_name());
	ASSERT_EQ(room_verify(NAME).anchor.number, anchor);
}

TEST(an_empty_file)
{
	make_journal();
	cut(NAME, 0);
	assert_set_aside_at_once(EVENTS + MARGIN);
}

TEST(a_text)
{
	make_journal();
	room_write_file(NAME, "This is no database.\n", 21);
	assert_set_aside_at_once(EVENTS + MARGIN);
}

TEST(a_text_before_anything_else)
{
	room_clear();
	room_write_file(NAME, "This is no database.\n", 21);
	assert_set_aside_at_once(MARGIN);
}

TEST(a_log_without_its_file)
{
	make_journal();
	room_write_file(NAME "-wal", "what is left", 12);
	forget(NAME);
	assert_set_aside_at_once(EVENTS + MARGIN);
}

TEST(no_file_but_one_that_was)
{
	make_journal();
	forget(NAME);
	room_start(&room_limits);
	room_until_committed(EVENTS + MARGIN + 1);
	ASSERT_STREQ(room.last_text, "follows one that is gone");
	ASSERT_STREQ(room.set_aside, "");
	ASSERT_TRUE(room.fresh);
	room_stop();
	room_assert_holds(NAME);
}

/* What stays of the old one is set aside; the new one has all that came since, and what was kept.
 */
static void assert_begun_anew(uint64_t before, const char *text)
{
	unsigned told = room.n;

	room_keep("new", "2");
	room_until_committed(room_add(100));
	while (room.kinds[room.n - 1] != EVENT_JOURNAL_BEGUN)
		room_turn();
	ASSERT_EQ(strncmp(room.last_text, text, strlen(text)), 0);
	ASSERT_EQ(room.numbers[told], before + 1);
	room_assert_no_holes();
	ASSERT_FALSE(room_status().stuck);
	room_stop();
	room_assert_holds(NAME);
	ASSERT_EQ(room_verify(NAME).anchor.number, before);
	room_start(&room_limits);
	ASSERT_STREQ(room_key("old"), "1");
	ASSERT_STREQ(room_key("new"), "2");
	ASSERT_EQ(room_status().head, before + 2);
}

/* A journal with ten events, or so, that is open. */
static uint64_t begin_running(void)
{
	room_clear();
	room_start(&room_limits);
	room_keep("old", "1");
	room_fill(10);
	return room_status().head;
}

TEST(a_file_that_is_taken_away_while_it_is_open)
{
	uint64_t before = begin_running();

	forget(NAME);
	forget(NAME "-wal");
	forget("head");
	assert_begun_anew(before, "follows one that is gone");
	/* as often as it happens: nothing is set aside */
	before = room_status().head;
	room_until_committed(room_add(1));
	before++;
	forget(NAME);
	forget(NAME "-wal");
	assert_begun_anew(before, "follows one that is gone");
}

TEST(a_log_that_is_taken_away_while_it_is_open)
{
	uint64_t before = begin_running();

	forget(NAME "-wal");
	assert_begun_anew(before, "follows '" NAME ".damaged-");
}

TEST(another_file_in_its_place_is_not_ours)
{
	uint64_t before = begin_running();

	room_copy(NAME, "copy");
	forget(NAME);
	room_copy("copy", NAME);
	assert_begun_anew(before, "follows '" NAME ".damaged-");
}

TEST(half_a_file)
{
	make_journal();
	cut(NAME, size_of(NAME) / 2 / 4096 * 4096);
	room_start(&room_limits);
	room_until_committed(room_add(1));
	ASSERT_TRUE(*damaged_name());
	room_stop();
	room_assert_holds(NAME);
	ASSERT_GE(room_verify(NAME).anchor.number, EVENTS);
}

TEST(an_overwritten_page_in_the_middle_is_found_before_the_first_commit)
{
	uint8_t garbage[4096];

	memset(garbage, 0xa5, sizeof(garbage));
	make_journal();
	overwrite(NAME, size_of(NAME) / 2 / 4096 * 4096, garbage, sizeof(garbage));
	/* it opens: what was kept is there, and numbers go on */
	room_start(&room_limits);
	ASSERT_FALSE(room.fresh);
	ASSERT_STREQ(room_key("alarm.a"), "raised");
	ASSERT_EQ(room_status().head, EVENTS);
	ASSERT_EQ(room_add(1), EVENTS + 1);
	/* the event that says so comes after it */
	room_until_committed(EVENTS + 2);
	ASSERT_EQ(room.kinds[room.n - 1], EVENT_JOURNAL_BEGUN);
	ASSERT_CONTAINS(room.last_text, damaged_name());
	ASSERT_EQ(room_status().anchor, EVENTS);
	room_stop();
	room_assert_holds(NAME);
	ASSERT_EQ(memcmp(room_verify(NAME).anchor.hash, (uint8_t[EVENT_HASH_SIZE]){ 0 },
			 EVENT_HASH_SIZE) == 0,
		  0);
	/* what was kept is in the new file as well */
	room_start(&room_limits);
	ASSERT_STREQ(room_key("alarm.a"), "raised");
	ASSERT_STREQ(room_key("cursor"), "7");
	room_stop();
}

TEST(a_row_that_somebody_changed_is_found_by_the_chain)
{
	make_journal();
	tamper("UPDATE events SET text = 'all was well' WHERE number = 100");
	assert_set_aside(EVENTS + 1, EVENTS + 2);
	ASSERT_STREQ(room.set_aside, "");
	ASSERT_CONTAINS(room_verify(damaged_name()).sentence, "event 100 was changed");
}

TEST(a_last_row_that_does_not_fit_is_not_believed)
{
	make_journal();
	tamper("UPDATE events SET number = 4000000000 WHERE number = 500");
	assert_set_aside_at_once(EVENTS + MARGIN);
}

TEST(an_older_copy_would_give_numbers_twice)
{
	make_journal();
	room_copy(NAME, "copy");
	room_start(&room_limits);
	room_fill(50);
	room_stop();
	room_copy("copy", NAME);
	assert_set_aside_at_once(EVENTS + 50 + MARGIN);
	/* what it kept is better than nothing */
	ASSERT_STREQ(room_key("alarm.a"), "raised");
}

TEST(a_newer_format_is_left_alone)
{
	AUTO_FREE char *before = NULL;
	AUTO_FREE char *after = NULL;
	char path[ROOM_PATH_MAX];
	size_t before_len, after_len;

	make_journal();
	tamper("UPDATE journal SET format = 2; ALTER TABLE journal ADD more TEXT");
	room_path(path, NAME);
	ASSERT_OK(file_read(path, 1 << 24, &before, &before_len));
	room_start(&room_limits);
	ASSERT_CONTAINS(room_status().trouble, "newer version");
	ASSERT_FALSE(room.fresh);
	ASSERT_STREQ(room.set_aside, "");
	ASSERT_EQ(room_add(1), EVENTS + MARGIN + 1);
	room_keep("alarm.a", "lost");
	journal_ready(room.j);
	ASSERT_EQ(room_status().waiting, 1);
	room_stop();
	ASSERT_OK(file_read(path, 1 << 24, &after, &after_len));
	ASSERT_EQ(before_len, after_len);
	ASSERT_EQ(memcmp(before, after, after_len), 0);
	ASSERT_STREQ(damaged_name(), "");
	/* the newer version is back */
	tamper("UPDATE journal SET format = 1");
	room_start(&room_limits);
	ASSERT_STREQ(room_key("alarm.a"), "raised");
	ASSERT_EQ(room_status().head, EVENTS);
	room_stop();
}

TEST(another_program_that_has_it_open_holds_nobody_up)
{
	char path[ROOM_PATH_MAX];
	const char *unread;
	sqlite3 *db;

	make_journal();
	room_path(path, NAME);
	ASSERT_EQ(sqlite3_open(path, &db), SQLITE_OK);
	ASSERT_EQ(sqlite3_exec(db, "BEGIN IMMEDIATE; SELECT * FROM kept", NULL, NULL, NULL),
		  SQLITE_OK);
	room_start(&room_limits);
	ASSERT_CONTAINS(room_status().trouble, "another program");
	ASSERT_EQ(room_add(1), EVENTS + MARGIN + 1);
	room_keep("alarm.b", "raised");
	(void)sqlite3_close(db);
	/* numbers went on without the file, so it is not the one to go on in */
	room_until_committed(EVENTS + MARGIN + 2);
	unread = aside_name(NAME ".unread-");
	ASSERT_TRUE(*unread);
	ASSERT_CONTAINS(room.last_text, unread);
	ASSERT_STREQ(room_status().trouble, "");
	room_assert_holds(unread);
	room_stop();
	room_assert_holds(NAME);
	room_start(&room_limits);
	ASSERT_STREQ(room_key("alarm.b"), "raised");
	room_stop();
}

/* Reads from the beginning until the newest one; how many were events. */
static uint64_t read_all(void)
{
	uint64_t at = 1, events = 0;
	uint8_t buf[1024];

	while (at <= room_status().head) {
		int len = journal_packet(room.j, &at, buf, sizeof(buf));

		if (len == 0)
			room_turn();
		else
			events += buf[0] == MSG_EVENT;
	}
	return events;
}

TEST(damage_while_it_runs_costs_no_number_and_nothing_that_was_kept)
{
	uint8_t garbage[4096];
	off_t size;

	memset(garbage, 0x5a, sizeof(garbage));
	room_clear();
	room_start(&room_limits);
	room_keep("alarm.a", "raised");
	room_fill(4000);
	room_stop();
	room_start(&room_limits);
	room_fill(10);
	ASSERT_EQ(read_all(), 4011);
	/* else the check may find it before we are done */
	while (!room_status().checked)
		room_turn();
	size = size_of(NAME);
	for (off_t at = 4096 * 8; at < size; at += 4096)
		overwrite(NAME, at, garbage, sizeof(garbage));
	/* a reader finds it, and is told how much it misses */
	ASSERT_LT(read_all(), 4011);
	room_keep("alarm.b", "raised");
	room_until_committed(room_add(1));
	ASSERT_TRUE(*damaged_name());
	room_assert_no_holes();
	ASSERT_STREQ(room_status().trouble, "");
	room_stop();
	room_assert_holds(NAME);
	room_start(&room_limits);
	ASSERT_STREQ(room_key("alarm.a"), "raised");
	ASSERT_STREQ(room_key("alarm.b"), "raised");
	room_stop();
}

/* Some bytes, bits, pages or the end of the file, at random. */
static void corrupt(const char *name, uint64_t *seed)
{
	off_t size = size_of(name);
	uint8_t garbage[4096];
	unsigned n = 1 + (unsigned)(test_random(seed) % 8);

	if (size == 0)
		return;
	if (test_random(seed) % 8 == 0) {
		cut(name, (off_t)(test_random(seed) % (uint64_t)size));
		return;
	}
	for (unsigned i = 0; i < n; i++) {
		off_t at = (off_t)(test_random(seed) % (uint64_t)size);
		size_t len = test_random(seed) % 4 ? 1 : 1 + test_random(seed) % sizeof(garbage);

		/* half of them where the structure is */
		if (test_random(seed) % 2)
			at = at / 4096 * 4096 + (off_t)(test_random(seed) % 128);
		at = MIN(at, size - 1);
		for (size_t b = 0; b < len; b++)
			garbage[b] = (uint8_t)test_random(seed);
		overwrite(name, at, garbage, MIN(len, (size_t)(size - at)));
	}
}

TEST(whatever_is_in_the_file_it_goes_on_and_the_chain_holds)
{
	const unsigned rounds = getenv("RMCU_LONG") ? 2000 : 60;
	uint64_t seed = test_seed();
	unsigned aside = 0;

	make_journal();
	room_start(&room_limits);
	room_fill(30);
	room_copy(NAME, "live");
	room_copy(NAME "-wal", "live-wal");
	room_copy("head", "live-head");
	room_stop();
	for (unsigned i = 0; i < rounds; i++) {
		uint64_t number;

		for (const char *name; *(name = room_find(NAME));)
			forget(name);
		room_copy("live", NAME);
		room_copy("live-wal", NAME "-wal");
		room_copy("live-head", "head");
		corrupt(test_random(&seed) % 4 ? NAME : NAME "-wal", &seed);
		room_start(&room_limits);
		number = room_add(1);
		ASSERT_NE(number, 0);
		room_until_committed(number);
		(void)read_all();
		room_assert_no_holes();
		room_stop();
		/* what the end cut short is looked at by the next start */
		room_start(&room_limits);
		number = room_add(2);
		room_until_committed(number);
		while (!room_status().checked)
			room_turn();
		room_stop();
		aside += *damaged_name() != '\0';
		room_assert_holds(NAME);
	}
	fprintf(stderr, "%u of %u were set aside\n", aside, rounds);
	ASSERT_GT(aside, 0);
	room_end();
}
