// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/inquiry.h"

#include "lib/base/util.h"
#include "lib/wire/msg.h"

#define EVERY_US (MODEM_EVERY_S * USEC_PER_SEC)

bool inquiry_wanted(const struct settings *s)
{
	for (unsigned i = 0; i < s->n_channels; i++)
		if (s->channels[i].info.source == SOURCE_MODEM)
			return true;
	return false;
}

bool inquiry_run(struct inquiry *q, bool wanted, int64_t now_us, int64_t *ret_due_us)
{
	bool due;

	*ret_due_us = INT64_MAX;
	if (!wanted) {
		*q = (struct inquiry){ 0 };
		return false;
	}
	/* another sensord, another time: it may have gone back */
	q->due_us = MIN(q->due_us, now_us + EVERY_US);
	due = now_us >= q->due_us;
	if (due)
		q->due_us = now_us + EVERY_US;
	*ret_due_us = q->due_us;
	return due;
}

void inquiry_again(struct inquiry *q)
{
	q->due_us = 0;
}
