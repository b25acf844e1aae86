// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl history, log files and log export: a history.db and no daemon. */
#include "tests/unit/fake_unit.h"

#include <sys/stat.h>

#include "daemons/psctl/history_source.h"
#include "lib/base/file.h"
#include "lib/history/frames.h"
#include "tests/unit/history_room.h"

#define MINUTES 120
#define END	(ROOM_START + MINUTES * 60) /* 22:00 */

static char state_folder[FOLDER_PATH_MAX];

static void write_settings(const char *text)
{
	char path[128];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/rmcu.conf", unit_folder);
	f = fopen(path, "we");
	ASSERT_TRUE(f);
	(void)fputs(text, f);
	(void)fclose(f);
}

/* Folders as they would be installed; loggerd's is the room. */
static void make_folders(void)
{
	const char *source = getenv("RMCU_SOURCE");
	char path[512];

	unit_init();
	room_clear();
	folder_fresh(state_folder, "state");
	ASSERT_EQ(symlink(room_folder, folder_file(state_folder, "loggerd")), 0);
	setenv("RMCU_STATE_DIR", state_folder, 1);
	setenv("RMCU_CONFIG_DIR", unit_folder, 1);
	(void)snprintf(path, sizeof(path), "%s/etc", source ? source : ".");
	setenv("RMCU_DATA_DIR", path, 1);
	write_settings("device = { profile = \"hu-2012\"; temperature_unit = \"celsius\"; };\n");
}

static void remove_folders(void)
{
	room_end();
	folder_remove(state_folder);
	folder_remove(unit_folder);
}

/* Volts that rise, with ten minutes of a broken wire; a door that is closed from 21:15 on. */
static void add_minute(unsigned i)
{
	struct order_minute m = { .minute = ROOM_START / 60 + i, .n = 3 };
	int32_t volts = 13000 + (int32_t)i * 10;
	int32_t closed = i >= 75 ? 1000 : 0;

	m.points[0] = i >= 30 && i < 40 ? (struct history_point){ .worst = QUALITY_BROKEN_WIRE }
					: (struct history_point){ volts - 50, volts, volts + 50, 60,
								  QUALITY_OK };
	m.points[1] = (struct history_point){ 21000, 21500, 22000, 60, QUALITY_OK };
	m.points[2] = (struct history_point){ closed, closed, closed, 60, QUALITY_OK };
	ASSERT_OK(orders_minute(&room_orders, &m));
}

static void add_log(unsigned i)
{
	struct order_log l = { .ms = (ROOM_START + i * 60) * 1000,
			       .reason = LOG_PERIODIC,
			       .values = room_values(13000, 21500, 0) };

	ASSERT_OK(orders_log(&room_orders, &l));
}

static void add_second(int64_t t)
{
	struct order_second s = { .t = t,
				  .boot = { 1 },
				  .values = room_values(14200, 21500, 1000) };

	ASSERT_OK(orders_second(&room_orders, &s));
}

/* A box of two parts of two frames; the wire breaks in the last one. */
static void add_box(void)
{
	const int32_t values[3] = { 13001, -70000, 1000 };
	const uint8_t good[3] = { 0 }, bad[3] = { QUALITY_BROKEN_WIRE, 0, 0 };
	struct order_box b = { .event = 9,
			       .alarm = "battery_low",
			       .channel = "volts",
			       .t_us = ROOM_START * USEC_PER_SEC,
			       .first = 1,
			       .last = 2 };
	uint8_t bytes[2048];

	for (int64_t i = 1; i <= 2; i++) {
		struct order_chunk c = { .chunk = i,
					 .t_us = (ROOM_START + i * 10) * USEC_PER_SEC,
					 .frames = bytes };
		struct frames_writer w;

		ASSERT_OK(frames_begin(&w, bytes, sizeof(bytes), 3, c.t_us));
		ASSERT_OK(frames_add(&w, c.t_us, values, good));
		ASSERT_OK(frames_add(&w, c.t_us + 100000, values, i == 2 ? bad : good));
		c.len = w.len;
		ASSERT_OK(orders_chunk(&room_orders, &c));
	}
	ASSERT_OK(orders_box(&room_orders, &b));
}

