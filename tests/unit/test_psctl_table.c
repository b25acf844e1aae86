// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/table.h"

#include "daemons/psctl/paragraph.h"
#include "tests/unit/test.h"

static struct table sample(void)
{
	struct table t = TABLE_INIT;

	table_heading(&t, INK_PLAIN, "A heading that is longer than anything below it");
	table_row(&t);
	table_cell(&t, INK_PLAIN, ALIGN_LEFT, "Température");
	table_cell(&t, INK_PLAIN, ALIGN_RIGHT, "31.6");
	table_cell(&t, INK_PLAIN, ALIGN_LEFT, "°C");
	table_cell(&t, INK_PLAIN, ALIGN_LEFT, "note");
	table_row(&t);
	table_cell(&t, INK_PLAIN, ALIGN_LEFT, "Alarm");
	table_cell(&t, INK_PLAIN, ALIGN_SPAN, "OFF/HIGH");
	table_cell(&t, INK_PLAIN, ALIGN_LEFT, "");
	table_cell(&t, INK_PLAIN, ALIGN_LEFT, "manual");
	return t;
}

TEST(columns_stand_below_each_other)
{
	struct table AUTO_TABLE t = sample();
	struct text AUTO_TEXT out = TEXT_INIT;

	table_print(&t, &out, &(struct terminal){ .unicode = true });
	ASSERT_STREQ(text_get(&out), "A heading that is longer than anything below it\n"
				     "Température  31.6 °C   note\n"
				     "Alarm        OFF/HIGH  manual\n");
}

TEST(columns_keep_their_least_width)
{
	struct table AUTO_TABLE t = TABLE_INIT;
	struct text AUTO_TEXT out = TEXT_INIT;

	t.least[0] = 5;
	table_row(&t);
	table_cell(&t, INK_PLAIN, ALIGN_RIGHT, "0.0");
	table_cell(&t, INK_PLAIN, ALIGN_LEFT, "V");
	table_print(&t, &out, &(struct terminal){ 0 });
	ASSERT_STREQ(text_get(&out), "  0.0 V\n");
}

TEST(no_line_is_longer_than_the_terminal)
{
	struct table AUTO_TABLE t = sample();
	struct text AUTO_TEXT out = TEXT_INIT;

	table_print(&t, &out, &(struct terminal){ .unicode = true, .columns = 24 });
	ASSERT_STREQ(text_get(&out), "A heading that is longe…\n"
				     "Température  31.6 °C   …\n"
				     "Alarm        OFF/HIGH  …\n");
	text_clear(&out);
	table_print(&t, &out, &(struct terminal){ .unicode = true, .columns = 1 });
	ASSERT_STREQ(text_get(&out), "…\n…\n…\n");
}

TEST(an_empty_table_is_nothing)
{
	struct table AUTO_TABLE t = TABLE_INIT;
	struct text AUTO_TEXT out = TEXT_INIT;

	table_print(&t, &out, &(struct terminal){ 0 });
	ASSERT_STREQ(text_get(&out), "");
}

TEST(many_rows)
{
	struct table AUTO_TABLE t = TABLE_INIT;
	struct text AUTO_TEXT out = TEXT_INIT;

	for (int i = 0; i < 1000; i++) {
		table_row(&t);
		table_cell(&t, INK_PLAIN, ALIGN_LEFT, "x");
	}
	table_print(&t, &out, &(struct terminal){ 0 });
	ASSERT_EQ(out.len, 2000);
}

TEST(paragraphs)
{
	struct text AUTO_TEXT out = TEXT_INIT;

	paragraph_add(&out, "one two three four", 9, 0, 2);
	paragraph_add(&out, "averyveryverylongword x", 5, 4, 0);
	paragraph_add(&out, "as it is", 0, 0, 0);
	ASSERT_STREQ(text_get(&out), "one two\n  three\n  four\n"
				     "averyveryverylongword\nx\nas it is\n");
}
