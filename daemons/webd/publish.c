// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The socket of webd itself: how it is, and the code for the first administrator. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemons/webd/identity.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

enum {
	TOPIC_HELLO,
	TOPIC_HEALTH,
	TOPIC_STATUS
};

static int hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	const struct webd *w = ctx;

	return introduce_hello(&w->self, &w->live, &w->view.table, rights, buf, size);
}

static int request(void *ctx, struct server_peer *p, const struct msg_head *head,
		   struct cursor *body)
{
	struct webd *w = ctx;
	const char *code, *why;
	int r = cursor_finish(body);

	if (head->type != MSG_WEB_CODE) {
		server_reply(w->server, p, head->id, EOPNOTSUPP, "webd does not do that");
		return 0;
	}
	if (r < 0)
		return r;
	code = signin_new_code(w, &why);
	server_reply(w->server, p, head->id, code ? 0 : EEXIST, "%s", code ? code : why);
	return 0;
}

static int write_health(struct webd *w)
{
	return introduce_health(&w->self, w->server, &w->troubles, w->packet, sizeof(w->packet));
}

static void take_certificate(struct msg_web_status *m)
{
	const struct identity *i;

	if (!tls_in_force(&i))
		return;
	(void)snprintf(m->print, sizeof(m->print), "%s", i->print);
	m->own = i->own;
	m->valid_until_us = i->until_s * USEC_PER_SEC;
}

static void take_status(struct webd *w, struct msg_web_status *ret)
{
	const struct signin *s = &w->signin;
	int64_t now_us = mono_read_us();

	/* it is compared as bytes */
	memset(ret, 0, sizeof(*ret));
	ret->http_port = w->http_port;
	ret->https_port = w->https_port;
	take_certificate(ret);
	ret->sessions = (uint16_t)sessions_count(&s->sessions, now_us);
	ret->streams = (uint16_t)streams_count(&w->streams);
	ret->signed_in = s->taken;
	ret->refused = s->refused;
	ret->refused_at_us = s->refused_at_us;
	ret->code = first_code_alive(&s->first, now_us);
}

static int write_status(struct webd *w)
{
	take_status(w, &w->told);
	return msg_web_status_put(w->packet, sizeof(w->packet), &w->told);
}

static void newcomer(void *ctx)
{
	struct webd *w = ctx;
	int len = write_health(w);

	if (len > 0)
		server_refresh(w->server, TOPIC_HEALTH, w->packet, (size_t)len);
	len = write_status(w);
	if (len > 0)
		server_refresh(w->server, TOPIC_STATUS, w->packet, (size_t)len);
}

void publish_status(struct webd *w)
{
	struct msg_web_status now;
	int len;

	take_status(w, &now);
	if (memcmp(&now, &w->told, sizeof(now)) == 0)
		return;
	len = write_status(w);
	if (len > 0)
		server_publish(w->server, TOPIC_STATUS, w->packet, (size_t)len);
}

int publish_start(struct webd *w)
{
	static const struct server_calls calls = {
		.hello = hello,
		.request = request,
		.newcomer = newcomer,
	};
	int fd, r;

	introduce_start(&w->self, "webd");
	r = daemon_listen(w->daemon, "web", &fd);
	if (r < 0)
		return r;
	r = server_new(w->loop, fd, &calls, w, &w->server);
	return r < 0 ? log_error_errno(r, "cannot serve the socket") : 0;
}

void publish_health(struct webd *w)
{
	int len;

	if (!w->server || !w->troubles.changed)
		return;
	w->troubles.changed = false;
	len = write_health(w);
	if (len > 0)
		server_publish(w->server, TOPIC_HEALTH, w->packet, (size_t)len);
}
