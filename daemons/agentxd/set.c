// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * What a SET asks of the others. Only here somebody waits: for at most half a second in each of the
 * two phases, while our own loop goes on; for settingsd, which may have to be started, in the
 * second phase alone, while it stands still; and in all, however much one SET asks for, 0.9 s. The
 * outer loop is net-snmp's, so a turn of ours is never within another one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/agentxd/agentxd.h"
#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define ANSWER_WITHIN_US (450 * USEC_PER_MSEC)
#define SET_WITHIN_US	 (900 * USEC_PER_MSEC)
/* Until the snapshot shows what was done: a GET behind the SET shall see it. */
#define SEEN_WITHIN_US (250 * USEC_PER_MSEC)
/* A manager repeats a request that was not answered in a second, five times by default. */
#define REPEATED_WITHIN_US (5 * USEC_PER_SEC)

/* AgentX (RFC 2741) does not carry who asked; that stands in snmpd's own log. */
static const struct actor actor = { .name = "snmp", .door = "snmp" };

int set_answer(struct agentxd *s, const struct link *l, uint32_t id, struct cursor *body)
{
	struct msg_reply reply;
	int r = msg_reply_get(body, &reply);

	if (r < 0 || s->wait.link != l || s->wait.id != id)
		return r;
	s->wait.reply = reply;
	s->wait.answered = true;
	return 0;
}

void set_begin(struct agentxd *s)
{
	s->done = 0;
	s->set_until_us = mono_read_us() + SET_WITHIN_US;
}

/* Sends a request that X_put wrote, and waits. 0 or a negative errno, after a line for refusals. */
static int ask(struct agentxd *s, struct link *l, uint32_t id, int len)
{
	int64_t end_us = MIN(mono_read_us() + ANSWER_WITHIN_US, s->set_until_us), left_us;
	int r = l->hello ? link_send(l, s->packet, len) : -ENOTCONN;

	if (r < 0)
		return r;
	s->wait = (struct wait){ .link = l, .id = id };
	while (!s->wait.answered && l->hello && (left_us = end_us - mono_read_us()) > 0) {
		r = loop_turn(s->loop, left_us);
		if (r < 0)
			break;
	}
	s->wait.link = NULL;
	if (!s->wait.answered)
		return r < 0 ? r : -ETIMEDOUT;
	if (s->wait.reply.error)
		log_notice("%s refuses what SNMP asks: %s", l->server, s->wait.reply.sentence);
	return -(int)s->wait.reply.error;
}

static int ask_output(struct agentxd *s, const struct order *o, bool dry_run)
{
	struct msg_output_set m = {
		.action = o->action,
		.confirm_s = CONFIRM_S_DEFAULT,
		.dry_run = dry_run,
		.actor = actor,
	};
	uint32_t id = client_next_id(&s->sensor.client);

	(void)snprintf(m.channel, sizeof(m.channel), "%.31s", o->id);
	return ask(s, &s->sensor, id, msg_output_set_put(s->packet, sizeof(s->packet), id, &m));
}

static int confirm(struct agentxd *s, const struct order *o)
{
	struct msg_output_confirm m = { .actor = actor };
	uint32_t id = client_next_id(&s->sensor.client);

	(void)snprintf(m.channel, sizeof(m.channel), "%.31s", o->id);
	return ask(s, &s->sensor, id, msg_output_confirm_put(s->packet, sizeof(s->packet), id, &m));
}

static int acknowledge(struct agentxd *s, const struct order *o)
{
	struct msg_alarm_request m = { .occurrence = o->occurrence, .actor = actor };
	uint32_t id = client_next_id(&s->alarms.client);
	int r;

	(void)snprintf(m.alarm, sizeof(m.alarm), "%s", o->id);
	r = ask(s, &s->alarms, id,
		msg_alarm_request_put(s->packet, sizeof(s->packet), MSG_ALARM_ACKNOWLEDGE, id, &m));
	/* somebody else was as quick: it is as it was wanted */
	return r == -EALREADY ? 0 : r;
}

/* Both are too large for a stack: 64 changes and as many mistakes. */
struct exchange {
	struct msg_hello hello;
	struct msg_settings_change change;
	struct msg_settings_result result;
};

