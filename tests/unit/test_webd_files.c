// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/files.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemons/webd/pack.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/util.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

static const char script[] = "let a = 1; let b = 1; let c = 1; let d = 1; let e = 1; let f = 1;";
static char folder[FOLDER_PATH_MAX];

static void begin(void)
{
	folder_fresh(folder, "files");
	ASSERT_OK(file_replace(folder, FILES_LIBRARY, script, strlen(script), 0644, false));
}

static void end(void)
{
	files_free();
	folder_remove(folder);
}

/* It has this content, and the address of it. */
static void is(const struct web_file *f, const char *bytes, size_t len)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	char path[128];

	ASSERT_TRUE(f != NULL);
	(void)snprintf(path, sizeof(path), "/static/%016" PRIx64 "/%s",
		       hash_fnv1a(HASH_FNV1A_START, bytes, len), f->name);
	ASSERT_STREQ(f->path, path);
	ASSERT_STREQ(files_path(f->name), path);
	ASSERT_TRUE(files_find(path) == f);
	if (f->packed)
		files_unpack(f, &out);
	else
		text_add_n(&out, f->body.bytes, f->body.len);
	ASSERT_TRUE(text_ok(&out));
	ASSERT_EQ(out.len, len);
	ASSERT_EQ(memcmp(out.bytes, bytes, len), 0);
}

static bool is_for_the_build(const char *name)
{
	return name[0] == '.' || streq(name, "meson.build") || streq(name, "pack.py");
}

TEST(all_of_www_is_in_the_program)
{
	char www[2048], path[4096];
	struct dirent *e;
	unsigned n = 0;

	(void)snprintf(www, sizeof(www), "%s/www", getenv("RMCU_SOURCE"));
	AUTO_CLOSEDIR DIR *d = opendir(www);
	ASSERT_TRUE(d != NULL);
	while ((e = readdir(d))) {
		AUTO_FREE char *bytes = NULL;
		size_t len;

		if (is_for_the_build(e->d_name))
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", www, e->d_name);
		ASSERT_OK(file_read(path, 1 << 20, &bytes, &len));
		is(files_named(e->d_name), bytes, len);
		n++;
	}
	/* and the MIB */
	ASSERT_EQ(n_web_files, n + 1);
	ASSERT_TRUE(files_named("RMCU-MIB.txt") != NULL);
}

TEST(packed_where_that_is_smaller)
{
	for (size_t i = 0; i < n_web_files; i++) {
		const struct web_file *f = &web_files[i];
		AUTO_TEXT struct text plain = TEXT_INIT, packed = TEXT_INIT;

		if (f->packed)
			files_unpack(f, &plain);
		else
			text_add_n(&plain, f->body.bytes, f->body.len);
		ASSERT_OK(pack_gzip(&packed, plain.bytes, plain.len));
		ASSERT_EQ(f->packed, packed.len < plain.len);
		ASSERT_EQ(f->body.len, MIN(packed.len, plain.len));
	}
	ASSERT_TRUE(files_named("style.css")->packed);
}

/* Packed and plain are two things to keep; what is not packed is the same for everybody. */
TEST(each_has_a_tag_of_its_content)
{
	const struct web_file *style = files_named("style.css");
	char plain[ETAG_MAX], packed[ETAG_MAX], other[ETAG_MAX], is[ETAG_MAX];

	files_tag(style, false, plain);
	files_tag(style, true, packed);
	files_tag(files_named("live.js"), false, other);
	(void)snprintf(is, sizeof(is), "\"%.16s\"", style->path + strlen("/static/"));
	ASSERT_STREQ(plain, is);
	(void)snprintf(is, sizeof(is), "\"%.16s-gz\"", style->path + strlen("/static/"));
	ASSERT_STREQ(packed, is);
	ASSERT_TRUE(strcmp(plain, other) != 0);
	ASSERT_TRUE(etag_matches(packed, packed) && !etag_matches(plain, packed));
}

TEST(what_is_not_there)
{
	ASSERT_TRUE(files_find("") == NULL);
	ASSERT_TRUE(files_find("/static/0000000000000000/style.css") == NULL);
	ASSERT_TRUE(files_named("") == NULL);
	ASSERT_STREQ(files_path("nothing.js"), "");
	/* Debian's package is not installed */
	files_load("/nonexistent", "/tmp");
	ASSERT_STREQ(files_path(FILES_LIBRARY), "");
	ASSERT_TRUE(files_named(FILES_LIBRARY) == NULL);
	files_free();
}

TEST(the_library_lies_in_a_file_without_a_name)
{
	const struct web_file *f;
	struct stat st;

	begin();
	files_load(folder, folder);
	f = files_named(FILES_LIBRARY);
	is(f, script, strlen(script));
	ASSERT_TRUE(f->body.bytes == NULL);
	ASSERT_OK(fstat(f->body.fd, &st));
	ASSERT_EQ(st.st_nlink, 0);
	ASSERT_EQ(st.st_size, f->body.len);
	end();
	ASSERT_STREQ(files_path(FILES_LIBRARY), "");
}

/* An upgrade of Debian's package, in place even: who began with the old one goes on with it. */
TEST(the_library_stays_as_it_was_at_the_start)
{
	begin();
	files_load(folder, folder);
	ASSERT_OK(truncate(folder_file(folder, FILES_LIBRARY), 0));
	is(files_named(FILES_LIBRARY), script, strlen(script));
	files_free();
	ASSERT_OK(file_replace(folder, FILES_LIBRARY, "new", 3, 0644, false));
	files_load(folder, folder);
	is(files_named(FILES_LIBRARY), "new", 3);
	end();
}

TEST(in_memory_where_no_file_takes_it)
{
	begin();
	files_load(folder, "/nonexistent");
	ASSERT_EQ(files_named(FILES_LIBRARY)->body.fd, -1);
	is(files_named(FILES_LIBRARY), script, strlen(script));
	end();
}

/* A card that fails. */
TEST(a_file_that_cannot_be_read_is_no_content)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	begin();
	files_load(folder, folder);
	ASSERT_OK(ftruncate(files_named(FILES_LIBRARY)->body.fd, 10));
	files_unpack(files_named(FILES_LIBRARY), &out);
	ASSERT_FALSE(text_ok(&out));
	end();
}

TEST(a_library_that_is_too_large_is_none)
{
	char *large = calloc(1, 1 << 20);

	begin();
	ASSERT_OK(file_replace(folder, FILES_LIBRARY, large, 1 << 20, 0644, false));
	free(large);
	files_load(folder, folder);
	ASSERT_TRUE(files_named(FILES_LIBRARY) == NULL);
	end();
}
