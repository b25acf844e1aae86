// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl: the command line of RMCU. */
#include <malloc.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"

/*
 * What has room for the most channels and alarms is mostly never touched. As a mapping of its own
 * it is zeros for nothing; calloc() in the heap writes them, page by page, which was a twentieth of
 * `psctl status`. The heap is kept too short for it.
 */
#define LARGE_BYTES (32 * 1024)
#define HEAP_STEP   (16 * 1024)

int main(int argc, char *argv[])
{
	AUTO_TEXT struct text mistake = TEXT_INIT;
	struct call call;

	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
	(void)mallopt(M_TOP_PAD, HEAP_STEP);
	if (options_parse(argc, argv, &call, &mistake) < 0) {
		complain(text_get(&mistake));
		return EX_USAGE;
	}
	if (call.help)
		return cmd_help_about(&call);
	return call.command->run(&call);
}
