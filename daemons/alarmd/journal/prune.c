// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/prune.h"

#include "lib/base/util.h"

#define HOUR_US (3600 * USEC_PER_SEC)
/* An hour's growth, and as much that was saved up: both together are the sixteenth. */
#define PART 32

void prune_begin(struct prune *p, int64_t now_us)
{
	p->from_us = now_us;
}

uint64_t prune_allowance(struct prune *p, uint64_t rows, int64_t now_us)
{
	p->from_us = MAX(p->from_us, now_us - HOUR_US);
	return (uint64_t)(now_us - p->from_us) * rows / (PART * (uint64_t)HOUR_US);
}

void prune_spend(struct prune *p, uint64_t rows, uint64_t n)
{
	uint64_t hours_us = n * PART * (uint64_t)HOUR_US;

	if (rows > 0)
		p->from_us += (int64_t)((hours_us + rows - 1) / rows);
}
