// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The code for the first administrator: how long it lasts, how it may be typed, and its file. */
#include "daemons/webd/first_code.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define SECOND INT64_C(1000000)
#define BEGIN  (1000 * SECOND)
/* No code has a 0. */
#define WRONG "0000-0000"

static struct first_code code;

static const char *path(void)
{
	return folder_file(code.folder, "first-code");
}

static void begin(void)
{
	code = (struct first_code){ 0 };
	folder_make(code.folder, "code");
	ASSERT_OK(first_code_make(&code, BEGIN));
}

/* Nothing may be left in the folder. */
static void end(void)
{
	first_code_end(&code);
	ASSERT_FALSE(code.code[0]);
	folder_remove_empty(code.folder);
}

static void use_up(unsigned tries)
{
	for (unsigned i = 0; i < tries; i++)
		ASSERT_FALSE(first_code_try(&code, WRONG, BEGIN + i));
}

TEST(it_is_in_a_file_of_which_others_read_nothing)
{
	AUTO_FREE char *bytes = NULL;
	mode_t old = umask(0);
	struct stat st;
	size_t len;

	begin();
	(void)umask(old);
	ASSERT_OK(stat(path(), &st));
	ASSERT_EQ(st.st_mode & 07777, 0640);
	ASSERT_OK(file_read(path(), 64, &bytes, &len));
	ASSERT_EQ(len, FIRST_CODE_MAX);
	ASSERT_EQ(bytes[len - 1], '\n');
	bytes[len - 1] = '\0';
	ASSERT_STREQ(bytes, code.code);
	end();
}

TEST(it_is_taken_however_it_is_typed)
{
	char typed[2 * FIRST_CODE_MAX] = " ";
	size_t n = 1;

	begin();
	ASSERT_EQ(strlen(code.code), FIRST_CODE_MAX - 1);
	ASSERT_EQ(strspn(code.code, "23456789ABCDEFGHJKLMNPQRSTVWXYZ-"), FIRST_CODE_MAX - 1);
	for (const char *p = code.code; *p; p++) {
		typed[n++] = (char)(*p >= 'A' ? *p + 'a' - 'A' : *p);
		typed[n++] = ' ';
	}
	typed[n - 1] = '\0';
	ASSERT_TRUE(first_code_try(&code, typed, BEGIN));
	ASSERT_TRUE(first_code_try(&code, code.code, BEGIN));
	ASSERT_EQ(code.tries, 0);
	ASSERT_FALSE(first_code_try(&code, "", BEGIN));
	typed[n - 2] = '\0';
	ASSERT_FALSE(first_code_try(&code, typed, BEGIN));
	ASSERT_EQ(code.tries, 2);
	end();
}

TEST(it_lasts_for_15_minutes)
{
	const int64_t last = BEGIN + 15 * 60 * SECOND - 1;

	begin();
	ASSERT_TRUE(first_code_alive(&code, last));
	ASSERT_FALSE(first_code_look(&code, last));
	ASSERT_TRUE(first_code_try(&code, code.code, last));
	ASSERT_FALSE(first_code_alive(&code, last + 1));
	ASSERT_FALSE(first_code_try(&code, code.code, last + 1));
	ASSERT_EQ(access(path(), F_OK), 0);
	/* and then the dead one lies about no longer */
	ASSERT_TRUE(first_code_look(&code, last + 1));
	ASSERT_EQ(access(path(), F_OK), -1);
	ASSERT_FALSE(code.code[0]);
	ASSERT_TRUE(code.ran_out);
	ASSERT_FALSE(first_code_look(&code, last + 2));
	/* "" is no code */
	ASSERT_FALSE(first_code_try(&code, "", last + 2));
	end();
}

TEST(it_has_five_tries)
{
	begin();
	use_up(4);
	ASSERT_TRUE(first_code_alive(&code, BEGIN));
	ASSERT_TRUE(first_code_try(&code, code.code, BEGIN));
	use_up(1);
	ASSERT_FALSE(first_code_alive(&code, BEGIN));
	ASSERT_EQ(access(path(), F_OK), -1);
	ASSERT_TRUE(code.ran_out);
	end();
}

TEST(another_one_begins_anew)
{
	char first[FIRST_CODE_MAX];

	begin();
	(void)snprintf(first, sizeof(first), "%s", code.code);
	use_up(5);
	ASSERT_OK(first_code_make(&code, BEGIN + 3600 * SECOND));
	ASSERT_FALSE(code.ran_out);
	ASSERT_TRUE(first_code_alive(&code, BEGIN + 3600 * SECOND));
	ASSERT_EQ(access(path(), F_OK), 0);
	ASSERT_NE(strcmp(first, code.code), 0);
	ASSERT_FALSE(first_code_try(&code, first, BEGIN + 3600 * SECOND));
	ASSERT_TRUE(first_code_try(&code, code.code, BEGIN + 3600 * SECOND));
	end();
}

TEST(none_is_never_right)
{
	struct first_code none = { .folder = "/nonexistent", .until_us = INT64_MAX };

	ASSERT_FALSE(first_code_alive(&none, BEGIN));
	ASSERT_FALSE(first_code_look(&none, BEGIN));
	ASSERT_FALSE(first_code_try(&none, "", BEGIN));
	/* what cannot be written is known to who asks for it all the same: signin_new_code */
	ASSERT_LT(first_code_make(&none, BEGIN), 0);
	ASSERT_TRUE(none.code[0]);
}
