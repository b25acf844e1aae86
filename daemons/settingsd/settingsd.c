// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/settingsd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "daemons/settingsd/audit.h"
#include "daemons/settingsd/herald.h"
#include "daemons/settingsd/pending.h"
#include "daemons/settingsd/result.h"
#include "daemons/settingsd/store.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/base/version.h"
#include "lib/bus/server.h"
#include "lib/daemon/persons.h"

struct settingsd {
	struct loop *loop;
	struct store *store;
	struct server *server;
	struct settings_paths paths;
	struct pending pending;
	struct herald herald;
	struct loop_timer idle;
	int64_t idle_us; /* 0 = for ever */
	uint64_t instance;
	uint8_t boot_id[16];
	struct msg_settings_change change; /* large: here and not on the stack */
	struct msg_settings_result result;
	uint8_t packet[WIRE_PACKET_MAX];
};

static void idle_fire(void *ctx, int64_t now_us)
{
	struct settingsd *s = ctx;

	/* What alarmd is getting keeps us here; when it is not there, the list waits in its file,
	 * and alarmd wakes us when it starts. */
	if (server_counts(s->server).peers == 0 && !herald_busy(&s->herald)) {
		log_debug("nobody is there, ending; the socket starts the next one");
		loop_stop(s->loop, 0);
		return;
	}
	loop_arm(s->loop, &s->idle, now_us + s->idle_us, idle_fire, s);
}

static void idle_restart(struct settingsd *s)
{
	if (s->idle_us > 0)
		loop_arm(s->loop, &s->idle, mono_read_us() + s->idle_us, idle_fire, s);
}

static int on_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	struct settingsd *s = ctx;
	const struct settings *settings;
	const char *mistakes;
	struct msg_hello *m = calloc(1, sizeof(*m));
	int r;

	if (!m)
		return -ENOMEM;
	m->protocol = WIRE_PROTOCOL;
	(void)snprintf(m->version, sizeof(m->version), "%s", RMCU_VERSION);
	(void)snprintf(m->service, sizeof(m->service), "settingsd");
	memcpy(m->boot_id, s->boot_id, sizeof(m->boot_id));
	m->instance = s->instance;
	m->rights = (uint8_t)rights;
	/* Refused files have no generation: 0 tells so. The channel table is sensord's. */
	if (store_current(s->store, &settings, &mistakes) == 0) {
		m->generation = settings->generation;
		m->fahrenheit = settings->device.temperature_unit == TEMPERATURE_FAHRENHEIT;
		(void)snprintf(m->site, sizeof(m->site), "%s", settings->site.name);
		(void)snprintf(m->model, sizeof(m->model), "%s", settings->device.model);
	}
	r = msg_hello_put(buf, size, m);
	free(m);
	return r;
}

static void answer(struct settingsd *s, struct server_peer *p, uint32_t id, int error,
		   const struct change_decision *d)
{
	const struct settings *settings;
	const char *mistakes;
	uint64_t generation = 0;
	int len;

	if (store_current(s->store, &settings, &mistakes) == 0)
		generation = settings->generation;
	result_fill(&s->result, error, generation, d);
	len = msg_settings_result_put(s->packet, sizeof(s->packet), id, &s->result);
	if (len > 0)
		server_send(s->server, p, s->packet, (size_t)len);
	else
		server_reply(s->server, p, id, EMSGSIZE, "the answer is too long");
}

static void add_audit(struct settingsd *s, const struct event *e)
{
	int r = pending_add(&s->pending, e);

	if (r < 0)
		log_error_errno(r, "audit events would not survive a restart");
	else if (r > 0)
		log_warning(
			"alarmd takes no audit events and %u wait: the oldest go, an event will "
			"say how many",
			s->pending.n);
}

/* Into the journal, by alarmd: each setting that really changed, and who was turned away. */
static void tell_alarmd(struct settingsd *s, const struct actor *actor, int r,
			const struct change_decision *d)
{
	struct event e;

	if (r == -EACCES && audit_refused_event(actor, d, &e))
		add_audit(s, &e);
	for (unsigned i = 0; r == 0 && i < d->n_audit; i++) {
		audit_event(actor, &d->audit[i], &e);
		add_audit(s, &e);
	}
	herald_wake(&s->herald);
}

/* The first administrator is one by webd's word: somebody had the code. */
static unsigned rights_of(struct settingsd *s, const struct actor *actor)
{
	const struct settings *now = NULL;
	const char *mistakes;

	if (store_current(s->store, &now, &mistakes) < 0)
		return person_rights(NULL, actor);
	if (streq(actor->door, DOOR_OF_USERS) && !store_has_admin(s->store))
		return ~0U;
	return person_rights(now, actor);
}

