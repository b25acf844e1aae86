// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/link.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"

int link_new(struct link **ret_link)
{
	struct link *l = calloc(1, sizeof(*l));

	if (!l)
		return -ENOMEM;
	l->client = CLIENT_INIT;
	*ret_link = l;
	return 0;
}

struct link *link_free(struct link *l)
{
	if (l)
		client_done(&l->client);
	free(l);
	return NULL;
}

void link_cleanup(struct link **l)
{
	*l = link_free(*l);
}

void complain(const char *sentence)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	text_printf(&line, "psctl: %s\n", sentence);
	/* nobody is left to tell when even this fails */
	if (write(STDERR_FILENO, text_get(&line), line.len) < 0)
		return;
}

/* What is not in the package rmcu. */
static const char *package_of(const char *service)
{
	if (streq(service, "agentxd"))
		return "rmcu-snmp";
	if (streq(service, "webd"))
		return "rmcu-web";
	return streq(service, "notifyd") ? "rmcu-notify" : NULL;
}

void link_place(const struct link *l, struct failure_place *ret_place)
{
	const char *folder = getenv("RMCU_RUNTIME_DIR");
	/* ./demo puts a link there; who starts the programs himself knows where they write to */
	static char logs[256];

	(void)snprintf(logs, sizeof(logs), "%.200s/log", folder ? folder : "");
	*ret_place = (struct failure_place){
		.service = l->service,
		.package = package_of(l->service),
		.private_run = folder && *folder ? folder : NULL,
		.user = "NAME",
		.logs = access(logs, X_OK) == 0 ? logs : NULL,
	};
}

/* Only for people who have a problem. */
static void describe_place(const struct link *l, struct failure_place *ret_place)
{
	const struct passwd *pw = getpwuid(getuid());

	link_place(l, ret_place);
	if (pw)
		ret_place->user = pw->pw_name;
}

int link_dial(struct link *l, const char *service)
{
	char path[CLIENT_PATH_MAX], socket_name[WIRE_VERSION_MAX];

	l->service = service;
	/* sockets are called after what one gets there: sensor.sock, settings.sock */
	(void)snprintf(socket_name, sizeof(socket_name), "%.*s", (int)strlen(service) - 1, service);
	client_path(socket_name, path);
	return client_connect(&l->client, path);
}

int link_greet(struct link *l, struct msg_reply *ret_refused)
{
	struct msg_reply refused = { 0 };
	int r = client_greet(&l->client, LINK_HELLO_US, &l->hello, &refused);

	if (ret_refused)
		*ret_refused = refused;
	if (r < 0)
		return r;
	/* what an earlier connection told stays to be seen until there is a new one */
	l->has_snapshot = false;
	l->holds.n = 0;
	return 0;
}

int link_connect(struct link *l, const char *service, struct msg_reply *ret_refused)
{
	int r = link_dial(l, service);

	return r < 0 ? r : link_greet(l, ret_refused);
}

int link_finish(struct link *l, int r)
{
	AUTO_TEXT struct text sentence = TEXT_INIT;
	struct msg_reply refused = { 0 };
	struct failure_place place;
	int code;

	if (r >= 0)
		r = link_greet(l, &refused);
	if (r >= 0)
		return EX_OK;
	describe_place(l, &place);
	code = failure_connect(r, &place, &refused, l->hello.version, &sentence);
	complain(text_get(&sentence));
	return code;
}

int link_open(struct link *l, const char *service)
{
	return link_finish(l, link_dial(l, service));
}

int link_lost(const struct link *l, int r)
{
	AUTO_TEXT struct text sentence = TEXT_INIT;
	struct failure_place place;
	int code;

	describe_place(l, &place);
	code = failure_lost(r, &place, &sentence);
	complain(text_get(&sentence));
	return code;
}

int link_take(struct link *l, const struct msg_head *head, struct cursor *body)
{
	int r;

	switch (head->type) {
	case MSG_HELLO:
		/* the channel table changed: what was read belongs to the old one */
		l->has_snapshot = false;
		return msg_hello_get(body, &l->hello);
	case MSG_HEALTH:
		return msg_health_get(body, &l->health);
	case MSG_HOLDS:
		return msg_holds_get(body, &l->holds);
	case MSG_SNAPSHOT:
		r = msg_snapshot_get(body, &l->snapshot);
		l->has_snapshot = r == 0;
		return r < 0 ? r : 1;
	default:
		/* a newer server may publish more */
		return 0;
	}
}

int link_until(struct link *l, int64_t timeout_us, link_taker *take, void *ctx)
{
	int64_t deadline_us = mono_read_us() + timeout_us;
	struct msg_head head;
	struct cursor body;

	for (;;) {
		int r = client_receive(&l->client, MAX(deadline_us - mono_read_us(), 0), &head,
				       &body);

		if (r == 0)
			return -ETIMEDOUT;
		if (r > 0)
			r = take(ctx, &head, &body);
		if (r != 0)
			return r < 0 ? r : 0;
	}
}

