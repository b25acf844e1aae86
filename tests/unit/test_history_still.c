// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A history that was copied to where its reader may write nothing. */
#include <sys/prctl.h>
#include <sys/stat.h>

#include "tests/unit/history_room.h"

#define NOBODY 65534

static void path_of(const char *suffix, char ret[ROOM_PATH_MAX])
{
	(void)snprintf(ret, ROOM_PATH_MAX, "%s/" HISTORY_NAME "%s", room_folder, suffix);
}

static void leave_out(const char *suffix)
{
	char path[ROOM_PATH_MAX];

	path_of(suffix, path);
	ASSERT_EQ(unlink(path), 0);
}

/* Root could write anywhere. */
static void become_reader(void)
{
	ASSERT_EQ(chmod(room_folder, 0555), 0);
	if (getuid() == 0)
		ASSERT_EQ(setresuid(NOBODY, NOBODY, 0), 0);
}

static void become_owner(void)
{
	if (getuid() == NOBODY)
		ASSERT_EQ(setresuid(0, 0, 0), 0);
	/* who looks for leaks at the end may look into this process again */
	(void)prctl(PR_SET_DUMPABLE, 1);
	(void)chmod(room_folder, 0755);
}

/* A minute of which one half is in the file, and the other half in the log alone. */
static void fill(void)
{
	struct order_table t = room_table();
	char path[ROOM_PATH_MAX];

	become_owner();
	room_clear();
	ASSERT_EQ(chmod(room_folder, 0755), 0);
	room_open(&room_limits);
	room_take_table(&t);
	for (int64_t i = 0; i < 30; i++)
		room_second(ROOM_START + i, 13000);
	room_apply();
	ASSERT_OK(db_run(room_store->db, "PRAGMA wal_checkpoint(TRUNCATE)"));
	for (int64_t i = 30; i < 60; i++)
		room_second(ROOM_START + i, 13000);
	room_apply();
	room_store = store_close(room_store);
	for (unsigned i = 0; i < 2; i++) {
		path_of(i ? "-wal" : "", path);
		ASSERT_EQ(chmod(path, 0644), 0);
	}
}

static int64_t seconds_read(void)
{
	return room_fine("volts", ROOM_START, ROOM_START + 60).seconds;
}

TEST(the_file_alone)
{
	fill();
	leave_out("-wal");
	leave_out("-shm");
	become_reader();
	room_read();
	ASSERT_EQ(seconds_read(), 30);
	become_owner();
}

TEST(with_its_log)
{
	fill();
	leave_out("-shm");
	become_reader();
	room_read();
	ASSERT_EQ(seconds_read(), 60);
	become_owner();
}

TEST(an_index_without_a_log)
{
	fill();
	leave_out("-wal");
	become_reader();
	room_read();
	ASSERT_EQ(seconds_read(), 30);
	become_owner();
}

TEST(all_of_it_is_read_as_ever)
{
	char path[ROOM_PATH_MAX];

	fill();
	path_of("-shm", path);
	ASSERT_EQ(chmod(path, 0644), 0);
	become_reader();
	room_read();
	ASSERT_FALSE(room_reader->appears);
	ASSERT_EQ(seconds_read(), 60);
	become_owner();
}

/* Names that mean something in an address. */
TEST(a_folder_of_any_name)
{
	char path[ROOM_PATH_MAX], odd[ROOM_PATH_MAX], there[ROOM_PATH_MAX + 16];

	fill();
	leave_out("-wal");
	leave_out("-shm");
	path_of("", path);
	(void)snprintf(odd, sizeof(odd), "%s.50%%20?a#b", room_folder);
	(void)snprintf(there, sizeof(there), "%s/" HISTORY_NAME, odd);
	ASSERT_EQ(mkdir(odd, 0755), 0);
	ASSERT_EQ(rename(path, there), 0);
	ASSERT_EQ(chmod(odd, 0555), 0);
	become_reader();
	ASSERT_OK(history_open(odd, &room_reader));
	ASSERT_EQ(seconds_read(), 30);
	become_owner();
	(void)unlink(there);
	ASSERT_EQ(chmod(odd, 0755), 0);
	(void)unlink(there);
	ASSERT_EQ(rmdir(odd), 0);
}

/* What nobody writes to is written to after all. */
TEST(a_writer_that_comes_later)
{
	for (unsigned log = 0; log < 2; log++) {
		const struct history_range range = { ROOM_START, ROOM_START + 60, 1 };
		struct history_sum sum;

		fill();
		leave_out("-shm");
		if (!log)
			leave_out("-wal");
		become_reader();
		room_read();
		ASSERT_OK(history_buckets(room_reader, room_find("volts"), &range, &sum));
		become_owner();
		room_open(&room_limits);
		ASSERT_EQ(history_buckets(room_reader, room_find("volts"), &range, &sum), -EBUSY);
		/* opened anew it is read beside the writer */
		room_read();
		ASSERT_EQ(seconds_read(), log ? 60 : 30);
	}
	room_end();
}