static int on_change(struct settingsd *s, struct server_peer *p, const struct msg_head *head,
		     struct cursor *body)
{
	struct msg_settings_change *m = &s->change;
	struct change changes[WIRE_CHANGES_MAX];
	struct change_request q = { .changes = changes };
	AUTO_CHANGE_DECISION struct change_decision d = CHANGE_DECISION_INIT;
	struct actor actor;
	unsigned rights;
	int r = msg_settings_change_get(body, m);

	if (r < 0)
		return r;
	for (unsigned i = 0; i < m->n; i++)
		changes[i] = (struct change){ m->changes[i].path,
					      m->changes[i].unset ? NULL : m->changes[i].value };
	q.n = m->n;
	q.expected = m->expected_generation;
	server_actor(p, &m->actor, &actor);
	rights = server_peer_info(p)->rights & rights_of(s, &actor);
	if (!(rights & RIGHT_CONTROL)) {
		server_reply(s->server, p, head->id, EACCES, "'%s' has no role that may do this",
			     actor.name);
		return 0;
	}
	q.admin = rights & RIGHT_ADMIN;
	/* The one place where this program waits for the disk: changes are taken one after the
	 * other. */
	r = store_change(s->store, &q, &d);
	audit_log(&actor, r, &d);
	tell_alarmd(s, &actor, r, &d);
	answer(s, p, head->id, -r, &d);
	if (r == 0)
		server_hello_again(s->server);
	return 0;
}

static int on_request(void *ctx, struct server_peer *p, const struct msg_head *head,
		      struct cursor *body)
{
	struct settingsd *s = ctx;

	idle_restart(s);
	if (head->type == MSG_SETTINGS_CHANGE)
		return on_change(s, p, head, body);
	server_reply(s->server, p, head->id, EOPNOTSUPP, "settingsd only changes settings");
	return 0;
}

static void on_gone(void *ctx, struct server_peer *p)
{
	(void)p;
	idle_restart(ctx);
}

/* It may be alarmd, which is there again. */
static void on_newcomer(void *ctx)
{
	struct settingsd *s = ctx;

	herald_wake(&s->herald);
}

static const struct server_calls calls = {
	.hello = on_hello,
	.request = on_request,
	.newcomer = on_newcomer,
	.gone = on_gone,
};

static int serve(struct settingsd *s, struct daemon *d)
{
	int fd, r;

	r = daemon_listen(d, "settings", &fd);
	if (r < 0)
		return r;
	r = server_new(d->loop, fd, &calls, s, &s->server);
	if (r < 0) {
		(void)close(fd);
		return log_error_errno(r, "cannot serve");
	}
	return 0;
}

int settingsd_new(struct daemon *d, int64_t idle_s, struct settingsd **ret_settingsd)
{
	struct settingsd *s = calloc(1, sizeof(*s));
	const struct settings *settings;
	const char *mistakes = "";
	int r;

	if (!s)
		return log_error_errno(-ENOMEM, "cannot start");
	s->loop = d->loop;
	s->idle_us = idle_s * USEC_PER_SEC;
	if (getrandom(&s->instance, sizeof(s->instance), 0) != (ssize_t)sizeof(s->instance))
		s->instance = (uint64_t)instant_read().wall_us;
	boot_id_read(s->boot_id);
	settings_paths_default(&s->paths);
	/* tmpfiles.d made it where systemd starts us; here for private runs */
	(void)file_make_folder(s->paths.state_folder, 0755);
	if (pending_load(&s->pending, s->paths.state_folder) < 0)
		log_error("the list of audit events that alarmd has not got is broken: they are "
			  "lost");
	r = store_new(&s->paths, &s->store);
	if (r < 0)
		log_error_errno(r, "cannot watch the settings");
	else
		r = serve(s, d);
	if (r < 0) {
		settingsd_free(s);
		return r;
	}
	if (store_current(s->store, &settings, &mistakes) < 0) {
		log_warning("the settings on disk are refused, and changes that do not mend them");
		audit_mistakes(mistakes);
	}
	herald_start(&s->herald, s->loop, &s->pending);
	idle_restart(s);
	*ret_settingsd = s;
	return 0;
}

struct settingsd *settingsd_free(struct settingsd *s)
{
	if (!s)
		return NULL;
	herald_stop(&s->herald);
	pending_done(&s->pending);
	loop_disarm(s->loop, &s->idle);
	server_free(s->server);
	store_free(s->store);
	free(s);
	return NULL;
}
