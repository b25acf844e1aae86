// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/replies.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool replies_allow(const struct replies *r, const struct server_peer *peer)
{
	unsigned most = server_peer_info(peer)->suite ? REPLIES_SUITE_MAX : REPLIES_PEER_MAX;
	unsigned n = 0;

	for (unsigned i = 0; i < r->n; i++)
		n += r->list[i].peer == peer;
	return n < most;
}

int replies_add(struct replies *r, struct server_peer *peer, uint32_t id, uint64_t number,
		const char *sentence)
{
	struct waiting_reply *w;

	if (r->n == REPLIES_MAX || !replies_allow(r, peer))
		return -ENOBUFS;
	if (r->n == r->room) {
		unsigned room = r->room ? r->room * 2 : 4;
		struct waiting_reply *list = realloc(r->list, room * sizeof(*list));

		if (!list)
			return -ENOMEM;
		r->list = list;
		r->room = room;
	}
	w = &r->list[r->n++];
	*w = (struct waiting_reply){ .peer = peer, .id = id, .number = number };
	(void)snprintf(w->sentence, sizeof(w->sentence), "%s", sentence);
	return 0;
}

bool replies_add_behind(struct replies *r, struct server_peer *peer, uint32_t id, int error,
			const char *sentence)
{
	for (unsigned i = r->n; i > 0; i--) {
		if (r->list[i - 1].peer != peer)
			continue;
		if (replies_add(r, peer, id, r->list[i - 1].number, sentence) < 0)
			return false;
		r->list[r->n - 1].error = error;
		return true;
	}
	return false;
}

static void send_one(struct server *server, const struct waiting_reply *w, bool committed,
		     const char *trouble)
{
	if (committed || w->error)
		server_reply(server, w->peer, w->id, w->error, "%s", w->sentence);
	else
		server_reply(server, w->peer, w->id, EIO,
			     "done, but it would not survive a restart: %s", trouble);
}

void replies_send(struct replies *r, struct server *server, uint64_t committed, const char *trouble)
{
	unsigned left = 0;

	for (unsigned i = 0; i < r->n; i++) {
		bool done = r->list[i].number <= committed;

		/* a peer's replies come in the order of its requests: numbers grow */
		if (done || trouble)
			send_one(server, &r->list[i], done, trouble);
		else
			r->list[left++] = r->list[i];
	}
	r->n = left;
}

void replies_forget(struct replies *r, const struct server_peer *peer)
{
	unsigned left = 0;

	for (unsigned i = 0; i < r->n; i++)
		if (r->list[i].peer != peer)
			r->list[left++] = r->list[i];
	r->n = left;
}

void replies_done(struct replies *r)
{
	free(r->list);
	*r = (struct replies){ 0 };
}
