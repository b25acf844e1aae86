// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/text.h"
#include "lib/db/db.h"

static bool is_there(const char *path, const char *suffix)
{
	char name[PATH_MAX];

	(void)snprintf(name, sizeof(name), "%s%s", path, suffix);
	return access(name, F_OK) == 0;
}

static bool may_write_beside(const char *path)
{
	char folder[PATH_MAX];
	char *slash;

	(void)snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (!slash)
		return access(".", W_OK) == 0;
	slash[slash == folder] = '\0'; /* that of "/db" is "/" */
	return access(folder, W_OK) == 0;
}

bool db_still(const char *path)
{
	return !may_write_beside(path) && !(is_there(path, "-wal") && is_there(path, "-shm"));
}

/* sqlite.org/uri.html: what would end the path, or begin an escape. */
static void add_path(struct text *out, const char *path)
{
	for (; *path; path++)
		if (strchr("?#%", *path))
			text_printf(out, "%%%02x", (unsigned)*path);
		else
			text_add_char(out, *path);
}

/*
 * Without a log the file is all there is: "immutable" reads it as it stands. With one its pages may
 * be half of now and half of an hour ago, so the log has to be read with it; without locks an
 * exclusive connection keeps its index in memory.
 *
 * Both see nothing of what another one writes, and mix old pages with new ones then. Nobody can on
 * a read-only mount; in a folder that only this reader may not write to it is the daemon that is
 * started meanwhile. Before anything else it makes the file that is missing here, so who looks for
 * it before each transaction gives up in time: at worst one transaction, some milliseconds, has
 * read what changed under it, and says that the file is damaged.
 */
int db_connect_still(const char *path, sqlite3 **ret_db, char **ret_appears)
{
	bool log = is_there(path, "-wal");
	AUTO_TEXT struct text uri = TEXT_INIT;
	AUTO_FREE char *appears = NULL;
	int r;

	if (asprintf(&appears, "%s%s", path, log ? "-shm" : "-wal") < 0) {
		appears = NULL;
		return -ENOMEM;
	}
	text_add(&uri, "file:");
	add_path(&uri, path);
	text_add(&uri, log ? "?vfs=unix-none" : "?immutable=1");
	r = db_connect(text_get(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, log, ret_db);
	if (r < 0)
		return r;
	*ret_appears = TAKE_PTR(appears);
	return 0;
}
