// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* The audit events that wait for alarmd: a list that is taken can be read to its end, one by one.
 */
#include <stdlib.h>

#include "daemons/settingsd/pending.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a folder that is not there: nothing is written */
	struct pending p = { .folder = "/nonexistent" };
	struct event e;

	if (pending_parse(&p, data, size) == 0) {
		while (p.n > 0) {
			if (!pending_first(&p, &e) || !event_kind_valid(e.kind))
				abort();
			pending_drop_first(&p);
		}
		if (p.len != 1)
			abort();
	}
	pending_done(&p);
	return 0;
}
