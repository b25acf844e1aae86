// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What psctl shows of the log, and what it asks of loggerd. */
#include <sys/ioctl.h>

#include "tests/unit/fake_unit.h"

#define DAY_US (INT64_C(86400) * USEC_PER_SEC)
#define MIB    (UINT64_C(1) << 20)

/* A unit in its tenth day. */
static void log_init(void)
{
	const char *source = getenv("RMCU_SOURCE");
	char data[4096];

	unit_init();
	(void)snprintf(data, sizeof(data), "%s/etc", source ? source : ".");
	setenv("RMCU_DATA_DIR", data, 1);
	setenv("RMCU_STATE_DIR", "/nonexistent", 1);
	unit.loggerd = true;
	unit.log = (struct msg_log_status){
		.status = "Success",
		.what = LOG_WHAT_BOTH,
		.rate_min = 1,
		.in_window = true,
		.clock_set = true,
		.first_us = UNIT_NOW_US - 10 * DAY_US,
		.last_us = UNIT_NOW_US,
		.next_us = UNIT_NOW_US + 60 * USEC_PER_SEC,
		.rows = 14400,
		.files = 1,
		.log_bytes = 5 * MIB / 2,
		.quota_bytes = 20 * MIB,
		.db_bytes = 30 * MIB,
		.db_bytes_most = 120 * MIB,
		.written_bytes = 120 * MIB,
		.written_since_us = UNIT_NOW_US - 10 * DAY_US,
		.boxes = 3,
		.boxes_most = 32,
		.oldest_second_us = UNIT_NOW_US - 2 * DAY_US,
		.oldest_minute_us = UNIT_NOW_US - 10 * DAY_US,
	};
}

TEST(status)
{
	log_init();
	unit_start();
	ASSERT_PRINTS(
		"log status",
		"Status        Success\n"
		"Logged        alarms, and a row each minute\n"
		"First row     2026-11-13 06:47\n"
		"Last row      2026-11-23 06:47\n"
		"Next row      2026-11-23 06:48\n"
		"Rows          14400\n"
		"Lost rows     0\n"
		"Files         1, as CSV 2.5 MiB of 20.0 MiB\n"
		"Database      30.0 MiB, at most 120.0 MiB\n"
		"Seconds from  2026-11-21 06:47\n"
		"Minutes from  2026-11-13 06:47\n"
		"Hours from    none\n"
		"Black boxes   3 of 32\n"
		"Wear          12.0 MiB a day; a card of 4 GiB and 3000 cycles lasts more than "
		"100 years\n");
	unit_stop();
}

TEST(status_in_json)
{
	log_init();
	unit_start();
	ASSERT_PRINTS(
		"log status --json",
		"{\"status\":\"Success\",\"error\":0,\"what\":\"both\",\"rate_min\":1,"
		"\"in_window\":true,\"clock_set\":true,\"first\":\"2026-11-13T06:47:00.000Z\","
		"\"last\":\"2026-11-23T06:47:00.000Z\",\"next\":\"2026-11-23T06:48:00.000Z\","
		"\"rows\":14400,\"lost_rows\":0,\"files\":1,\"bytes\":2621440,"
		"\"quota_bytes\":20971520,"
		"\"database\":{\"bytes\":31457280,\"bytes_most\":125829120,"
		"\"oldest_second\":\"2026-11-21T06:47:00.000Z\","
		"\"oldest_minute\":\"2026-11-13T06:47:00.000Z\",\"oldest_hour\":null,"
		"\"boxes\":3,\"boxes_most\":32},"
		"\"wear\":{\"written_bytes\":125829120,"
		"\"written_since\":\"2026-11-13T06:47:00.000Z\","
		"\"bytes_per_day\":12582912,\"years\":100}}\n");
	unit_stop();
}

/* What the words of "Logged" are for these settings. */
static void assert_logged(enum log_what what, unsigned rate_min, bool in_window, const char *words)
{
	char line[160];

	log_init();
	unit.log.what = what;
	unit.log.rate_min = (uint8_t)rate_min;
	unit.log.in_window = in_window;
	unit_start();
	ASSERT_EQ(psctl("log status"), EX_OK);
	(void)snprintf(line, sizeof(line), "\nLogged        %s\n", words);
	ASSERT_CONTAINS(text_get(&unit_out), line);
	unit_stop();
}

TEST(what_is_logged)
{
	assert_logged(LOG_WHAT_NONE, 1, false, "nothing");
	assert_logged(LOG_WHAT_ALARMS, 1, true, "alarms");
	assert_logged(LOG_WHAT_PERIODIC, 60, true, "a row each 60 minutes");
	assert_logged(LOG_WHAT_PERIODIC, 0, true, "no periodic rows (logging.rate_min is 0)");
	assert_logged(LOG_WHAT_BOTH, 5, false,
		      "alarms, and a row each 5 minutes; not now, outside the logging schedule");
}

