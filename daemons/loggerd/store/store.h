// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * history.db, the side that writes. One thread's; everything between two commits is done or not at
 * all. The tables stand in lib/history/tables.h.
 *
 *   orders.c   what is to be written, as a list
 *   store.c    opening, closing, how it stands
 *   apply.c    a list as one transaction
 *   create.c   a new file, rings of another size, a damaged file set aside
 *   columns.c  which column a channel has, and what a column meant when
 *   seconds.c  the ring of seconds, and the clock that was set late
 *   minutes.c  the running hour, blocks of minutes and of hours
 *   log.c      rows and files of the log
 *   boxes.c    recordings at full rate
 *   audits.c   who emptied the log, until the journal has it
 *   disk.c     the thread that waits for the disk, disk_file.c the file that it has open;
 * handover.c their other side, the loop's
 */
#include "daemons/loggerd/store/orders.h"
#include "lib/db/aside.h"
#include "lib/history/history.h"
#include "lib/history/log.h"

/* What the settings want, besides the sizes of the rings. */
struct store_limits {
	struct history_sizes sizes;
	uint64_t file_bytes;  /* a file of the log ends at this size */
	uint64_t quota_bytes; /* all of them together */
	uint32_t boxes;	      /* recordings that are kept */
};

/* How the log and the file stand, as of the last commit. */
struct store_status {
	int64_t first_ms, last_ms; /* of the log's rows; 0 without one */
	uint64_t rows, log_bytes;
	uint32_t files, boxes;
	uint64_t bytes;	     /* of the file and its write-ahead log */
	uint64_t bytes_most; /* that it can reach */
	uint64_t written;    /* to the card since written_since_us */
	int64_t written_since_us;
	int64_t event; /* the next one wanted */
	int64_t chunk; /* the first number that no part of a recording has, or was to have */
	int64_t oldest_second, oldest_minute, oldest_hour; /* seconds since 1970, 0 for none */
	/* what the journal does not have yet: how many, and the oldest one, whose mark is 0 without
	 * one */
	uint32_t audits;
	struct order_audit oldest_audit;
};

/* As many as a list deletes at once; more are passed over in silence. */
#define STORE_MISSING_MAX 16

/* The file of the log that is written. */
struct store_file {
	int64_t file; /* number; 0: none */
	int64_t first, last;
	int64_t bytes, layout;
};

struct store {
	sqlite3 *db;
	char *folder;
	struct store_limits limits;
	struct history_state state; /* with what the transaction holds */
	struct history_channels channels;
	/* the present table of channels */
	struct order_table *table; /* as of the last commit; owned; NULL before the first one */
	struct order_table *fresh; /* of the transaction; owned */
	char site[64];
	unsigned n;
	int columns[CHANNELS_MAX];  /* of each channel; -1: hidden, it has none */
	int64_t defs[CHANNELS_MAX]; /* its definition */
	unsigned n_columns;	    /* c0 … of the wide tables */
	/* the ring of seconds */
	sqlite3_stmt *second;
	int64_t last_t;
	/* the running hour: HISTORY_MINUTES rows of HISTORY_MINUTE_BYTES for each column */
	sqlite3_stmt *minute;
	int64_t hour; /* since 1970; -1 for none */
	uint8_t *running;
	/* the log */
	sqlite3_stmt *log, *file_row;
	struct store_file file;
	int64_t layout; /* of the present table; 0: not looked up yet */
	struct log_layout log_layout;
	struct text line;
	uint64_t written_before; /* what the kernel counted for us at the last commit */
	/* files that were to be deleted by the last list, and were not there */
	unsigned n_missing;
	int64_t missing[STORE_MISSING_MAX];
	bool reload; /* a transaction failed: what is remembered of the file may be wrong */
};

/*
 * Opens history.db in the folder, or makes it. Rings of other sizes than the settings want are made
 * anew from what is in them. -EUCLEAN: it is damaged; -EPROTO: a newer one, left alone.
 */
int store_open(const char *folder, const struct store_limits *limits, int64_t now_us,
	       struct store **ret_store);
struct store *store_close(struct store *s);

/* Writes the list as one transaction. After an error nothing of it is written. */
int store_apply(struct store *s, const struct orders *orders);

/* The whole file is looked at; -EUCLEAN when it is damaged. Takes seconds. */
int store_check(struct store *s);

int store_status(struct store *s, struct store_status *ret);

/* create.c */
/* Makes a new file in the folder, under another name first. */
int store_create(const char *folder, const struct store_limits *limits, const char *predecessor,
		 int64_t now_us);
/* Moves a file that is damaged, and what belongs to it, to a name with the date in it. */
int store_set_aside(const char *folder, int64_t now_us, char ret_name[DB_ASIDE_MAX]);
/* Rings of other sizes are made anew. */
int store_resize(struct store *s, const struct history_sizes *sizes);

/* columns.c */
int columns_take(struct store *s, const struct order_table *t);
/* Adds c0 … up to this column to the wide tables. */
int columns_grow(struct store *s, unsigned n);
/* Adds ", c0, c1, …", the columns of a wide table. */
void columns_names(struct text *out, unsigned n);
/* Prepares an INSERT of these columns and all of c0, … */
int columns_insert(struct store *s, const char *into, const char *fixed, unsigned n_fixed,
		   sqlite3_stmt **ret);
/* Values in the order of columns, and their qualities; where no channel is, the quality is
 * disabled. True when all channels had a value. */
bool columns_spread(const struct store *s, const struct order_values *v,
		    int32_t ret_values[HISTORY_COLUMNS_MAX],
		    uint8_t ret_qualities[HISTORY_COLUMNS_MAX]);
/* Binds q and c0 … from `at` on. */
void columns_bind(const struct store *s, sqlite3_stmt *statement, int at,
		  const struct order_values *v, uint8_t qualities[HISTORY_COLUMNS_MAX]);

/* store.c */
/* Everything that is remembered of the file, read from it. The table of channels is not in it. */
int store_load(struct store *s);

/* seconds.c */
int seconds_prepare(struct store *s);
int seconds_add(struct store *s, const struct order_second *o);
/* Times since the boot become times since 1970; minutes are made of them. */
int seconds_settle(struct store *s, const struct order_clock *c);

/* minutes.c */
int minutes_prepare(struct store *s);
int minutes_load(struct store *s);
int minutes_add(struct store *s, const struct order_minute *m);
/* The same with a point for each column. */
int minutes_add_columns(struct store *s, int64_t minute, const struct history_point *points);
/* A column that had another channel before is emptied. */
int minutes_forget(struct store *s, unsigned column);

/* log.c */
int log_prepare(struct store *s);
int log_load(struct store *s);
int log_add(struct store *s, const struct order_log *l);
int log_settle(struct store *s, const struct order_clock *c);
int log_clear(struct store *s);
/* -ENOENT: there is no such file. */
int log_delete(struct store *s, int64_t file);
/* The oldest files beyond the quota go, and rows that belong to none. */
int log_prune(struct store *s);
/* Remembers where the file that is written stands. */
int log_keep_file(struct store *s);
int log_status(struct store *s, struct store_status *ret);

/* audits.c */
int audits_prepare(struct store *s);
int audits_add(struct store *s, const struct order_audit *a);
int audits_told(struct store *s, int64_t mark);
int audits_status(struct store *s, struct store_status *ret);

/* boxes.c */
int boxes_add_chunk(struct store *s, const struct order_chunk *c);
int boxes_add(struct store *s, const struct order_box *b);
int boxes_status(struct store *s, struct store_status *ret);