/* settingsd comes with the first request and goes when it is idle: one connection for each. */
static int change_setting(struct agentxd *s, const struct order *o, struct exchange *x)
{
	int64_t left_us = s->set_until_us - mono_read_us();
	struct client c = CLIENT_INIT;
	char path[CLIENT_PATH_MAX];
	struct cursor body;
	unsigned type;
	uint32_t id;
	int r;

	if (left_us <= 0)
		return -ETIMEDOUT;
	x->change.actor = actor;
	x->change.n = 1;
	(void)snprintf(x->change.changes[0].path, sizeof(x->change.changes[0].path), "%s", o->path);
	(void)snprintf(x->change.changes[0].value, sizeof(x->change.changes[0].value), "%s",
		       o->value);
	client_path("settings", path);
	r = client_hello(&c, path, left_us, &x->hello, NULL);
	id = client_next_id(&c);
	if (r == 0)
		r = msg_settings_change_put(s->packet, sizeof(s->packet), id, &x->change);
	if (r > 0)
		r = client_send(&c, s->packet, (size_t)r);
	if (r == 0)
		r = client_answer(&c, id, MAX(s->set_until_us - mono_read_us(), 1), &type, &body);
	if (r == 0 && type == MSG_SETTINGS_RESULT)
		r = msg_settings_result_get(&body, &x->result);
	client_done(&c);
	if (r == 0 && x->result.error)
		log_notice("settingsd refuses what SNMP asks: %s", x->result.sentence);
	return r < 0 ? r : -(int)x->result.error;
}

static int set_setting(struct agentxd *s, const struct order *o)
{
	AUTO_FREE struct exchange *x = calloc(1, sizeof(*x));
	int r = x ? change_setting(s, o, x) : -ENOMEM;

	/* at once, so that a GET behind the SET sees it */
	if (r == 0)
		live_settings_reload(&s->live);
	return r;
}

static void wait_for_snapshot(struct agentxd *s)
{
	int64_t end_us = mono_read_us() + SEEN_WITHIN_US, left_us;
	uint64_t number = s->world->snapshot.number;

	while (s->world->any && s->world->snapshot.number == number &&
	       (left_us = end_us - mono_read_us()) > 0)
		if (loop_turn(s->loop, left_us) < 0)
			return;
}

/* Where this output's last pulse stands: its own place, or that of the oldest. */
static struct last_pulse *last_pulse(struct agentxd *s, const char *id)
{
	struct last_pulse *oldest = &s->pulses[0];

	for (unsigned i = 0; i < OUTPUTS_MAX; i++) {
		if (streq(s->pulses[i].id, id))
			return &s->pulses[i];
		if (s->pulses[i].asked_us < oldest->asked_us)
			oldest = &s->pulses[i];
	}
	*oldest = (struct last_pulse){ .asked_us = INT64_MIN / 2 };
	(void)snprintf(oldest->id, sizeof(oldest->id), "%.31s", id);
	return oldest;
}

static int set_output(struct agentxd *s, const struct order *o, bool once)
{
	struct last_pulse *last = last_pulse(s, o->id);
	int64_t now_us = mono_read_us();
	int r;

	if (o->action == OUTPUT_PULSE && !once && now_us - last->asked_us < REPEATED_WITHIN_US)
		return 0;
	r = ask_output(s, o, false);
	/* a pulse behind an off is no repetition of the one before that */
	if (r == 0)
		last->asked_us = o->action == OUTPUT_PULSE ? now_us : INT64_MIN / 2;
	if (r == 0)
		wait_for_snapshot(s);
	return r;
}

int set_test(struct agentxd *s, const struct order *o)
{
	switch (o->kind) {
	case ORDER_OUTPUT:
		return ask_output(s, o, true);
	case ORDER_CONFIRM:
		return s->sensor.hello ? 0 : -ENOTCONN;
	case ORDER_ACKNOWLEDGE:
		return s->alarms.hello ? 0 : -ENOTCONN;
	case ORDER_SETTING:
	case ORDER_SERIAL:
	case ORDER_NOTHING:
	case ORDER_KIND_MAX:
		break;
	}
	return 0;
}

int set_do(struct agentxd *s, const struct order *o, bool once)
{
	int r = 0;

	switch (o->kind) {
	case ORDER_OUTPUT:
		return set_output(s, o, once);
	case ORDER_CONFIRM:
		r = confirm(s, o);
		if (r == 0)
			wait_for_snapshot(s);
		return r;
	case ORDER_ACKNOWLEDGE:
		return acknowledge(s, o);
	case ORDER_SETTING:
		return set_setting(s, o);
	case ORDER_SERIAL:
	case ORDER_NOTHING:
	case ORDER_KIND_MAX:
		break;
	}
	return 0;
}
