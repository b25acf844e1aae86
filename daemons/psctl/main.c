// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl: the command line of RMCU. */
#include <sysexits.h>

#include "daemons/psctl/cmd.h"

int main(int argc, char *argv[])
{
	AUTO_TEXT struct text mistake = TEXT_INIT;
	struct call call;

	if (options_parse(argc, argv, &call, &mistake) < 0) {
		complain(text_get(&mistake));
		return EX_USAGE;
	}
	if (call.help)
		return cmd_help_about(&call);
	return call.command->run(&call);
}
