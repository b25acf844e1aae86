// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/follower.h"

#include <errno.h>

#include "lib/base/log.h"

#define PACKET_MAX 256 /* a STEP with the longest texts */

int follower_join(struct follower *f, struct link *l)
{
	uint8_t packet[PACKET_MAX];

	if (!f->wanted || f->joined)
		return 0;
	f->joined = true;
	return link_send(
		l, packet,
		msg_bare_put(packet, sizeof(packet), MSG_SIM_JOIN, client_next_id(&l->client)));
}

void follower_tick(struct follower *f)
{
	f->stepping = false;
}

void follower_step(struct follower *f, struct link *l)
{
	/* how long the tick is to be is the others' business */
	static const struct msg_sim any;
	uint8_t packet[PACKET_MAX];

	if (!f->joined || f->stepping)
		return;
	f->step_id = client_next_id(&l->client);
	f->stepping =
		link_send(l, packet,
			  msg_sim_put(packet, sizeof(packet), MSG_SIM_STEP, f->step_id, &any)) == 0;
}

void follower_lost(struct follower *f)
{
	f->joined = f->stepping = false;
}

bool follower_released(struct follower *f, uint32_t id, const struct msg_reply *reply)
{
	if (!f->joined || id != f->step_id || reply->error != ENOENT)
		return false;
	log_info("the lockstep is over, going on with the running clock");
	f->wanted = f->joined = f->stepping = false;
	return true;
}
