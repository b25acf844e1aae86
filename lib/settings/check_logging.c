// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include <inttypes.h>

#define KIB_PER_MIB 1024

/* With less, the file that is written would be the only one: when it ends, all of the log goes. */
#define FILES_LEAST 2

void check_logging(struct check *c)
{
	const struct settings_logging *l = &c->s->logging;
	int64_t least = (FILES_LEAST * l->file_kib + KIB_PER_MIB - 1) / KIB_PER_MIB;

	if (l->quota_mib < least)
		check_refuse(c, &subject_logging, "", "quota_mib",
			     "%" PRId64
			     " MiB has no room for two files of logging.file_kib (%" PRId64
			     " KiB); allowed: at least %" PRId64 ", or smaller files",
			     l->quota_mib, l->file_kib, least);
}
