// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* man/psctl.1 is what the table of commands says; put it right with `psctl manual >man/psctl.1`. */
#include "daemons/psctl/manual.h"

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tests/unit/test.h"

#define PAGE_MAX 100000

TEST(the_page_is_that_of_the_table)
{
	const char *source = getenv("RMCU_SOURCE");
	struct text AUTO_TEXT out = TEXT_INIT;
	AUTO_FREE char *page = NULL;
	char path[512];
	size_t len;

	(void)snprintf(path, sizeof(path), "%s/man/psctl.1", source ? source : ".");
	ASSERT_OK(file_read(path, PAGE_MAX, &page, &len));
	manual_page(&out);
	ASSERT_STREQ(text_get(&out), page);
}
