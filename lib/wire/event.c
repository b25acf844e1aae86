// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Events. The bytes between the head and the hash are also what the chain is made over (chain.h)
 * and what the journal stands for, so this form never changes; more would be another message.
 */
#include "lib/wire/event.h"
#include "lib/wire/msg_internal.h"

void msg_put_event(struct cursor *c, const struct event *m)
{
	cursor_put_u64(c, m->number);
	cursor_put_u8(c, (uint8_t)m->kind);
	msg_put_instant(c, m->now);
	cursor_put(c, m->boot_id, sizeof(m->boot_id));
	cursor_put_text(c, m->channel);
	cursor_put_text(c, m->alarm);
	cursor_put_u64(c, m->occurrence);
	cursor_put_u8(c, (uint8_t)m->priority);
	cursor_put_i64(c, m->value);
	cursor_put_u8(c, (uint8_t)m->unit);
	cursor_put_u8(c, (uint8_t)m->quality);
	cursor_put_u8(c, (uint8_t)m->holder);
	cursor_put_u16(c, m->flags);
	msg_put_actor(c, &m->actor);
	cursor_put_text(c, m->text);
}

void msg_get_event(struct cursor *c, struct event *ret)
{
	ret->number = cursor_get_u64(c);
	ret->kind = cursor_get_u8(c);
	if (!event_kind_valid(ret->kind))
		cursor_fail(c);
	ret->now = msg_get_instant(c);
	cursor_get(c, ret->boot_id, sizeof(ret->boot_id));
	cursor_get_text(c, ret->channel, sizeof(ret->channel));
	cursor_get_text(c, ret->alarm, sizeof(ret->alarm));
	ret->occurrence = cursor_get_u64(c);
	ret->priority = cursor_get_enum(c, ALARM_PRIORITY_MAX);
	ret->value = cursor_get_i64(c);
	ret->unit = cursor_get_enum(c, UNIT_MAX);
	ret->quality = cursor_get_enum(c, QUALITY_MAX);
	ret->holder = cursor_get_enum(c, HOLDER_MAX);
	ret->flags = cursor_get_u16(c);
	if (ret->flags & ~EVENT_FLAGS_ALL)
		cursor_fail(c);
	msg_get_actor(c, &ret->actor);
	cursor_get_text(c, ret->text, sizeof(ret->text));
}

int msg_event_put(void *buf, size_t size, const struct event *m)
{
	struct cursor c = msg_start(buf, size, MSG_EVENT, 0);

	msg_put_event(&c, m);
	cursor_put(&c, m->hash, sizeof(m->hash));
	return msg_length(&c, buf);
}

int msg_event_get(struct cursor *c, struct event *ret)
{
	msg_get_event(c, ret);
	cursor_get(c, ret->hash, sizeof(ret->hash));
	return cursor_finish(c);
}

int msg_event_gap_put(void *buf, size_t size, const struct msg_fact_gap *m)
{
	struct cursor c = msg_start(buf, size, MSG_EVENT_GAP, 0);

	cursor_put_u64(&c, m->next);
	cursor_put_u64(&c, m->lost);
	return msg_length(&c, buf);
}

int msg_events_from_put(void *buf, size_t size, uint32_t id, const struct msg_events_from *m)
{
	struct cursor c = msg_start(buf, size, MSG_EVENTS_FROM, id);

	cursor_put_u64(&c, m->from);
	return msg_length(&c, buf);
}

int msg_events_from_get(struct cursor *c, struct msg_events_from *ret)
{
	ret->from = cursor_get_u64(c);
	return cursor_finish(c);
}

int msg_event_append_put(void *buf, size_t size, uint32_t id, const struct event *m)
{
	struct cursor c = msg_start(buf, size, MSG_EVENT_APPEND, id);

	msg_put_event(&c, m);
	return msg_length(&c, buf);
}

int msg_event_append_get(struct cursor *c, struct event *ret)
{
	msg_get_event(c, ret);
	memset(ret->hash, 0, sizeof(ret->hash));
	return cursor_finish(c);
}
