// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Another channel table: what is remembered by a channel's place goes to its new one. */
#include "daemons/alarmd/alarmd.h"

static void note(const struct msg_hello *table, struct table_ids *ret)
{
	ret->n = table->n_channels;
	for (unsigned i = 0; i < table->n_channels; i++)
		memcpy(ret->ids[i], table->channels[i].id, sizeof(ret->ids[i]));
}

void table_moved(struct alarmd *s)
{
	struct output_record outputs[CHANNELS_MAX] = { 0 };
	const struct table_ids *before = &s->up.known;

	for (unsigned i = 0; i < before->n; i++) {
		int now =
			channel_find(s->up.table.channels, s->up.table.n_channels, before->ids[i]);

		if (now >= 0)
			outputs[now] = s->outputs[i];
	}
	memcpy(s->outputs, outputs, sizeof(s->outputs));
	note(&s->up.table, &s->up.known);
}
