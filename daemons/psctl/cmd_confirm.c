// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl confirm: keeps a change that would be taken back. */
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"

int cmd_confirm(const struct call *c)
{
	struct msg_output_confirm m = { .actor = cmd_actor() };
	uint8_t packet[WIRE_REQUEST_MAX];
	AUTO_LINK struct link *l = NULL;
	struct msg_reply reply;
	uint32_t id;
	int code;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open(l, "sensord");
	if (code != EX_OK)
		return code;
	if (c->n_args > 0) {
		int i = cmd_channel(l, c->args[0], true);

		if (i < 0)
			return EX_USAGE;
		(void)snprintf(m.channel, sizeof(m.channel), "%s", l->hello.channels[i].id);
	}
	id = client_next_id(&l->client);
	code = link_request(l, packet, msg_output_confirm_put(packet, sizeof(packet), id, &m), id,
			    &reply);
	if (code != EX_OK)
		return code;
	return cmd_sentence(c, *reply.sentence ? reply.sentence : "confirmed");
}
