// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/troubles.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/util.h"

static struct trouble *find(struct troubles *t, const char *subject)
{
	for (unsigned i = 0; i < t->n; i++)
		if (streq(t->list[i].subject, subject))
			return &t->list[i];
	return NULL;
}

static void end(struct troubles *t, struct trouble *row)
{
	log_notice("%s: well again (was: %s)", row->subject, row->text);
	t->n--;
	memmove(row, row + 1, (size_t)(&t->list[t->n] - row) * sizeof(*row));
	t->left_out = 0;
}

bool troubles_set(struct troubles *t, const char *subject, const char *text, int64_t wall_us)
{
	struct trouble *row = find(t, subject);

	if (!text) {
		if (row)
			end(t, row);
		t->changed |= row != NULL;
		return row != NULL;
	}
	if (row && streq(row->text, text))
		return false;
	if (!row) {
		if (t->n == TROUBLES_MAX) {
			t->changed |= t->left_out == 0;
			t->left_out++;
			return false;
		}
		row = &t->list[t->n++];
		row->since_wall_us = wall_us;
		(void)snprintf(row->subject, sizeof(row->subject), "%s", subject);
	}
	(void)snprintf(row->text, sizeof(row->text), "%s", text);
	log_warning("%s: %s", row->subject, row->text);
	t->changed = true;
	return true;
}

void troubles_copy(const struct troubles *t, struct health *ret_health)
{
	memcpy(ret_health->troubles, t->list, sizeof(t->list[0]) * t->n);
	ret_health->n_troubles = (uint8_t)t->n;
	ret_health->troubles_left_out = (uint16_t)MIN(t->left_out, (unsigned)UINT16_MAX);
}