static int take_state(void *ctx, const struct msg_head *head, struct cursor *body)
{
	return link_take(ctx, head, body);
}

int link_read(struct link *l, int64_t timeout_us)
{
	return link_until(l, timeout_us, take_state, l);
}

int link_open_state(struct link *l)
{
	int code = link_open(l, "sensord");
	int r;

	if (code != EX_OK)
		return code;
	r = link_read(l, LINK_STATE_US);
	return r < 0 ? link_lost(l, r) : EX_OK;
}

struct topic {
	struct link *link;
	unsigned type;
	link_getter *get;
	void *ret;
};

static int take_topic(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct topic *t = ctx;
	int r;

	if (head->type == MSG_REFUSED)
		return -EACCES;
	if (head->type == t->type) {
		r = t->get(body, t->ret);
		return r < 0 ? r : 1;
	}
	r = link_take(t->link, head, body);
	return r < 0 ? r : 0;
}

int link_open_topic(struct link *l, const char *service, unsigned type, link_getter *get, void *ret)
{
	struct topic t = { l, type, get, ret };
	int code = link_open(l, service);
	int r;

	if (code != EX_OK)
		return code;
	r = link_until(l, LINK_STATE_US, take_topic, &t);
	return r < 0 ? link_lost(l, r) : EX_OK;
}

/* Sends and waits for whatever answers; an exit code. */
static int exchange(struct link *l, const void *packet, int len, uint32_t id, int64_t timeout_us,
		    unsigned *ret_type, struct cursor *ret_body)
{
	int r = len < 0 ? len : client_send(&l->client, packet, (size_t)len);

	if (r >= 0)
		r = client_answer(&l->client, id, timeout_us, ret_type, ret_body);
	return r < 0 ? link_lost(l, r) : EX_OK;
}

int link_refused(const struct link *l, const struct msg_reply *reply)
{
	AUTO_TEXT struct text sentence = TEXT_INIT;
	struct failure_place place;
	int code;

	describe_place(l, &place);
	code = failure_reply(&place, reply, &sentence);
	complain(text_get(&sentence));
	return code;
}

static int take_reply(struct link *l, struct cursor *body, struct msg_reply *ret_reply)
{
	int r = msg_reply_get(body, ret_reply);

	if (r < 0)
		return link_lost(l, r);
	return ret_reply->error ? link_refused(l, ret_reply) : EX_OK;
}

int link_request(struct link *l, const void *packet, int len, uint32_t id,
		 struct msg_reply *ret_reply)
{
	return link_request_within(l, packet, len, id, LINK_REPLY_US, ret_reply);
}

int link_request_within(struct link *l, const void *packet, int len, uint32_t id,
			int64_t timeout_us, struct msg_reply *ret_reply)
{
	struct cursor body;
	unsigned type;
	int code;

	code = exchange(l, packet, len, id, timeout_us, &type, &body);
	if (code != EX_OK)
		return code;
	return type == MSG_REPLY ? take_reply(l, &body, ret_reply) : link_lost(l, -EPROTO);
}

int link_ask(struct link *l, const void *packet, int len, uint32_t id, unsigned type,
	     struct cursor *ret_body)
{
	struct msg_reply reply;
	unsigned got;
	int code;

	code = exchange(l, packet, len, id, LINK_REPLY_US, &got, ret_body);
	if (code != EX_OK || got == type)
		return code;
	if (got != MSG_REPLY)
		return link_lost(l, -EPROTO);
	code = take_reply(l, ret_body, &reply);
	return code == EX_OK ? link_lost(l, -EPROTO) : code;
}

/* A simulator may be days ahead; where sensord does not say how many, our own time has to do. */
static int64_t simulated_now_us(void)
{
	int64_t now_us = instant_read().wall_us;
	AUTO_LINK struct link *l = NULL;

	if (link_new(&l) == 0 && link_connect(l, "sensord", NULL) == 0 &&
	    link_read(l, LINK_STATE_US) == 0)
		now_us = l->snapshot.now.wall_us;
	return now_us;
}

int64_t link_now_us(const struct link *l)
{
	return l->hello.simulated ? simulated_now_us() : instant_read().wall_us;
}

struct present_status link_status(const struct link *l)
{
	return (struct present_status){
		.version = l->hello.version,
		.site = l->hello.site,
		.model = l->hello.model,
		.instance = l->hello.instance,
		.generation = l->hello.generation,
		.simulated = l->hello.simulated,
		.fahrenheit = l->hello.fahrenheit,
		.channels = l->hello.channels,
		.n_channels = l->hello.n_channels,
		.holds = l->holds.holds,
		.n_holds = l->holds.n,
		.snapshot = &l->snapshot,
		.health = &l->health,
	};
}
