// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/progress.h"
#include "tests/unit/test.h"

static struct text line;

static const char *draw(uint64_t done, uint64_t total, unsigned columns)
{
	const struct progress p = { .done = done, .total = total, .columns = columns };

	text_clear(&line);
	progress_line(&line, &p);
	return text_get(&line);
}

TEST(bars)
{
	ASSERT_STREQ(draw(0, 2048, 40), "[           ]   0 %  0 bytes of 2.0 KiB");
	ASSERT_STREQ(draw(1024, 2048, 40), "[#####      ]  50 %  1.0 KiB of 2.0 KiB");
	ASSERT_STREQ(draw(2048, 2048, 40), "[###########] 100 %  2.0 KiB of 2.0 KiB");
	/* more came than was known in advance */
	ASSERT_STREQ(draw(4096, 2048, 40), "[###########] 100 %  2.0 KiB of 2.0 KiB");
}

TEST(no_line_is_too_long)
{
	for (unsigned columns = 1; columns < 200; columns++) {
		(void)draw(12345, 99999999, columns);
		ASSERT_LE(line.len, columns);
	}
}

/* No terminal: nothing is drawn, and nothing breaks. */
TEST(nobody_watches)
{
	struct progress p;

	progress_begin(&p, 0, false, true);
	progress_add(&p, 5);
	progress_end(&p);
	ASSERT_EQ(p.shown_us, 0);
}
