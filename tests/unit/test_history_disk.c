// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/store/disk.h"

#include <poll.h>
#include <sys/stat.h>

#include "lib/base/clock.h"
#include "tests/unit/history_room.h"

#define PATIENCE_US (20 * USEC_PER_SEC)

static struct disk *d;
static struct disk_report report;

static void end(void)
{
	ASSERT_TRUE(disk_free(d));
	d = NULL;
}

static void begin(void)
{
	end();
	room_clear();
	memset(&report, 0, sizeof(report));
	ASSERT_OK(disk_new(room_folder, &room_limits, &d));
}

static void again(void)
{
	end();
	memset(&report, 0, sizeof(report));
	ASSERT_OK(disk_new(room_folder, &room_limits, &d));
}

/* Waits for the next report. */
static void collect(int64_t deadline)
{
	struct pollfd p = { .fd = disk_fd(d), .events = POLLIN };

	ASSERT_LT(mono_read_us(), deadline);
	if (poll(&p, 1, 100) > 0)
		disk_collect(d, &report);
}

#define UNTIL(condition)                                                                           \
	do {                                                                                       \
		int64_t deadline_ = mono_read_us() + PATIENCE_US;                                  \
		while (!(condition))                                                               \
			collect(deadline_);                                                        \
	} while (0)

static uint64_t hand_over(void)
{
	uint64_t number = 0;

	ASSERT_OK(disk_hand_over(d, &room_orders, &number));
	ASSERT_EQ(room_orders.len, 0);
	return number;
}

static void add_log(int64_t ms)
{
	struct order_log l = { .ms = ms, .reason = LOG_APPENDED, .values = room_values(1, 2, 0) };

	ASSERT_OK(orders_log(&room_orders, &l));
}

static void add_table(void)
{
	struct order_table t = room_table();

	ASSERT_OK(orders_table(&room_orders, &t));
}

static void room_file(char path[ROOM_PATH_MAX])
{
	(void)snprintf(path, ROOM_PATH_MAX, "%s/" HISTORY_NAME, room_folder);
}

TEST(lists_are_written_in_order)
{
	uint64_t number = 0;

	begin();
	UNTIL(report.opened);
	ASSERT_EQ(report.status.event, 0);
	add_table();
	for (int i = 0; i < 20; i++) {
		add_log(ROOM_START * 1000 + i);
		number = hand_over();
	}
	ASSERT_EQ(number, 20);
	ASSERT_OK(orders_event(&room_orders, 77));
	number = hand_over();
	UNTIL(report.done == number);
	ASSERT_EQ(report.status.rows, 20);
	ASSERT_EQ(report.status.event, 77);
	ASSERT_EQ(report.error, 0);
	ASSERT_STREQ(report.trouble, "");
	ASSERT_EQ(disk_waiting(d), 0);
	/* and looked at, when there is time */
	UNTIL(report.checked);
	again();
	UNTIL(report.opened);
	ASSERT_EQ(report.status.event, 77);
}

TEST(what_waits_is_written_at_the_end)
{
	begin();
	add_table();
	add_log(ROOM_START * 1000);
	(void)hand_over();
	end();
	room_read();
	ASSERT_TRUE(room_find("volts") != NULL);
}

TEST(no_more_than_so_much_waits)
{
	char path[ROOM_PATH_MAX];
	uint64_t number;
	int r = 0;

	begin();
	UNTIL(report.opened);
	end();
	/* a folder where the file should be: it cannot be opened */
	room_file(path);
	ASSERT_OK(unlink(path));
	ASSERT_OK(mkdir(path, 0700));
	again();
	UNTIL(report.error < 0);
	ASSERT_TRUE(strstr(report.trouble, "cannot be written") != NULL);
	add_table();
	for (int i = 0; r == 0; i++) {
		ASSERT_LT(i, 100000);
		add_log(ROOM_START * 1000 + i);
		r = disk_hand_over(d, &room_orders, &number);
	}
	ASSERT_EQ(r, -ENOSPC);
	ASSERT_GT(disk_waiting(d), ORDERS_BYTES_MAX / 2);
	ASSERT_OK(rmdir(path));
	/* it goes on by itself, and nothing that waited is lost */
	UNTIL(report.done == number);
	ASSERT_EQ(report.error, 0);
	ASSERT_EQ(disk_waiting(d), 0);
	ASSERT_OK(disk_hand_over(d, &room_orders, &number));
	UNTIL(report.done == number);
	ASSERT_GT(report.status.rows, 100);
}

TEST(a_removed_file_is_begun_anew)
{
	char path[ROOM_PATH_MAX];
	uint64_t number;

	begin();
	add_table();
	ASSERT_OK(orders_event(&room_orders, 50));
	number = hand_over();
	UNTIL(report.done == number);
	room_file(path);
	ASSERT_OK(unlink(path));
	add_log(ROOM_START * 1000);
	number = hand_over();
	UNTIL(report.done == number);
	ASSERT_EQ(report.begins, 1);
	ASSERT_TRUE(strstr(report.begun, "removed") != NULL);
	/* with the channels and the cursor of the one before */
	ASSERT_EQ(report.status.rows, 1);
	ASSERT_EQ(report.status.event, 50);
	room_read();
	ASSERT_TRUE(room_find("amps") != NULL);
}

static void spoil(void)
{
	char path[ROOM_PATH_MAX];
	AUTO_FCLOSE FILE *f = NULL;

	room_file(path);
	f = fopen(path, "r+");
	ASSERT_TRUE(f != NULL);
	for (int i = 0; i < 8192; i++)
		(void)fputc(i * 31, f);
}

TEST(a_damaged_file_is_set_aside_once_an_hour)
{
	uint64_t number;

	begin();
	UNTIL(report.opened);
	end();
	spoil();
	again();
	UNTIL(report.opened);
	ASSERT_EQ(report.begins, 1);
	ASSERT_TRUE(strstr(report.begun, "history.db.damaged-") != NULL);
	add_table();
	add_log(ROOM_START * 1000);
	number = hand_over();
	UNTIL(report.done == number);
	ASSERT_EQ(report.status.rows, 1);
}

TEST(a_newer_file_is_left_alone)
{
	sqlite3 *db;
	char path[ROOM_PATH_MAX];

	begin();
	UNTIL(report.opened);
	end();
	room_file(path);
	ASSERT_OK(db_connect(path, SQLITE_OPEN_READWRITE, false, &db));
	ASSERT_OK(db_run(db, "UPDATE history SET format = 99"));
	(void)sqlite3_close(db);
	again();
	UNTIL(report.error == -EPROTO);
	ASSERT_TRUE(strstr(report.trouble, "newer version") != NULL);
	add_table();
	(void)hand_over();
	end();
}

TEST(other_limits_open_it_anew)
{
	struct store_limits limits = room_limits;
	struct history *h;
	uint64_t number;

	begin();
	add_table();
	number = hand_over();
	UNTIL(report.done == number);
	limits.sizes.seconds = 3600;
	disk_set_limits(d, &limits);
	add_log(ROOM_START * 1000);
	number = hand_over();
	UNTIL(report.done == number);
	/* it may have been written before or behind the opening */
	for (int i = 0; i < 50; i++) {
		ASSERT_OK(history_open(room_folder, &h));
		number = h->sizes.seconds;
		h = history_close(h);
		if (number == 3600)
			break;
		(void)poll(NULL, 0, 100);
	}
	ASSERT_EQ(number, 3600);
	ASSERT_EQ(report.status.rows, 1);
}

TEST(end)
{
	end();
	room_end();
}
