// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/files.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemons/webd/pack.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define FILE_MOST (256 * 1024)

static struct web_file files[] = {
	{ .name = "openapi.json", .type = "application/json" },
	{ .name = "favicon.svg", .type = "image/svg+xml" },
	{ .name = "icon-look.svg", .type = "image/svg+xml" },
	{ .name = "icon-unknown.svg", .type = "image/svg+xml" },
	{ .name = "icon-well.svg", .type = "image/svg+xml" },
	{ .name = "live.js", .type = "text/javascript; charset=utf-8" },
	{ .name = "outputs.js", .type = "text/javascript; charset=utf-8" },
	{ .name = "small.js", .type = "text/javascript; charset=utf-8" },
	{ .name = "spark.js", .type = "text/javascript; charset=utf-8" },
	{ .name = "theme.js", .type = "text/javascript; charset=utf-8" },
	{ .name = "style.css", .type = "text/css; charset=utf-8" },
	{ .name = "history.js", .type = "text/javascript; charset=utf-8" },
	/* Debian's; pages that draw do without it */
	{ .name = "dygraph.min.js",
	  .type = "text/javascript; charset=utf-8",
	  .folder = "/usr/share/javascript/dygraphs" },
};

/* Has one address, whatever is in it: it stands in people's notes. */
static struct web_file mib = { .name = "RMCU-MIB.txt", .type = "text/plain; charset=utf-8" };

static int load(struct web_file *f, const char *folder)
{
	AUTO_FREE char *bytes = NULL;
	char path[4096];
	uint64_t hash;
	size_t len;
	int r;

	(void)snprintf(path, sizeof(path), "%s/%s", f->folder ? f->folder : folder, f->name);
	r = file_read(path, FILE_MOST, &bytes, &len);
	if (r == -ENOENT && f->folder)
		return 0;
	if (r < 0)
		return log_error_errno(r, "cannot read '%s'", path);
	hash = hash_fnv1a(HASH_FNV1A_START, bytes, len);
	(void)snprintf(f->path, sizeof(f->path), "/static/%016" PRIx64 "/%s", hash, f->name);
	/* a browser that wants it plain is rare: to keep both would double what we are in memory */
	r = pack_gzip(&f->bytes, bytes, len);
	f->packed = r == 0 && f->bytes.len < len;
	if (!f->packed) {
		text_clear(&f->bytes);
		text_add_n(&f->bytes, bytes, len);
	}
	return text_ok(&f->bytes) ? r : -ENOMEM;
}

int files_load(const char *folder, const char *mib_folder)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(files) && r == 0; i++)
		r = load(&files[i], folder);
	/* without it all else is there still */
	if (r == 0)
		(void)load(&mib, mib_folder);
	return r;
}

void files_free(void)
{
	text_done(&mib.bytes);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		text_done(&files[i].bytes);
}

const struct web_file *files_find(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (files[i].path[0] && streq(files[i].path, path))
			return &files[i];
	return NULL;
}

const struct web_file *files_mib(void)
{
	return mib.bytes.len > 0 ? &mib : NULL;
}

const char *files_path(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (streq(files[i].name, name))
			return files[i].path;
	return "";
}
