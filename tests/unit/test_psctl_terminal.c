// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/terminal.h"

#include "tests/unit/test.h"

static struct terminal decide(struct terminal_env env)
{
	struct terminal t;

	terminal_decide(&env, &t);
	return t;
}

TEST(colours_need_a_terminal)
{
	ASSERT_TRUE(decide((struct terminal_env){ true, "xterm" }).colour);
	ASSERT_TRUE(decide((struct terminal_env){ true, "xterm" }).live);
	ASSERT_FALSE(decide((struct terminal_env){ false, "xterm" }).colour);
	ASSERT_FALSE(decide((struct terminal_env){ false, "xterm" }).live);
	ASSERT_FALSE(decide((struct terminal_env){ true, "dumb" }).live);
	ASSERT_FALSE(decide((struct terminal_env){ true, NULL }).live);
	ASSERT_FALSE(decide((struct terminal_env){ true, "" }).colour);
}

TEST(no_color_takes_only_the_colours)
{
	struct terminal t = decide((struct terminal_env){ true, "xterm", .no_color = "1" });

	ASSERT_FALSE(t.colour);
	ASSERT_TRUE(t.live);
	/* https://no-color.org: an empty one does not count */
	ASSERT_TRUE(decide((struct terminal_env){ true, "xterm", .no_color = "" }).colour);
}

TEST(unicode_by_the_locale_that_counts)
{
	ASSERT_TRUE(decide((struct terminal_env){ .lang = "de_DE.UTF-8" }).unicode);
	ASSERT_TRUE(decide((struct terminal_env){ .lang = "C.utf8" }).unicode);
	ASSERT_FALSE(decide((struct terminal_env){ .lang = "C" }).unicode);
	ASSERT_FALSE(decide((struct terminal_env){ 0 }).unicode);
	ASSERT_FALSE(decide((struct terminal_env){ .lc_all = "C", .lang = "C.UTF-8" }).unicode);
	ASSERT_TRUE(
		decide((struct terminal_env){ .lc_all = "", .lc_ctype = "C.UTF-8", .lang = "C" })
			.unicode);
}

TEST(other_peoples_texts_are_harmless)
{
	const struct terminal unicode = { .unicode = true }, ascii = { 0 };
	struct text AUTO_TEXT out = TEXT_INIT;

	terminal_ink(&out, &unicode, INK_BAD,
		     "a\033[31mb\x7f\xc2\x9b"
		     "2J\xff°");
	ASSERT_STREQ(text_get(&out), "a?[31mb??2J?°");
	text_clear(&out);
	terminal_ink(&out, &ascii, INK_PLAIN, "12 °F");
	ASSERT_STREQ(text_get(&out), "12 ?F");
}

TEST(ink_is_taken_back)
{
	const struct terminal t = { .colour = true };
	struct text AUTO_TEXT out = TEXT_INIT;

	terminal_ink(&out, &t, INK_BAD, "x");
	terminal_ink(&out, &t, INK_PLAIN, "y");
	terminal_ink(&out, &t, INK_BAD, "");
	ASSERT_STREQ(text_get(&out), "\033[1;31mx\033[0my");
}