static void fill(void)
{
	struct order_table t = room_table();

	t.channels[1] = room_channel("inside", UNIT_CELSIUS, 1);
	room_open(&room_limits);
	room_take_table(&t);
	for (unsigned i = 0; i < MINUTES; i++)
		add_minute(i);
	for (unsigned i = 0; i < 400; i++)
		add_log(i);
	for (int64_t s = END - 60; s < END; s++)
		add_second(s);
	add_box();
	room_apply();
}

static void begin(void)
{
	make_folders();
	fill();
}

TEST(one_channel)
{
	begin();
	ASSERT_PRINTS("history volts --since 2h --step 30min",
		      "The volts [V], each row 30 min\n"
		      "time               mean    min    max  seconds\n"
		      "2026-11-25 20:00  13.15  12.95  13.34     1800\n"
		      "2026-11-25 20:30  13.50  13.35  13.64     1200  broken wire\n"
		      "2026-11-25 21:00  13.75  13.55  13.94     1800\n"
		      "2026-11-25 21:30  14.05  13.85  14.24     1800\n");
	/* by its name, and a time without any value */
	ASSERT_PRINTS("history volts --since 2026-11-25T20:25 --until 2026-11-25T20:45 --step 5min",
		      "The volts [V], each row 5 min\n"
		      "time               mean    min    max  seconds\n"
		      "2026-11-25 20:25  13.27  13.20  13.34      300\n"
		      "2026-11-25 20:30     --     --     --        0  broken wire\n"
		      "2026-11-25 20:35     --     --     --        0  broken wire\n"
		      "2026-11-25 20:40  13.42  13.35  13.49      300\n");
	/* seconds are to be seen where rows are closer than a minute */
	ASSERT_PRINTS("history volts --since 20s --step 10s",
		      "The volts [V], each row 10 s\n"
		      "time                  mean    min    max  seconds\n"
		      "2026-11-25 21:59:40  14.20  14.20  14.20       10\n"
		      "2026-11-25 21:59:50  14.20  14.20  14.20       10\n");
	remove_folders();
}

TEST(a_contact)
{
	begin();
	ASSERT_PRINTS("history door --since 2h --step 30min",
		      "The door, each row 30 min\n"
		      "time                    state  seconds\n"
		      "2026-11-25 20:00         OPEN     1800\n"
		      "2026-11-25 20:30         OPEN     1800\n"
		      "2026-11-25 21:00  50 % CLOSED     1800\n"
		      "2026-11-25 21:30       CLOSED     1800\n");
	remove_folders();
}

TEST(several_channels)
{
	begin();
	ASSERT_PRINTS("history volts inside door --since 2026-11-25T20:30 --until 2026-11-25T20:50 "
		      "--step 10min",
		      "time               The volts [V]  The inside [deg C]  The door\n"
		      "2026-11-25 20:30  -- broken wire                21.5      OPEN\n"
		      "2026-11-25 20:40           13.45                21.5      OPEN\n");
	remove_folders();
}

