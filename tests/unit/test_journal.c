// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/journal.h"

#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/journal_room.h"

/* What the packet at *at is: the event's number, or 0 for a gap and how many are lost in it. */
static uint64_t next_number(uint64_t *at, uint64_t *ret_lost)
{
	uint8_t buf[1024];
	struct msg_fact_gap gap;
	struct msg_head head;
	struct event e;
	struct cursor c;
	int len;

	while ((len = journal_packet(room.j, at, buf, sizeof(buf))) == 0)
		room_turn();
	ASSERT_GT(len, 0);
	c = cursor_reader(buf, (size_t)len);
	ASSERT_OK(msg_get_head(&c, &head));
	if (head.type == MSG_EVENT_GAP) {
		ASSERT_OK(msg_fact_gap_get(&c, &gap));
		ASSERT_EQ(gap.next, *at);
		*ret_lost = gap.lost;
		return 0;
	}
	ASSERT_EQ(head.type, MSG_EVENT);
	ASSERT_OK(msg_event_get(&c, &e));
	ASSERT_EQ(e.number + 1, *at);
	return e.number;
}

TEST(a_new_journal_begins_with_an_event_that_says_so)
{
	room_clear();
	room_start(&room_limits);
	ASSERT_TRUE(room.fresh);
	ASSERT_STREQ(room.set_aside, "");
	room_until_committed(1);
	ASSERT_EQ(room.n, 1);
	ASSERT_EQ(room.kinds[0], EVENT_JOURNAL_BEGUN);
	ASSERT_STREQ(room.last_text, "the first one");
	ASSERT_EQ(room_status().anchor, 0);
	ASSERT_STREQ(room_status().trouble, "");
	room_stop();
	room_assert_holds("events.db");
}

TEST(before_it_is_open_an_event_is_lost_and_told_as_lost)
{
	static const struct journal_calls calls = { room_kept, room_opened, room_committed,
						    room_moved };

	room_clear();
	ASSERT_OK(journal_new(room_folder, &room_limits, &calls, NULL, &room.j));
	ASSERT_FALSE(room_status().ready);
	ASSERT_EQ(room_add(7), 0);
	ASSERT_EQ(room_status().lost, 1);
	while (!room.opened)
		room_turn();
	room_until_committed(2);
	ASSERT_EQ(room.kinds[1], EVENT_EVENTS_LOST);
	ASSERT_EQ(room.values[1], MICRO);
	room_stop();
}

TEST(events_come_back_in_order_each_once_and_go_on_after_a_restart)
{
	room_clear();
	room_start(&room_limits);
	room_fill(1000);
	ASSERT_EQ(room.n, 1001);
	room_assert_no_holes();
	ASSERT_EQ(room_status().waiting, 0);
	room_stop();

	room_start(&room_limits);
	ASSERT_FALSE(room.fresh);
	ASSERT_EQ(room_status().head, 1001);
	ASSERT_EQ(room_add(5), 1002);
	room_until_committed(1002);
	ASSERT_EQ(room.n, 1);
	ASSERT_EQ(room.values[0], 5);
	room_stop();
	room_assert_holds("events.db");
	ASSERT_EQ(room_verify("events.db").head.number, 1002);
}

TEST(what_waits_is_committed_at_the_end)
{
	room_clear();
	room_start(&room_limits);
	for (int i = 0; i < 50; i++)
		(void)room_add(i);
	room_keep("a", "1");
	room_stop();
	room_start(&room_limits);
	ASSERT_EQ(room_status().head, 51);
	ASSERT_STREQ(room_key("a"), "1");
	room_stop();
}

TEST(what_is_kept_changes_with_the_events_of_its_turn)
{
	room_clear();
	room_start(&room_limits);
	room_keep("alarm.a", "raised");
	room_keep("alarm.b", "raised");
	room_keep("cursor", "7");
	(void)room_add(1);
	room_until_committed(2);
	room_keep("alarm.a", "cleared");
	ASSERT_OK(journal_keep(room.j, "alarm.b", NULL, 0));
	(void)room_add(2);
	room_until_committed(3);
	/* as a kill leaves it */
	room_copy("events.db", "copy");
	room_copy("events.db-wal", "copy-wal");
	room_stop();
	room_copy("copy", "events.db");
	room_copy("copy-wal", "events.db-wal");

	room_start(&room_limits);
	ASSERT_EQ(room.n_keys, 2);
	ASSERT_STREQ(room_key("alarm.a"), "cleared");
	ASSERT_STREQ(room_key("cursor"), "7");
	ASSERT_EQ(room_status().head, 3);
	room_stop();
}

