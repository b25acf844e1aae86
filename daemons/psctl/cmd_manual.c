// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl manual: man/psctl.1 from the table of commands, so that it cannot say anything else. */
#include <stddef.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/manual.h"

int cmd_manual(const struct call *c)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	(void)c;
	manual_page(&out);
	return cmd_write(&out);
}
