// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The history for the benchmarks: fills one through loggerd's storing code, and asks it as psctl
 * does.
 *
 *   fill FOLDER FROM DAYS CHANNELS SECONDS LOG   minutes of so many days, then SECONDS seconds; LOG
 *                                                rows of the log, one a minute; CHANNELS is how
 *                                                many, or the socket of a sensord
 *   ingest FOLDER ROWS                           seconds, 600 a transaction; prints rows a second
 *   query FOLDER CHANNEL FROM TO BUCKETS         "min mean max" a line, in thousandths
 *   flat FOLDER CHANNEL FROM TO FILE             the minutes as floats: min, mean, max
 *   export FOLDER                                all files of the log as CSV
 *   csv FILE SECONDS                             appends a line each second, without syncing
 *   writer SOCKET FILE SNAPSHOTS                 the seconds of a sensord, and nothing else
 *   naive FILE SECONDS                           a row each second, each a transaction, FULL
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"
#include "lib/bus/client.h"
#include "lib/history/log.h"

#define MINUTE_S 60
#define FIRST	 INT64_C(1795636800)

static const struct store_limits limits = {
	.sizes = { 48 * 3600, 396 * 24, 457, 1164 },
	.file_bytes = 5 << 20,
	.quota_bytes = (uint64_t)1 << 30,
	.boxes = 32,
};

static void check(int r, const char *what)
{
	if (r >= 0)
		return;
	fprintf(stderr, "bench_history: %s: %s\n", what, strerror(-r));
	exit(1);
}

/* Noise that is the same each time. */
static uint32_t noise(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)(x ^ (x >> 31));
}

static int32_t value_of(int64_t t, unsigned channel)
{
	return 13000 + (int32_t)channel * 1000 + (int32_t)(noise((uint64_t)t * 64 + channel) % 900);
}

/* "11" channels of our own, or those of a sensord, whose socket this is. */
static unsigned make_table(struct order_table *t, const char *what)
{
	unsigned n = (unsigned)strtoul(what, NULL, 10);

	if (strchr(what, '/')) {
		static struct msg_hello hello;
		struct client c = CLIENT_INIT;

		check(client_hello(&c, what, 2 * USEC_PER_SEC, &hello, NULL), what);
		*t = (struct order_table){ .since_us = 1, .n = hello.n_channels };
		(void)snprintf(t->site, sizeof(t->site), "%s", hello.site);
		memcpy(t->channels, hello.channels, t->n * sizeof(t->channels[0]));
		client_done(&c);
		return t->n;
	}
	*t = (struct order_table){ .site = "Bench", .since_us = 1, .n = n };
	for (unsigned i = 0; i < n; i++) {
		t->channels[i] = (struct channel){ .kind = CHANNEL_ANALOG_IN,
						   .unit = UNIT_VOLT,
						   .digits = 3,
						   .range_max = 100 * MICRO };
		(void)snprintf(t->channels[i].id, sizeof(t->channels[i].id), "c%u", i);
		(void)snprintf(t->channels[i].name, sizeof(t->channels[i].name), "Channel %u", i);
	}
	return n;
}

static void apply(struct store *s, struct orders *o)
{
	check(store_apply(s, o), "apply");
	o->len = 0;
	o->n = 0;
}

static void values_at(int64_t t, unsigned n, struct order_values *ret)
{
	ret->n = n;
	for (unsigned i = 0; i < n; i++) {
		ret->values[i] = value_of(t, i);
		ret->qualities[i] = QUALITY_OK;
	}
}

static void add_minute(struct orders *o, int64_t t, unsigned n)
{
	struct order_minute m = { .minute = t / MINUTE_S, .n = n };

	for (unsigned i = 0; i < n; i++) {
		int32_t v = value_of(t, i);

		m.points[i] = (struct history_point){ v - (int32_t)(noise((uint64_t)v) % 50), v,
						      v + (int32_t)(noise((uint64_t)t) % 50), 60,
						      QUALITY_OK };
	}
	check(orders_minute(o, &m), "minute");
}

static void add_log(struct orders *o, int64_t t, unsigned n)
{
	struct order_log l = { .ms = t * 1000, .east = 60, .reason = LOG_PERIODIC };

	values_at(t, n, &l.values);
	check(orders_log(o, &l), "log");
}

static void add_second(struct orders *o, int64_t t, unsigned n)
{
	struct order_second s = { .t = t };

	values_at(t, n, &s.values);
	check(orders_second(o, &s), "second");
}

