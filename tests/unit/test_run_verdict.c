// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/run/verdict.h"
#include "tests/unit/test.h"

TEST(last_line)
{
	struct last_line l = { 0 };

	last_line_add(&l, "one\ntw", 6);
	last_line_add(&l, "o\n\n", 3);
	ASSERT_EQ(l.n, 3);
	ASSERT_TRUE(memcmp(l.bytes, "two", 3) == 0);
	for (int i = 0; i < 1000; i++)
		last_line_add(&l, "xxxx", 4);
	ASSERT_EQ(l.n, sizeof(l.bytes));
}

TEST(exit_status)
{
	static const struct last_line none;
	struct msg_sent sent;

	for (int code = 0; code < 256; code++) {
		verdict_on_end(code << 8, false, 1000, &none, &sent);
		ASSERT_EQ(sent.outcome, code == 0    ? OUTCOME_DELIVERED
					: code == 75 ? OUTCOME_TEMPORARY
						     : OUTCOME_PERMANENT);
		ASSERT_EQ(sent.code, code);
		/* that it ended well when it was told to end makes it no better */
		verdict_on_end(code << 8, true, 1000, &none, &sent);
		ASSERT_EQ(sent.outcome, OUTCOME_TEMPORARY);
	}
}

TEST(file)
{
	struct stat st = { .st_mode = S_IFREG | 0755, .st_uid = 0 };

	ASSERT_TRUE(!verdict_on_file(&st, 7));
	st.st_uid = 7;
	ASSERT_TRUE(!verdict_on_file(&st, 7));
	ASSERT_TRUE(verdict_on_file(&st, 8) != NULL);
	for (unsigned bits = 0; bits < 07777; bits++) {
		st.st_mode = S_IFREG | bits;
		ASSERT_EQ(!verdict_on_file(&st, 7), !(bits & 022) && (bits & 0111));
	}
	st.st_mode = S_IFLNK | 0755;
	ASSERT_CONTAINS(verdict_on_file(&st, 7), "link");
	st.st_mode = S_IFDIR | 0755;
	ASSERT_TRUE(verdict_on_file(&st, 7) != NULL);
}
