// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Another channel table: what is remembered by a channel's place goes to its new one. */
#include "daemons/alarmd/alarmd.h"

void table_note(const struct alarmd *s, struct table_ids *ret_before)
{
	const struct msg_hello *table = &s->up.table;

	ret_before->n = table->n_channels;
	for (unsigned i = 0; i < table->n_channels; i++)
		memcpy(ret_before->ids[i], table->channels[i].id, sizeof(ret_before->ids[i]));
}

void table_moved(struct alarmd *s, const struct table_ids *before)
{
	struct output_record outputs[CHANNELS_MAX] = { 0 };

	for (unsigned i = 0; i < before->n; i++) {
		int now =
			channel_find(s->up.table.channels, s->up.table.n_channels, before->ids[i]);

		if (now >= 0)
			outputs[now] = s->outputs[i];
	}
	memcpy(s->outputs, outputs, sizeof(s->outputs));
}
