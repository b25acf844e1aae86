// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/mistake.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"

void mistake_add(struct text *mistakes, const char *file, unsigned line, const char *path,
		 const char *fmt, ...)
{
	AUTO_FREE char *what = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		what = NULL;
	va_end(ap);
	if (!what)
		mistakes->failed = true;
	if (file)
		text_printf(mistakes, line ? "%s:%u: " : "%s: ", file, line);
	if (path)
		text_printf(mistakes, "%s: ", path);
	text_printf(mistakes, "%s\n", what ? what : "");
}