static struct store *open_store(const char *folder, const char *channels, struct orders *o,
				unsigned *ret_n)
{
	static struct order_table table;
	struct store *s;

	check(store_open(folder, &limits, 1, &s), folder);
	*ret_n = make_table(&table, channels);
	check(orders_table(o, &table), "table");
	apply(s, o);
	return s;
}

static int fill(char *argv[])
{
	int64_t from = atoll(argv[1]), days = atoll(argv[2]), seconds = atoll(argv[4]),
		log = atoll(argv[5]);
	int64_t to = from + days * 86400;
	struct orders o = { 0 };
	unsigned n;
	struct store *s = open_store(argv[0], argv[3], &o, &n);

	/* a commit each minute is what a year would have taken: only the bytes in it count here */
	(void)db_run(s->db, "PRAGMA synchronous = OFF");
	for (int64_t t = from; t < to; t += MINUTE_S) {
		add_minute(&o, t, n);
		if (t >= to - log * MINUTE_S)
			add_log(&o, t, n);
		if (o.len > 100000)
			apply(s, &o);
	}
	for (int64_t t = to - seconds; t < to; t++) {
		add_second(&o, t, n);
		if (o.len > 100000)
			apply(s, &o);
	}
	apply(s, &o);
	check(db_run(s->db, "PRAGMA wal_checkpoint(TRUNCATE)"), "checkpoint");
	orders_done(&o);
	(void)store_close(s);
	return 0;
}

static int ingest(char *argv[])
{
	int64_t rows = atoll(argv[1]);
	struct orders o = { 0 };
	unsigned n;
	struct store *s = open_store(argv[0], "11", &o, &n);
	struct timespec a, b;

	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	for (int64_t t = 0; t < rows; t++) {
		add_second(&o, FIRST + t, n);
		if (t % 60 == 59)
			add_minute(&o, FIRST + t - 59, n);
		if (t % 600 == 599)
			apply(s, &o);
	}
	apply(s, &o);
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	printf("{\"rows_per_s\": %.0f}\n", (double)rows / ((double)(b.tv_sec - a.tv_sec) +
							   (double)(b.tv_nsec - a.tv_nsec) / 1e9));
	orders_done(&o);
	(void)store_close(s);
	return 0;
}

/* One row a second, for so long. */
static void wait_second(struct timespec *next)
{
	next->tv_sec++;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, next, NULL) == EINTR)
		;
}

static int csv(char *argv[])
{
	struct timespec next;
	FILE *f = fopen(argv[0], "we");

	if (!f)
		check(-errno, argv[0]);
	(void)clock_gettime(CLOCK_MONOTONIC, &next);
	for (int64_t t = 0; t < atoll(argv[1]); t++) {
		fprintf(f, "%lld", (long long)(FIRST + t));
		for (unsigned i = 0; i < 11; i++)
			fprintf(f, ",%.3f", value_of(t, i) / 1000.0);
		fputc('\n', f);
		(void)fflush(f);
		wait_second(&next);
	}
	(void)fclose(f);
	return 0;
}

/* What nobody should do: each row a transaction of its own. */
static int naive(char *argv[])
{
	struct timespec next;
	sqlite3_stmt *add;
	sqlite3 *db;

	check(db_connect(argv[0], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, false, &db), argv[0]);
	check(db_run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			 "CREATE TABLE rows (t INTEGER PRIMARY KEY, c0 INTEGER, c1 INTEGER,"
			 " c2 INTEGER, c3 INTEGER, c4 INTEGER, c5 INTEGER, c6 INTEGER, c7 INTEGER,"
			 " c8 INTEGER, c9 INTEGER, c10 INTEGER)"),
	      "create");
	check(db_prepare(db, "INSERT INTO rows VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", &add), "insert");
	(void)clock_gettime(CLOCK_MONOTONIC, &next);
	for (int64_t t = 0; t < atoll(argv[1]); t++) {
		(void)sqlite3_bind_int64(add, 1, FIRST + t);
		for (unsigned i = 0; i < 11; i++)
			(void)sqlite3_bind_int(add, 2 + (int)i, value_of(t, i));
		check(db_step(add), "row");
		wait_second(&next);
	}
	(void)sqlite3_finalize(add);
	(void)sqlite3_close(db);
	return 0;
}

