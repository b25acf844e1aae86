// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl snmp mib: what a manager has to know. psctl test trap: whether it hears us. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "daemons/psctl/alarm_request.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/daemon/folders.h"

#define MIB_FILE "mibs/RMCU-MIB.txt"
/* Three times what it is. */
#define MIB_MOST (256 * 1024)

int cmd_snmp_mib(const struct call *c)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_FREE char *bytes = NULL;
	char path[FOLDER_MAX];
	size_t len;
	int r;

	(void)c;
	folder_data(MIB_FILE, path);
	r = file_read(path, MIB_MOST, &bytes, &len);
	if (r < 0) {
		text_printf(&out, "cannot read '%s': %s", path, strerror(-r));
		complain(text_get(&out));
		return EX_OSFILE;
	}
	text_add_n(&out, bytes, len);
	return cmd_write(&out);
}

int cmd_test_trap(const struct call *c)
{
	struct msg_alarm_request m = { .note = "trap" };

	return alarm_request(c, MSG_NOTIFY_TEST, NULL, &m);
}