TEST(keys_and_values_that_are_too_long_are_refused)
{
	char long_key[JOURNAL_KEY_MAX + 1], bytes[JOURNAL_KEPT_MAX + 1] = { 0 };

	memset(long_key, 'k', sizeof(long_key));
	long_key[JOURNAL_KEY_MAX] = '\0';
	room_clear();
	room_start(&room_limits);
	ASSERT_EQ(journal_keep(room.j, long_key, "x", 1), -EINVAL);
	ASSERT_EQ(journal_keep(room.j, "k", bytes, sizeof(bytes)), -EINVAL);
	ASSERT_OK(journal_keep(room.j, "k", bytes, JOURNAL_KEPT_MAX));
	room_stop();
}

TEST(a_kill_at_any_moment_leaves_a_clean_file)
{
	room_clear();
	room_start(&room_limits);
	for (unsigned round = 0; round < 20; round++) {
		room_fill(37);
		room_copy("events.db", "copy");
		room_copy("events.db-wal", "copy-wal");
		room_assert_holds("copy");
		ASSERT_EQ(room_verify("copy").head.number, room_status().head);
		/* it was looked at and nothing else */
		ASSERT_STREQ(room_find("copy-shm"), "");
	}
	room_stop();
}

/* Waits for a trouble that has these words. */
static void until_trouble(const char *words)
{
	while (!strstr(room_status().trouble, words))
		room_turn();
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	ASSERT_OK(getrlimit(RLIMIT_FSIZE, &limit));
	limit.rlim_cur = bytes;
	ASSERT_OK(setrlimit(RLIMIT_FSIZE, &limit));
}

TEST(a_full_disk_loses_nothing_that_was_queued_and_tells_what_it_lost)
{
	uint64_t queued = 0, refused = 0;
	unsigned lost_events = 0;

	(void)signal(SIGXFSZ, SIG_IGN);
	room_clear();
	room_start(&room_limits);
	room_fill(10);
	limit_files(16384);
	room_keep("k", "kept");
	for (unsigned i = 0; i < 3000; i++) {
		uint64_t number = room_add(100 + i);

		if (number)
			queued = number;
		else
			refused++;
	}
	until_trouble("cannot be written");
	ASSERT_CONTAINS(room_status().trouble, "events wait in memory");
	ASSERT_GT(refused, 0);
	ASSERT_EQ(room_status().lost, refused);
	ASSERT_EQ(room_status().waiting, queued - 11);
	ASSERT_EQ(room_status().head, 11);
	limit_files(RLIM_INFINITY);
	/* all that waited, then what says how many could not */
	room_until_committed(queued + 1);
	room_assert_no_holes();
	ASSERT_STREQ(room_status().trouble, "");
	for (unsigned i = 0; i < room.n; i++) {
		if (room.kinds[i] != EVENT_EVENTS_LOST)
			continue;
		lost_events++;
		ASSERT_EQ(room.values[i], (int64_t)refused * MICRO);
		ASSERT_EQ(room.numbers[i], queued + 1);
	}
	ASSERT_EQ(lost_events, 1);
	ASSERT_EQ(room_add(5), queued + 2);
	room_stop();
	room_assert_holds("events.db");
	room_start(&room_limits);
	ASSERT_EQ(room_status().head, queued + 2);
	ASSERT_STREQ(room_key("k"), "kept");
	room_stop();
}

TEST(a_disk_that_is_full_from_the_start_holds_nobody_up)
{
	room_clear();
	limit_files(1024);
	room_start(&room_limits);
	limit_files(RLIM_INFINITY);
	ASSERT_TRUE(room_status().ready);
	ASSERT_CONTAINS(room_status().trouble, "cannot be written");
	ASSERT_EQ(room_add(1), 2);
	room_until_committed(2);
	ASSERT_EQ(room.kinds[0], EVENT_JOURNAL_BEGUN);
	ASSERT_STREQ(room_status().trouble, "");
	room_stop();
	room_assert_holds("events.db");
}