/* The limit for loggerd: reads the same snapshots, and writes the same seconds and nothing else. */
static int writer(char *argv[])
{
	static struct msg_hello hello;
	static struct snapshot snapshot;
	struct client c = CLIENT_INIT;
	struct timespec used;
	sqlite3_stmt *add;
	sqlite3 *db;
	int64_t last = 0, rows = 0, seen = 0;

	check(db_connect(argv[1], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, false, &db), argv[1]);
	check(db_run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			 "CREATE TABLE rows (t INTEGER PRIMARY KEY, c0, c1, c2, c3, c4, c5, c6, c7,"
			 " c8, c9, c10, c11, c12, c13, c14, c15, c16); BEGIN"),
	      "create");
	check(db_prepare(db, "INSERT INTO rows VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", &add),
	      "insert");
	check(client_hello(&c, argv[0], 2 * USEC_PER_SEC, &hello, NULL), argv[0]);
	while (seen < atoll(argv[2])) {
		struct msg_head head;
		struct cursor body;
		int r = client_receive(&c, 5 * USEC_PER_SEC, &head, &body);

		check(r, "receive");
		if (r == 0 || head.type != MSG_SNAPSHOT)
			continue;
		check(msg_snapshot_get(&body, &snapshot), "snapshot");
		seen++;
		if (snapshot.now.wall_us / USEC_PER_SEC == last)
			continue;
		last = snapshot.now.wall_us / USEC_PER_SEC;
		(void)sqlite3_bind_int64(add, 1, last);
		for (int i = 0; i < 17 && i < snapshot.n_samples; i++)
			(void)sqlite3_bind_int(add, 2 + i, (int)(snapshot.samples[i].value / 1000));
		check(db_step(add), "row");
		if (++rows % 60 == 0)
			check(db_run(db, "COMMIT; BEGIN"), "commit");
	}
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	printf("{\"cpu\": %f}\n",
	       ((double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3) / (double)seen);
	return 0;
}

static const struct history_channel *find(struct history *h, const char *id)
{
	const struct history_channel *c = history_channels_find(&h->channels, id);

	if (!c)
		check(-ENOENT, id);
	return c;
}

static int query(char *argv[])
{
	const struct history_range range = { atoll(argv[2]), atoll(argv[3]),
					     (unsigned)strtoul(argv[4], NULL, 10) };
	struct history_sum *sums = calloc(range.buckets, sizeof(*sums));
	struct history *h;

	check(history_open(argv[0], &h), argv[0]);
	check(history_buckets(h, find(h, argv[1]), &range, sums), "buckets");
	for (unsigned i = 0; i < range.buckets; i++)
		if (sums[i].seconds > 0)
			printf("%d %lld %d\n", sums[i].min, (long long)history_mean(&sums[i]),
			       sums[i].max);
	free(sums);
	(void)history_close(h);
	return 0;
}

static int flat(char *argv[])
{
	int64_t from = atoll(argv[2]), to = atoll(argv[3]);
	struct history_sum *sums;
	struct history *h;
	FILE *f = fopen(argv[4], "we");

	if (!f)
		check(-errno, argv[4]);
	check(history_open(argv[0], &h), argv[0]);
	for (; from < to; from += 3600) {
		const struct history_range range = { from, from + 3600, 60 };

		sums = calloc(range.buckets, sizeof(*sums));
		check(history_buckets(h, find(h, argv[1]), &range, sums), "buckets");
		for (unsigned i = 0; i < range.buckets; i++) {
			const float v[3] = { (float)sums[i].min, (float)history_mean(&sums[i]),
					     (float)sums[i].max };

			(void)fwrite(v, sizeof(v), 1, f);
		}
		free(sums);
	}
	(void)fclose(f);
	(void)history_close(h);
	return 0;
}

static int write_out(void *ctx, const char *bytes, size_t len)
{
	(void)ctx;
	return fwrite(bytes, 1, len, stdout) == len ? 0 : -EIO;
}

static int export(char *argv[])
{
	struct log_file *files;
	struct history *h;
	unsigned n;

	check(history_open(argv[0], &h), argv[0]);
	check(log_files(h, &files, &n), "files");
	for (unsigned i = 0; i < n; i++)
		check(log_export(h, &files[i], write_out, NULL), "export");
	free(files);
	(void)history_close(h);
	return 0;
}

int main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int args;
		int (*run)(char *argv[]);
	} modes[] = {
		{ "fill", 6, fill },   { "ingest", 2, ingest }, { "query", 5, query },
		{ "flat", 5, flat },   { "export", 1, export }, { "csv", 2, csv },
		{ "naive", 2, naive }, { "writer", 3, writer },
	};

	for (size_t i = 0; i < ARRAY_SIZE(modes) && argc > 1; i++)
		if (streq(argv[1], modes[i].name) && argc == modes[i].args + 2)
			return modes[i].run(argv + 2);
	fprintf(stderr, "usage: see bench_history.c\n");
	return 64;
}
