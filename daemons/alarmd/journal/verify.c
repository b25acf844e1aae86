// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemons/alarmd/journal/rows.h"
#include "daemons/alarmd/journal/store.h"
#include "lib/base/cleanup.h"
#include "lib/base/text.h"

/* Refuses a file that somebody has open: it would change under the walk. */
static int refuse_open_one(const char *path, char *ret_sentence, size_t size)
{
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct flock held = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fd < 0) {
		int r = -errno;

		(void)snprintf(ret_sentence, size, "'%s' cannot be opened: %s", path, strerror(-r));
		return r;
	}
	if (fcntl(fd, F_GETLK, &held) < 0 || held.l_type == F_UNLCK)
		return 0;
	(void)snprintf(ret_sentence, size,
		       "'%s' is in use by process %ld: stop it, or look at a copy", path,
		       (long)held.l_pid);
	return -EBUSY;
}

/* True when something stands in the file of this name with that behind it. */
static bool has(const char *path, const char *behind)
{
	char name[PATH_MAX];
	struct stat st;

	(void)snprintf(name, sizeof(name), "%s%s", path, behind);
	return stat(name, &st) == 0 && st.st_size > 0;
}

static void forget_index(const char *path)
{
	char name[PATH_MAX];

	(void)snprintf(name, sizeof(name), "%s-shm", path);
	(void)unlink(name);
}

/* A path as SQLite's URI. */
static void add_uri(struct text *uri, const char *path)
{
	text_add(uri, "file:");
	for (; *path; path++) {
		if (strchr("%?#", *path))
			text_printf(uri, "%%%02X", (unsigned)*path);
		else
			text_add_char(uri, *path);
	}
}

/*
 * Without a log nothing can be missing, and "immutable" reads it even where nothing can be written.
 * With one, SQLite has to make an index beside it.
 */
static int open_reading(const char *path, sqlite3 **ret_db)
{
	AUTO_TEXT struct text uri = TEXT_INIT;

	add_uri(&uri, path);
	text_add(&uri, has(path, "-wal") ? "?mode=ro" : "?mode=ro&immutable=1");
	if (!text_ok(&uri))
		return -ENOMEM;
	return db_connect(text_get(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, false, ret_db);
}

static void read_predecessor(sqlite3 *db, char *ret_text, size_t size)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;

	if (db_prepare(db, "SELECT predecessor FROM journal", &s) == 0 &&
	    sqlite3_step(s) == SQLITE_ROW && sqlite3_column_text(s, 0))
		(void)snprintf(ret_text, size, "%s", (const char *)sqlite3_column_text(s, 0));
}

/* At the first event that does not fit: which, and why. */
static void say_break(struct journal_verdict *v, struct chain_walk *w, enum chain_step step)
{
	char sentence[CHAIN_SENTENCE_MAX];

	chain_walk_sentence(w, step, sentence);
	(void)snprintf(v->sentence, sizeof(v->sentence), "%s", sentence);
	v->from = w->from;
	v->to = step == CHAIN_DISORDER ? w->from : w->to;
	v->holds = false;
}

static int walk(sqlite3 *db, struct journal_verdict *v)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	struct chain_walk w;
	enum chain_step step = CHAIN_HOLDS;
	struct event e;
	int rc = SQLITE_DONE,
	    r = db_prepare(db, "SELECT " ROWS_COLUMNS " FROM events ORDER BY number", &s);

	if (r < 0)
		return r;
	v->holds = true;
	chain_walk_begin(&w, &v->anchor);
	while (step == CHAIN_HOLDS && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		r = rows_read(s, &e);
		if (r == -ENOMEM)
			return r;
		step = chain_walk_next(&w, &e);
		/* a row that is no event at all stands where one was */
		if (r < 0 && step != CHAIN_MISSING && step != CHAIN_DISORDER) {
			step = CHAIN_CHANGED;
			w.from = w.to = e.number;
		}
	}
	v->head = w.at;
	if (step != CHAIN_HOLDS)
		say_break(v, &w, step);
	return step == CHAIN_HOLDS ? db_error(db, rc) : 0;
}

static int check(sqlite3 *db, struct journal_verdict *v)
{
	int r = store_format(db);

	if (r == 0)
		r = store_anchor(db, v->id, &v->anchor);
	if (r == 0) {
		v->head = v->anchor;
		read_predecessor(db, v->predecessor, sizeof(v->predecessor));
		r = walk(db, v);
	}
	return r;
}

/* What kept it from being read to its end. */
static int explain(struct journal_verdict *v, const char *path, int r)
{
	v->holds = false;
	if (r == -EPROTO)
		(void)snprintf(v->sentence, sizeof(v->sentence), "'%s' is of a newer version",
			       path);
	else if (r == -EUCLEAN)
		(void)snprintf(v->sentence, sizeof(v->sentence),
			       "'%s' is no journal, or is damaged behind event %" PRIu64, path,
			       v->head.number);
	else if (has(path, "-wal"))
		(void)snprintf(v->sentence, sizeof(v->sentence),
			       "'%s' has a log beside it that cannot be read here (%s): copy both "
			       "into a folder of your own",
			       path, strerror(-r));
	else
		(void)snprintf(v->sentence, sizeof(v->sentence), "'%s' cannot be read: %s", path,
			       strerror(-r));
	return r == -EUCLEAN ? 0 : r;
}

int journal_verify(const char *path, struct journal_verdict *ret_verdict)
{
	struct journal_verdict *v = ret_verdict;
	bool had_index = has(path, "-shm");
	sqlite3 *db = NULL;
	int r;

	*v = (struct journal_verdict){ 0 };
	r = refuse_open_one(path, v->sentence, sizeof(v->sentence));
	if (r < 0)
		return r;
	r = open_reading(path, &db);
	if (r == 0)
		r = check(db, v);
	(void)sqlite3_close(db);
	if (!had_index)
		forget_index(path);
	return r < 0 ? explain(v, path, r) : 0;
}