TEST(fahrenheit_is_for_people_alone)
{
	begin();
	write_settings("device = { profile = \"hu-2012\"; temperature_unit = \"fahrenheit\"; };\n");
	ASSERT_EQ(psctl("history inside --since 1h --step 1h"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "The inside [deg F], each row 1 h\n");
	ASSERT_CONTAINS(text_get(&unit_out), "2026-11-25 21:00  70.7  69.8  71.6     3600\n");
	ASSERT_EQ(psctl("history inside --since 1h --step 1h --csv"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "2026-11-25T21:00:00.000Z,21,21.5,22,3600\r\n");
	remove_folders();
}

TEST(csv)
{
	begin();
	setenv("TZ", "CET-1", 1);
	tzset();
	ASSERT_PRINTS("history volts door --since 2026-11-25T21:20 --until 2026-11-25T21:50 --step "
		      "10min --csv",
		      "time,volts_min,volts_mean,volts_max,volts_seconds,"
		      "door_min,door_mean,door_max,door_seconds\r\n"
		      "2026-11-25T21:20:00.000+01:00,13.15,13.245,13.34,600,0,0,0,600\r\n"
		      "2026-11-25T21:30:00.000+01:00,,,,0,0,0,0,600\r\n"
		      "2026-11-25T21:40:00.000+01:00,13.35,13.445,13.54,600,0,0,0,600\r\n");
	remove_folders();
}

TEST(json)
{
	begin();
	ASSERT_PRINTS(
		"history volts --since 2026-11-25T20:20 --until 2026-11-25T20:40 --step 10min "
		"--json",
		"{\"since\":\"2026-11-25T20:20:00.000Z\",\"until\":\"2026-11-25T20:40:00.000Z\","
		"\"step_s\":600,\"channels\":[{\"id\":\"volts\",\"name\":\"The volts\","
		"\"unit\":\"V\",\"points\":["
		"{\"time\":\"2026-11-25T20:20:00.000Z\",\"min\":13.15,\"mean\":13.245,"
		"\"max\":13.34,\"seconds\":600,\"quality\":\"ok\"},"
		"{\"time\":\"2026-11-25T20:30:00.000Z\",\"min\":null,\"mean\":null,"
		"\"max\":null,\"seconds\":0,\"quality\":\"broken-wire\"}]}]}\n");
	/* where nothing was written at all */
	ASSERT_EQ(psctl("history volts --since 2026-11-24 --until 2026-11-25 --step 1d --json"),
		  EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "\"seconds\":0,\"quality\":null}");
	remove_folders();
}

TEST(a_chart)
{
	begin();
	ASSERT_EQ(psctl("history volts door --since 2h --chart"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "The volts [V]\n 14.24 +");
	ASSERT_CONTAINS(text_get(&unit_out), "\n        20:00 ");
	ASSERT_CONTAINS(text_get(&unit_out), " 2026-11-25 22:00\n\nThe door\nCLOSED +");
	remove_folders();
}

TEST(what_is_asked_in_a_wrong_way)
{
	begin();
	ASSERT_COMPLAINS("history", EX_USAGE, "'history' wants more words");
	ASSERT_COMPLAINS("history vlts", EX_USAGE, "did you mean 'volts'?");
	ASSERT_COMPLAINS("history volts --csv --chart", EX_USAGE,
			 "one of --csv, --chart and --json");
	ASSERT_COMPLAINS("history volts --since 7d --step 1s", EX_USAGE, "at most 100000");
	ASSERT_COMPLAINS("history volts --since soon", EX_USAGE, "--since 'soon' is no time");
	ASSERT_COMPLAINS("history a a a a a a a a a a", EX_USAGE,
			 "a table has room for 9 channels");
	ASSERT_COMPLAINS("history volts --box 1 --step 1s", EX_USAGE, "only channels go with it");
	ASSERT_COMPLAINS("history volts --boxes", EX_USAGE, "--boxes lists them all");
	remove_folders();
}

TEST(a_channel_that_is_gone)
{
	struct order_table t = room_table();

	begin();
	t.n = 1;
	room_take_table(&t);
	ASSERT_EQ(psctl("history inside --since 1h --step 1h"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), " 21.5 ");
	remove_folders();
}

TEST(a_simulated_site_has_its_own)
{
	char path[512];

	begin();
	write_settings("device = { profile = \"sim\"; };\n");
	ASSERT_COMPLAINS("history volts", EX_NOINPUT, "there is no history yet");
	(void)snprintf(path, sizeof(path), "%s/simulated", room_folder);
	ASSERT_EQ(symlink(".", path), 0);
	ASSERT_EQ(psctl("history volts --since 1h"), EX_OK);
	remove_folders();
}

/* What cannot be loaded does not hide what was measured. */
TEST(settings_that_do_not_load)
{
	begin();
	write_settings("device = {");
	ASSERT_EQ(psctl("history volts --since 1h"), EX_OK);
	remove_folders();
}

TEST(nothing_yet)
{
	struct order_table t = room_table();

	make_folders();
	ASSERT_COMPLAINS("history volts", EX_NOINPUT, "rmcu-loggerd has not run");
	ASSERT_COMPLAINS("log files", EX_NOINPUT, "rmcu-loggerd has not run");
	ASSERT_COMPLAINS("log export", EX_NOINPUT, "rmcu-loggerd has not run");
	room_open(&room_limits);
	room_take_table(&t);
	ASSERT_COMPLAINS("history volts", EX_UNAVAILABLE, "there is nothing in the history yet");
	ASSERT_PRINTS("history --boxes", "no black box is kept: no alarm was raised yet\n");
	ASSERT_PRINTS("log files", "the log is empty\n");
	ASSERT_COMPLAINS("log export", EX_NOINPUT, "the log is empty");
	remove_folders();
}

TEST(what_is_wrong_with_a_file)
{
	static const struct {
		int r, code;
		const char *words;
	} cases[] = {
		{ -ENOENT, EX_NOINPUT, "not run; systemctl start rmcu-loggerd" },
		{ -EACCES, EX_NOPERM, "adduser anna rmcu, then sign in again" },
		{ -EUCLEAN, EX_DATAERR, "in /h is damaged: rmcu-loggerd sets it aside" },
		{ -EPROTO, EX_PROTOCOL, "in /h is of a newer RMCU than psctl" },
		{ -EBUSY, EX_TEMPFAIL, "in /h is busy" },
		{ -EIO, EX_IOERR, "in /h cannot be read: Input/output error" },
	};
	const struct history_source_place place = { .folder = "/h", .user = "anna" };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_TEXT struct text words = TEXT_INIT;

		ASSERT_EQ(history_source_words(cases[i].r, &place, &words), cases[i].code);
		ASSERT_CONTAINS(text_get(&words), cases[i].words);
	}
}

TEST(boxes)
{
	begin();
	ASSERT_EQ(psctl("history --boxes"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"battery_low  volts    2026-11-25 20:00:00  2026-11-25 20:00:10  "
			"2026-11-25 20:00:20\n");
	ASSERT_EQ(psctl("history --boxes --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"\"event\":9,\"alarm\":\"battery_low\",\"channel\":\"volts\","
			"\"raised\":\"2026-11-25T20:00:00.000Z\","
			"\"from\":\"2026-11-25T20:00:10.000Z\","
			"\"to\":\"2026-11-25T20:00:20.100Z\",\"damaged_parts\":0}");
	ASSERT_PRINTS("history --box 1", "time,volts,inside,door,remarks\r\n"
					 "2026-11-25T20:00:10.000Z,13.001,-70,1,\r\n"
					 "2026-11-25T20:00:10.100Z,13.001,-70,1,\r\n"
					 "2026-11-25T20:00:20.000Z,13.001,-70,1,\r\n"
					 "2026-11-25T20:00:20.100Z,,-70,1,volts: broken-wire\r\n");
	ASSERT_EQ(psctl("history door --box 1 --csv"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "time,door,remarks\r\n"
					     "2026-11-25T20:00:10.000Z,1,\r\n");
	ASSERT_COMPLAINS("history --box 8", EX_NOINPUT, "there is no black box 8");
	ASSERT_COMPLAINS("history --box all", EX_USAGE, "--box wants a number");
	ASSERT_COMPLAINS("history dor --box 1", EX_USAGE, "did you mean 'door'?");
	remove_folders();
}

/* ------------------------------------------------------------------ the log */

/* Byte for byte what the library makes of it. */
static int add_bytes(void *ctx, const char *bytes, size_t len)
{
	text_add_n(ctx, bytes, len);
	return 0;
}

static void expect_files(struct text *out, bool last_only)
{
	AUTO_FREE struct log_file *files = NULL;
	unsigned n;

	room_read();
	ASSERT_OK(log_files(room_reader, &files, &n));
	ASSERT_GT(n, 1);
	for (unsigned i = last_only ? n - 1 : 0; i < n; i++)
		ASSERT_OK(log_export(room_reader, &files[i], add_bytes, out));
}

TEST(a_damaged_part_of_a_box)
{
	begin();
	add_box();
	room_apply();
	ASSERT_OK(db_run(room_store->db, "UPDATE boxes SET first = 2 WHERE box = 1"));
	ASSERT_OK(db_run(room_store->db, "UPDATE chunks SET columns = 'x' WHERE chunk = 1"));
	ASSERT_EQ(psctl("history --boxes"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "2026-11-25 20:00:20  2026-11-25 20:00:20\n");
	ASSERT_CONTAINS(text_get(&unit_out), "2026-11-25 20:00:20  2026-11-25 20:00:20  damaged\n");
	ASSERT_EQ(psctl("history --boxes --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "\"damaged_parts\":1}]}");
	/* what there is of it comes out */
	ASSERT_EQ(psctl("history --box 2"), EX_DATAERR);
	ASSERT_STREQ(text_get(&unit_out), "time,volts,inside,door,remarks\r\n"
					  "2026-11-25T20:00:20.000Z,13.001,-70,1,\r\n"
					  "2026-11-25T20:00:20.100Z,,-70,1,volts: broken-wire\r\n");
	ASSERT_CONTAINS(text_get(&unit_err), "black box 2: 1 part is damaged, and what could not "
					     "be read of it is left out");
	ASSERT_EQ(psctl("history --box 1"), EX_OK);
	ASSERT_OK(db_run(room_store->db, "UPDATE chunks SET columns = 'x'"));
	ASSERT_EQ(psctl("history door --box 2"), EX_DATAERR);
	ASSERT_CONTAINS(text_get(&unit_err), "black box 2: 2 parts are damaged");
	remove_folders();
}

/* The site as it is some time later: another name, another unit, and one channel less. */
static void rename_channels(void)
{
	struct order_table t = room_table();

	t.channels[1] = room_channel("inside", UNIT_CELSIUS, 1);
	(void)snprintf(t.channels[0].name, sizeof(t.channels[0].name), "Battery A");
	t.channels[1].unit = UNIT_PERCENT;
	(void)snprintf(t.channels[1].name, sizeof(t.channels[1].name), "Humidity");
	t.n = 2;
	room_take_table(&t);
}

TEST(a_channel_by_its_former_name)
{
	const char *rest = " --since 2026-11-25T21:30 --until 2026-11-25T22:00 --step 30min";
	char line[256];

	begin();
	rename_channels();
	(void)snprintf(line, sizeof(line), "history The~volts%s", rest);
	ASSERT_PRINTS(line, "Battery A [V], each row 30 min\n"
			    "time               mean    min    max  seconds\n"
			    "2026-11-25 21:30  14.05  13.85  14.24     1800\n");
	/* what the rewired one measured before, in its unit; by its id it is what it is now */
	(void)snprintf(line, sizeof(line), "history the~inside%s", rest);
	ASSERT_PRINTS(line, "The inside [deg C], each row 30 min\n"
			    "time              mean   min   max  seconds\n"
			    "2026-11-25 21:30  21.5  21.0  22.0     1800\n");
	(void)snprintf(line, sizeof(line), "history inside%s", rest);
	ASSERT_EQ(psctl(line), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "Humidity [%]");
	ASSERT_PRINTS("complete -- history ", "volts\ndoor\ninside\nThe volts\nThe inside\n");
	ASSERT_PRINTS("complete -- history The~v", "The volts\n");
	remove_folders();
}

TEST(a_former_name_of_several)
{
	struct order_table t = room_table();

	begin();
	rename_channels();
	t.channels[1] = room_channel("inside", UNIT_PERCENT, 1);
	(void)snprintf(t.channels[1].name, sizeof(t.channels[1].name), "The volts");
	room_take_table(&t);
	/* one has it now */
	(void)snprintf(t.channels[0].name, sizeof(t.channels[0].name), "Battery B");
	room_take_table(&t);
	ASSERT_EQ(psctl("history The~volts --since 1h"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "The volts [%]");
	/* nobody has it any more */
	(void)snprintf(t.channels[1].name, sizeof(t.channels[1].name), "Humidity");
	room_take_table(&t);
	ASSERT_COMPLAINS(
		"history The~volts", EX_USAGE,
		"2 channels were called 'The volts' once: volts [V] ('Battery B' later) and "
		"inside [%] ('Humidity' later); say which by its id or another of its "
		"names");
	ASSERT_PRINTS("complete -- history The~v", "");
	remove_folders();
}

TEST(a_former_name_of_which_nothing_is_left)
{
	begin();
	rename_channels();
	ASSERT_OK(db_run(
		room_store->db,
		"INSERT INTO channels (def, col, id, name, kind, unit, role, digits, step,"
		" text0, text1, since_us, since_row, gone) SELECT 99, 1, 'wind', 'Wind', kind,"
		" unit, role, digits, step, text0, text1, since_us, since_row, 0 FROM channels"
		" WHERE def = 1"));
	ASSERT_COMPLAINS("history The~inside", EX_USAGE,
			 "'The inside' was a channel (inside), but another one has its place");
	ASSERT_COMPLAINS("history The~insid", EX_USAGE, "there is no channel 'The insid'");
	remove_folders();
}

TEST(files)
{
	begin();
	ASSERT_EQ(psctl("log files"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "number   name             first row");
	ASSERT_CONTAINS(text_get(&unit_out), "     1   RMCU-000001.CSV  2026-11-25 20:00:00");
	ASSERT_CONTAINS(text_get(&unit_out), "RMCU.CSV         2026-11-2");
	ASSERT_CONTAINS(text_get(&unit_out), "  being written\n");
	ASSERT_EQ(psctl("log files --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"{\"files\":[{\"number\":1,\"name\":\"RMCU-000001.CSV\","
			"\"first\":\"2026-11-25T20:00:00.000Z\",");
	ASSERT_CONTAINS(text_get(&unit_out), "\"being_written\":true}]}");
	remove_folders();
}

TEST(export_to_stdout)
{
	AUTO_TEXT struct text all = TEXT_INIT, last = TEXT_INIT;

	begin();
	expect_files(&last, true);
	ASSERT_PRINTS("log export", text_get(&last));
	expect_files(&all, false);
	ASSERT_PRINTS("log export --all", text_get(&all));
	ASSERT_EQ(psctl("log export 1"), EX_OK);
	ASSERT_EQ(strncmp(text_get(&unit_out), text_get(&all), unit_out.len), 0);
	ASSERT_GT(unit_out.len, 1000);
	ASSERT_COMPLAINS("log export 99", EX_NOINPUT, "the log has no file 99 (any more)");
	ASSERT_COMPLAINS("log export RMCU.CSV", EX_USAGE, "is no number of a file");
	ASSERT_COMPLAINS("log export 1 --all", EX_USAGE, "a number or --all");
	ASSERT_COMPLAINS("log export --json", EX_USAGE, "'log export' writes CSV");
	remove_folders();
}

TEST(export_to_a_file)
{
	AUTO_TEXT struct text all = TEXT_INIT, line = TEXT_INIT;
	AUTO_FREE char *bytes = NULL;
	char path[128];
	size_t len;

	begin();
	expect_files(&all, false);
	(void)snprintf(path, sizeof(path), "%s/all.csv", unit_folder);
	text_printf(&line, "log export --all --output %s", path);
	ASSERT_PRINTS(text_get(&line), "");
	ASSERT_OK(file_read(path, 10000000, &bytes, &len));
	ASSERT_STREQ(bytes, text_get(&all));
	(void)unlink(path);
	ASSERT_COMPLAINS("log export --output /nonexistent/a", EX_IOERR,
			 "cannot write '/nonexistent/a': No such file");
	remove_folders();
}

TEST(a_file_that_was_dropped)
{
	begin();
	ASSERT_OK(db_run(room_store->db, "DELETE FROM log WHERE row = 3"));
	ASSERT_EQ(psctl("log export 1"), EX_TEMPFAIL);
	ASSERT_CONTAINS(text_get(&unit_err),
			"file 1 (RMCU-000001.CSV) was dropped while it was read");
	remove_folders();
}

TEST(completion)
{
	begin();
	ASSERT_PRINTS("complete -- history ", "volts\ninside\ndoor\n");
	ASSERT_PRINTS("complete -- history volts --box ", "1\n");
	ASSERT_EQ(psctl("complete -- log export "), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "1\n2\n");
	ASSERT_EQ(psctl("complete -- log delete "), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "1\n2\n");
	remove_folders();
	ASSERT_PRINTS("complete -- history ", "");
}
