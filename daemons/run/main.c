// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-run: starts one program of the operator's with one event, and says how it ended. */
#include "daemons/run/command.h"
#include "lib/daemon/errand.h"

int main(int argc, char *argv[])
{
	static const struct errand errand = {
		.name = "rmcu-run",
		.summary = "runs one command for one event",
		.deliver = command_run,
	};

	return errand_main(&errand, argc, argv);
}