TEST(a_folder_without_a_place_is_trouble_until_it_can_be_made)
{
	char path[ROOM_PATH_MAX], place[ROOM_PATH_MAX];
	static const struct journal_calls calls = { room_kept, room_opened, room_committed,
						    room_moved };

	room_clear();
	room_path(place, "missing");
	room_path(path, "missing/journal");
	ASSERT_OK(journal_new(path, &room_limits, &calls, NULL, &room.j));
	while (!room.opened)
		room_turn();
	ASSERT_CONTAINS(room_status().trouble, "No such file");
	ASSERT_EQ(room_add(1), 2);
	ASSERT_OK(mkdir(place, 0700));
	room_until_committed(2);
	room_stop();
	room_assert_holds("missing/journal/events.db");
	room_path(path, "missing/journal/events.db");
	(void)unlink(path);
	room_path(path, "missing/journal/head");
	(void)unlink(path);
	room_path(path, "missing/journal");
	ASSERT_OK(rmdir(path));
	ASSERT_OK(rmdir(place));
}

TEST(readers_get_every_event_wherever_they_begin)
{
	uint64_t at[5] = { 0, 1, 700, 1999, UINT64_MAX }, lost;
	bool done = false;

	room_clear();
	room_start(&room_limits);
	room_fill(1999);
	ASSERT_EQ(room_status().head, 2000);
	at[0] = 1;
	at[1] = 300;
	/* in turn, so that each one's page is taken away by the others */
	for (unsigned i = 0; !done; i++) {
		done = true;
		for (unsigned r = 0; r < 4; r++) {
			uint64_t expected = at[r];

			if (at[r] > 2000)
				continue;
			done = false;
			ASSERT_EQ(next_number(&at[r], &lost), expected);
		}
	}
	ASSERT_EQ(journal_packet(room.j, &at[4], NULL, 0), 0);
	ASSERT_EQ(at[4], 2001);
	(void)room_add(1);
	ASSERT_EQ(next_number(&at[4], &lost), 2001);
	room_stop();
}

TEST(more_readers_than_places_all_get_their_turn)
{
	enum {
		READERS = JOURNAL_READERS_MAX + 20
	};
	uint64_t at[READERS], got[READERS] = { 0 }, lost;
	unsigned left = READERS;
	uint8_t buf[1024];

	(void)lost;
	room_clear();
	room_start(&room_limits);
	room_fill(3000);
	for (unsigned i = 0; i < READERS; i++)
		at[i] = 1 + i * 20;
	while (left > 0) {
		left = 0;
		for (unsigned i = 0; i < READERS; i++) {
			while (got[i] < 100 && journal_packet(room.j, &at[i], buf, sizeof(buf)) > 0)
				got[i]++;
			left += got[i] < 100;
		}
		if (left > 0)
			room_turn();
	}
	room_stop();
}

TEST(what_was_pruned_is_a_gap_with_its_size)
{
	const struct journal_limits few = { .rows = 300 };
	uint64_t at = 0, lost = 0, anchor;

	room_clear();
	room_start(&few);
	room_fill(2500);
	anchor = room_status().anchor;
	ASSERT_EQ(room_status().head, 2501);
	ASSERT_GE(anchor, 2501 - 300 - 256);
	ASSERT_LE(anchor, 2501 - 300 + 17);
	ASSERT_EQ(next_number(&at, &lost), 0);
	ASSERT_GT(lost, 0);
	ASSERT_EQ(at, lost + 1);
	ASSERT_LE(at, anchor + 1);
	room_stop();

	/* then also the newest ones are only in the file */
	room_start(&few);
	at = 10;
	ASSERT_EQ(next_number(&at, &lost), 0);
	ASSERT_EQ(lost, anchor + 1 - 10);
	for (uint64_t n = anchor + 1; n <= 2501; n++)
		ASSERT_EQ(next_number(&at, &lost), n);
	room_stop();
	room_assert_holds("events.db");
	ASSERT_EQ(room_verify("events.db").anchor.number, anchor);
}

TEST(a_cursor_beyond_the_head_waits)
{
	uint64_t at = 1000;
	uint8_t buf[1024];

	room_clear();
	room_start(&room_limits);
	room_fill(5);
	ASSERT_EQ(journal_packet(room.j, &at, buf, sizeof(buf)), 0);
	ASSERT_EQ(at, 1000);
	at = 3;
	ASSERT_EQ(journal_packet(room.j, &at, buf, 10), -ENOBUFS);
	ASSERT_EQ(at, 3);
	room_stop();
	room_end();
}
