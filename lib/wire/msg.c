// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/msg.h"

#include "lib/base/util.h"
#include "lib/wire/msg_internal.h"

static const struct {
	enum msg_type type;
	const char *name;
	unsigned right; /* needed to send it; 0 = only servers send it */
} table[] = {
	{ MSG_HELLO, "hello", 0 },
	{ MSG_REFUSED, "refused", 0 },
	{ MSG_REPLY, "reply", 0 },
	{ MSG_SNAPSHOT, "snapshot", 0 },
	{ MSG_HEALTH, "health", 0 },
	{ MSG_HOLDS, "holds", 0 },
	{ MSG_FACT, "fact", 0 },
	{ MSG_FACT_GAP, "fact-gap", 0 },
	{ MSG_FACTS_FROM, "facts-from", RIGHT_READ },
	{ MSG_OUTPUT_SET, "output-set", RIGHT_CONTROL },
	{ MSG_OUTPUT_CONFIRM, "output-confirm", RIGHT_CONTROL },
	{ MSG_HOLD_ALL, "hold-all", RIGHT_SUITE },
	{ MSG_MODEM, "modem", RIGHT_MODEM },
	{ MSG_SIM_RUN, "sim-run", RIGHT_CONTROL },
	{ MSG_SIM_SET, "sim-set", RIGHT_CONTROL },
	{ MSG_SIM_SPEED, "sim-speed", RIGHT_CONTROL },
	{ MSG_SIM_JOIN, "sim-join", RIGHT_CONTROL },
	{ MSG_SIM_STEP, "sim-step", RIGHT_CONTROL },
	{ MSG_SIM_LIST, "sim-list", RIGHT_READ },
	{ MSG_SIM_LISTING, "sim-listing", 0 },
	{ MSG_SIM_RELEASE, "sim-release", RIGHT_CONTROL },
	/* settingsd looks at each path's own access as well */
	{ MSG_SETTINGS_CHANGE, "settings-change", RIGHT_CONTROL },
	{ MSG_SETTINGS_RESULT, "settings-result", 0 },
	{ MSG_ALARMS, "alarms", 0 },
	{ MSG_ALARM_SUMMARY, "alarm-summary", 0 },
	{ MSG_SCHEDULES, "schedules", 0 },
	{ MSG_EVENT, "event", 0 },
	{ MSG_EVENT_GAP, "event-gap", 0 },
	{ MSG_EVENTS_FROM, "events-from", RIGHT_READ },
	{ MSG_ALARM_ACKNOWLEDGE, "alarm-acknowledge", RIGHT_CONTROL },
	{ MSG_ALARM_SHELVE, "alarm-shelve", RIGHT_CONTROL },
	{ MSG_ALARM_UNSHELVE, "alarm-unshelve", RIGHT_CONTROL },
	{ MSG_ALARM_RESET, "alarm-reset", RIGHT_CONTROL },
	{ MSG_MAINTENANCE, "maintenance", RIGHT_CONTROL },
	{ MSG_EVENT_APPEND, "event-append", RIGHT_SUITE },
	{ MSG_NOTIFY_TEST, "notify-test", RIGHT_CONTROL },
	{ MSG_LOG_STATUS, "log-status", 0 },
	{ MSG_LOG_APPEND, "log-append", RIGHT_CONTROL },
	{ MSG_LOG_CLEAR, "log-clear", RIGHT_CONTROL },
	{ MSG_LOG_DELETE, "log-delete", RIGHT_CONTROL },
	{ MSG_SNMP_STATUS, "snmp-status", 0 },
	{ MSG_WEB_STATUS, "web-status", 0 },
	{ MSG_WEB_CODE, "web-code", RIGHT_ADMIN },
	{ MSG_NOTIFY_STATUS, "notify-status", 0 },
	{ MSG_NOTIFY_PAUSE, "notify-pause", RIGHT_CONTROL },
	{ MSG_NOTIFY_FLUSH, "notify-flush", RIGHT_CONTROL },
	{ MSG_NOTIFY_TRY, "notify-try", RIGHT_CONTROL },
	{ MSG_NOTIFY_QUEUE, "notify-queue", RIGHT_READ },
	{ MSG_NOTIFY_WAITING, "notify-waiting", 0 },
	{ MSG_SEND, "send", RIGHT_SUITE },
	{ MSG_SENT, "sent", 0 },
	{ MSG_MODEM_ASK, "modem-ask", RIGHT_SUITE },
	{ MSG_MODEM_ANSWER, "modem-answer", 0 },
};

unsigned msg_right_needed(unsigned type)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].type == type)
			return table[i].right;
	return 0;
}

const char *msg_name(unsigned type)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].type == type)
			return table[i].name;
	return NULL;
}

int msg_get_head(struct cursor *c, struct msg_head *ret_head)
{
	struct msg_head head = { .type = cursor_get_u16(c) };

	/* reserved, so that a later version can be told apart before its body is looked at */
	if (cursor_get_u16(c) != 0)
		cursor_fail(c);
	head.id = cursor_get_u32(c);
	if (c->error)
		return c->error;
	*ret_head = head;
	return 0;
}

struct cursor msg_start(void *buf, size_t size, enum msg_type type, uint32_t id)
{
	struct cursor c = cursor_writer(buf, size);

	cursor_put_u16(&c, (uint16_t)type);
	cursor_put_u16(&c, 0);
	cursor_put_u32(&c, id);
	return c;
}

int msg_bare_put(void *buf, size_t size, enum msg_type type, uint32_t id)
{
	struct cursor c = msg_start(buf, size, type, id);

	return msg_length(&c, buf);
}

int msg_length(const struct cursor *c, const void *buf)
{
	return c->error ? c->error : (int)(c->at - (const uint8_t *)buf);
}

void msg_put_actor(struct cursor *c, const struct actor *a)
{
	cursor_put_text(c, a->name);
	cursor_put_text(c, a->address);
	cursor_put_text(c, a->door);
}

void msg_get_actor(struct cursor *c, struct actor *ret)
{
	cursor_get_text(c, ret->name, sizeof(ret->name));
	cursor_get_text(c, ret->address, sizeof(ret->address));
	cursor_get_text(c, ret->door, sizeof(ret->door));
}

void msg_put_instant(struct cursor *c, struct instant t)
{
	cursor_put_i64(c, t.wall_us);
	cursor_put_i64(c, t.mono_us);
}

struct instant msg_get_instant(struct cursor *c)
{
	struct instant t = { .wall_us = cursor_get_i64(c) };

	t.mono_us = cursor_get_i64(c);
	return t;
}

uint8_t msg_get_count(struct cursor *c, unsigned max)
{
	uint8_t n = cursor_get_u8(c);

	if (n > max) {
		cursor_fail(c);
		return 0;
	}
	return n;
}
