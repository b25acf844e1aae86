// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "daemons/webd/pack.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* Twice what it is today. */
#define LIBRARY_MOST (256 * 1024)

static char library_path[64];
static struct text library_bytes; /* where no file takes them */
static struct web_file library = {
	.name = FILES_LIBRARY,
	.type = "text/javascript; charset=utf-8",
	.path = library_path,
	.packed = true,
	.body = { .fd = -1 },
};

/*
 * A file without a name needs no check when we start again, and nobody can change it. It is read,
 * not mapped: a card that fails then costs an answer, and not webd.
 */
static int keep_in(const char *folder, const struct text *bytes)
{
	AUTO_CLOSE int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int r;

	if (fd < 0)
		return -errno;
	r = file_write(fd, bytes->bytes, bytes->len);
	return r < 0 ? r : TAKE_FD(fd);
}

void files_load(const char *library_folder, const char *own_folder)
{
	AUTO_FREE char *bytes = NULL;
	char path[4096];
	size_t len;
	int r;

	(void)snprintf(path, sizeof(path), "%s/%s", library_folder, FILES_LIBRARY);
	r = file_read(path, LIBRARY_MOST, &bytes, &len);
	if (r == 0)
		r = pack_gzip(&library_bytes, bytes, len);
	if (r < 0) {
		text_done(&library_bytes);
		if (r != -ENOENT)
			(void)log_error_errno(r, "no charts: cannot read '%s'", path);
		return;
	}
	(void)snprintf(library_path, sizeof(library_path), "/static/%016" PRIx64 "/%s",
		       hash_fnv1a(HASH_FNV1A_START, bytes, len), FILES_LIBRARY);
	library.body.len = library_bytes.len;
	r = keep_in(own_folder, &library_bytes);
	library.body.fd = MAX(r, -1);
	if (r >= 0)
		text_done(&library_bytes);
	library.body.bytes = library_bytes.bytes;
}

void files_free(void)
{
	if (library.body.fd >= 0)
		(void)close(library.body.fd);
	library.body = (struct http_fixed){ .fd = -1 };
	library_path[0] = '\0';
	text_done(&library_bytes);
}

/* The one at this place among all that there are, from 0; NULL behind the last one. */
static const struct web_file *file_at(size_t place)
{
	if (place < n_web_files)
		return &web_files[place];
	return place == n_web_files && *library_path ? &library : NULL;
}

const struct web_file *files_find(const char *path)
{
	const struct web_file *f;

	for (size_t i = 0; (f = file_at(i)); i++)
		if (streq(f->path, path))
			break;
	return f;
}

const struct web_file *files_named(const char *name)
{
	const struct web_file *f;

	for (size_t i = 0; (f = file_at(i)); i++)
		if (streq(f->name, name))
			break;
	return f;
}

const char *files_path(const char *name)
{
	const struct web_file *f = files_named(name);

	return f ? f->path : "";
}

void files_tag(const struct web_file *f, bool packed, char ret[ETAG_MAX])
{
	(void)snprintf(ret, ETAG_MAX, "\"%.16s%s\"", f->path + strlen("/static/"),
		       packed ? "-gz" : "");
}

void files_unpack(const struct web_file *f, struct text *out)
{
	AUTO_FREE char *kept = NULL;
	const char *bytes = f->body.bytes;

	if (!bytes) {
		bytes = kept = malloc(f->body.len);
		if (!kept || pread(f->body.fd, kept, f->body.len, 0) != (ssize_t)f->body.len)
			out->failed = true;
	}
	if (!out->failed && unpack_gzip(out, bytes, f->body.len) < 0)
		out->failed = true;
}