TEST(what_is_wrong)
{
	log_init();
	strcpy(unit.log.status, "the card is full: no row can be written");
	unit.log.error = ENOSPC;
	unit.log.lost_rows = 7;
	unit.log.clock_set = false;
	unit.log.first_us = unit.log.last_us = unit.log.next_us = 0;
	unit_start();
	ASSERT_EQ(psctl("log status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"Status        the card is full: no row can be written\n");
	ASSERT_CONTAINS(text_get(&unit_out),
			"Clock         was never set: the times of rows are not known yet\n"
			"First row     none\n"
			"Last row      none\n"
			"Next row      none\n");
	ASSERT_CONTAINS(text_get(&unit_out), "Lost rows     7\n");
	ASSERT_CONTAINS(text_get(&unit_out), "Wear          not known before an hour has passed\n");
	ASSERT_EQ(psctl("log status --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "\"error\":28,");
	ASSERT_CONTAINS(text_get(&unit_out), "\"first\":null,\"last\":null,\"next\":null,");
	ASSERT_CONTAINS(text_get(&unit_out), "\"bytes_per_day\":null,\"years\":null}}");
	unit_stop();
}

TEST(settings_that_do_not_load)
{
	char file[128];
	FILE *f;

	log_init();
	(void)snprintf(file, sizeof(file), "%s/rmcu.conf", unit_folder);
	f = fopen(file, "we");
	ASSERT_TRUE(f);
	(void)fputs("history = { card_gib = 0; };\n", f);
	(void)fclose(f);
	setenv("RMCU_CONFIG_DIR", unit_folder, 1);
	unit_start();
	ASSERT_EQ(psctl("log status"), EX_OK);
	ASSERT_STREQ(text_get(&unit_err), "");
	ASSERT_CONTAINS(text_get(&unit_out), "Wear          12.0 MiB a day; of what card cannot be "
					     "read: psctl config check\n");
	ASSERT_EQ(psctl("log status --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "\"bytes_per_day\":12582912,\"years\":null}}");
	unit_stop();
}

TEST(without_loggerd)
{
	unit_init();
	unit_start();
	ASSERT_COMPLAINS("log status", EX_UNAVAILABLE, "loggerd is not running");
	ASSERT_COMPLAINS("log append", EX_UNAVAILABLE, "loggerd is not running");
	ASSERT_COMPLAINS("log clear --yes", EX_UNAVAILABLE, "loggerd is not running");
	ASSERT_COMPLAINS("log delete 3", EX_UNAVAILABLE, "loggerd is not running");
	unit_stop();
}

TEST(what_people_ask)
{
	log_init();
	unit_start();
	ASSERT_PRINTS("log append", "log-append of file 0 (psctl)\n");
	ASSERT_PRINTS("log clear --yes", "log-clear of file 0 (psctl)\n");
	ASSERT_PRINTS("log delete 3", "log-delete of file 3 (psctl)\n");
	ASSERT_PRINTS("log delete 4294967295", "log-delete of file 4294967295 (psctl)\n");
	ASSERT_PRINTS("log append --json", "{\"sentence\":\"log-append of file 0 (psctl)\"}\n");
	ASSERT_COMPLAINS("log delete 999", EX_DATAERR, "there is no file 999");
	ASSERT_COMPLAINS("log delete 0", EX_USAGE, "'0' is no number of a file");
	ASSERT_COMPLAINS("log delete 4294967296", EX_USAGE, "is no number of a file");
	ASSERT_COMPLAINS("log delete RMCU.CSV", EX_USAGE, "'RMCU.CSV' is no number of a file");
	ASSERT_COMPLAINS("log delete", EX_USAGE, "'log delete' wants more words");
	unit_stop();
}

/* Runs `log clear` at a terminal at which somebody types this. */
static int clear_at_terminal(const char *typed)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), slave, before, code;

	ASSERT_GE(master, 0);
	ASSERT_OK(grantpt(master));
	ASSERT_OK(unlockpt(master));
	/* by its master and not by its name: where packages are built there is no /dev/pts */
	slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	ASSERT_GE(slave, 0);
	ASSERT_EQ(write(master, typed, strlen(typed)), (ssize_t)strlen(typed));
	before = dup(STDIN_FILENO);
	(void)dup2(slave, STDIN_FILENO);
	clearerr(stdin);
	code = psctl("log clear");
	(void)dup2(before, STDIN_FILENO);
	(void)close(before);
	(void)close(slave);
	(void)close(master);
	return code;
}

TEST(clearing_is_confirmed)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC), before = dup(STDIN_FILENO);

	log_init();
	unit_start();
	ASSERT_EQ(clear_at_terminal("y\n"), EX_OK);
	ASSERT_STREQ(text_get(&unit_err), "Clear log? All 14400 rows in 1 file go. [y/N] ");
	ASSERT_STREQ(text_get(&unit_out), "log-clear of file 0 (psctl)\n");
	ASSERT_EQ(clear_at_terminal("\n"), EX_TEMPFAIL);
	ASSERT_STREQ(text_get(&unit_out), "");
	ASSERT_CONTAINS(text_get(&unit_err), "the log stays as it is");
	ASSERT_EQ(clear_at_terminal("yesterday\n"), EX_TEMPFAIL);
	(void)dup2(nothing, STDIN_FILENO);
	ASSERT_COMPLAINS("log clear", EX_USAGE, "nobody is there to confirm: --yes");
	(void)dup2(before, STDIN_FILENO);
	unit_stop();
}

TEST(completion)
{
	log_init();
	unit_start();
	ASSERT_PRINTS("complete -- log ", "status\nfiles\nexport\nappend\nclear\ndelete\n");
	ASSERT_PRINTS("complete -- log clear --y", "--yes\n");
	unit_stop();
}
