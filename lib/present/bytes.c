// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/bytes.h"

#include <inttypes.h>

#include "lib/base/util.h"

#define STEP UINT64_C(1024)

void present_bytes(struct text *out, uint64_t bytes)
{
	static const char *const names[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	uint64_t unit = STEP, whole, tenths;
	size_t i = 0;

	if (bytes < STEP) {
		text_printf(out, "%" PRIu64 " byte%s", bytes, bytes == 1 ? "" : "s");
		return;
	}
	/* what would be rounded to 1024.0 is 1.0 of the next unit */
	while (i + 1 < ARRAY_SIZE(names) && bytes / unit >= STEP - 1 &&
	       bytes - (STEP - 1) * unit >= unit - unit / 20) {
		unit *= STEP;
		i++;
	}
	whole = bytes / unit;
	/* a tenth of the unit is no whole number of bytes: in thousandths of it */
	tenths = (bytes % unit / (unit / STEP) * 10 + STEP / 2) / STEP;
	text_printf(out, "%" PRIu64 ".%" PRIu64 " %s", whole + tenths / 10, tenths % 10, names[i]);
}
