// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* HELLO, health and status for the socket. Nothing can be asked for here. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemons/agentxd/agentxd.h"
#include "lib/base/log.h"

static int hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	const struct agentxd *s = ctx;

	return introduce_hello(&s->self, &s->live, &s->world->table, rights, buf, size);
}

static int request(void *ctx, struct server_peer *p, const struct msg_head *head,
		   struct cursor *body)
{
	struct agentxd *s = ctx;

	(void)body;
	server_reply(s->server, p, head->id, EOPNOTSUPP, "agentxd does not do that");
	return 0;
}

static int write_health(struct agentxd *s)
{
	return introduce_health(&s->self, s->server, &s->troubles, s->packet, sizeof(s->packet));
}

static int write_status(struct agentxd *s)
{
	const struct world_counts *c = &s->world->counts;
	struct msg_snmp_status m = {
		.connected = c->connected,
		.registered = c->registered,
		.since_us = c->since_us,
		.requests = c->requests,
		.sets = c->sets,
		.sent = c->sent,
		.waiting = c->waiting,
		.watched = s->world->watched,
	};

	(void)snprintf(m.master, sizeof(m.master), "%s", s->master);
	return msg_snmp_status_put(s->packet, sizeof(s->packet), &m);
}

static void newcomer(void *ctx)
{
	struct agentxd *s = ctx;
	int len = write_health(s);

	if (len > 0)
		server_refresh(s->server, SNMP_TOPIC_HEALTH, s->packet, (size_t)len);
	len = write_status(s);
	if (len > 0)
		server_refresh(s->server, SNMP_TOPIC_STATUS, s->packet, (size_t)len);
}

int publish_start(struct agentxd *s)
{
	static const struct server_calls calls = {
		.hello = hello,
		.request = request,
		.newcomer = newcomer,
	};
	int fd, r;

	introduce_start(&s->self, "agentxd");
	s->world->counts.since_us = s->self.started_wall_us;
	r = daemon_listen(s->daemon, "agentx", &fd);
	if (r < 0)
		return r;
	r = server_new(s->loop, fd, &calls, s, &s->server);
	return r < 0 ? log_error_errno(r, "cannot serve the socket") : 0;
}

void publish_changes(struct agentxd *s)
{
	int len;

	if (s->troubles.changed) {
		s->troubles.changed = false;
		len = write_health(s);
		if (len > 0)
			server_publish(s->server, SNMP_TOPIC_HEALTH, s->packet, (size_t)len);
	}
	if (memcmp(&s->told, &s->world->counts, sizeof(s->told)) == 0)
		return;
	s->told = s->world->counts;
	len = write_status(s);
	if (len > 0)
		server_publish(s->server, SNMP_TOPIC_STATUS, s->packet, (size_t)len);
}
