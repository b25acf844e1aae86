// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What notifyd publishes of itself, and what people ask of it. */
#include "lib/wire/msg_internal.h"

int msg_notify_status_put(void *buf, size_t size, const struct msg_notify_status *m)
{
	struct cursor c = msg_start(buf, size, MSG_NOTIFY_STATUS, 0);

	cursor_put_bool(&c, m->watched);
	cursor_put_i64(&c, m->paused_until_us);
	cursor_put_text(&c, m->paused_by);
	cursor_put_u8(&c, m->n);
	for (unsigned i = 0; i < m->n; i++) {
		cursor_put_text(&c, m->recipients[i].id);
		cursor_put_u8(&c, (uint8_t)m->recipients[i].by);
		cursor_put_bool(&c, m->recipients[i].enabled);
		cursor_put_u64(&c, m->recipients[i].next);
		cursor_put_u16(&c, m->recipients[i].waiting);
		cursor_put_u16(&c, m->recipients[i].open);
		cursor_put_u32(&c, m->recipients[i].sent);
		cursor_put_u32(&c, m->recipients[i].failed);
		cursor_put_i64(&c, m->recipients[i].last_us);
		cursor_put_u8(&c, (uint8_t)m->recipients[i].outcome);
		cursor_put_text(&c, m->recipients[i].sentence);
		cursor_put_i64(&c, m->recipients[i].due_us);
		cursor_put_text(&c, m->recipients[i].why);
	}
	return msg_length(&c, buf);
}

int msg_notify_status_get(struct cursor *c, struct msg_notify_status *ret)
{
	ret->watched = cursor_get_bool(c);
	ret->paused_until_us = cursor_get_i64(c);
	cursor_get_text(c, ret->paused_by, sizeof(ret->paused_by));
	ret->n = msg_get_count(c, NOTIFY_RECIPIENTS_MAX);
	for (unsigned i = 0; i < ret->n; i++) {
		cursor_get_text(c, ret->recipients[i].id, sizeof(ret->recipients[i].id));
		ret->recipients[i].by = (enum delivery)cursor_get_enum(c, DELIVERY_MAX);
		ret->recipients[i].enabled = cursor_get_bool(c);
		ret->recipients[i].next = cursor_get_u64(c);
		ret->recipients[i].waiting = cursor_get_u16(c);
		ret->recipients[i].open = cursor_get_u16(c);
		ret->recipients[i].sent = cursor_get_u32(c);
		ret->recipients[i].failed = cursor_get_u32(c);
		ret->recipients[i].last_us = cursor_get_i64(c);
		ret->recipients[i].outcome = (enum delivery_outcome)cursor_get_enum(c, OUTCOME_MAX);
		cursor_get_text(c, ret->recipients[i].sentence,
				sizeof(ret->recipients[i].sentence));
		ret->recipients[i].due_us = cursor_get_i64(c);
		cursor_get_text(c, ret->recipients[i].why, sizeof(ret->recipients[i].why));
	}
	return cursor_finish(c);
}

int msg_notify_request_put(void *buf, size_t size, enum msg_type type, uint32_t id,
			   const struct msg_notify_request *m)
{
	struct cursor c = msg_start(buf, size, type, id);

	cursor_put_text(&c, m->recipient);
	cursor_put_u32(&c, m->for_s);
	msg_put_actor(&c, &m->actor);
	return msg_length(&c, buf);
}

int msg_notify_request_get(struct cursor *c, struct msg_notify_request *ret)
{
	cursor_get_text(c, ret->recipient, sizeof(ret->recipient));
	ret->for_s = cursor_get_u32(c);
	msg_get_actor(c, &ret->actor);
	return cursor_finish(c);
}

int msg_notify_waiting_put(void *buf, size_t size, uint32_t id, const struct msg_notify_waiting *m)
{
	struct cursor c = msg_start(buf, size, MSG_NOTIFY_WAITING, id);

	cursor_put_u32(&c, m->left_out);
	cursor_put_u8(&c, m->n);
	for (unsigned i = 0; i < m->n; i++) {
		cursor_put_text(&c, m->list[i].recipient);
		cursor_put_u64(&c, m->list[i].event);
		cursor_put_u8(&c, (uint8_t)m->list[i].kind);
		cursor_put_text(&c, m->list[i].about);
		cursor_put_u32(&c, m->list[i].earlier);
		cursor_put_i64(&c, m->list[i].since_us);
		cursor_put_i64(&c, m->list[i].due_us);
	}
	return msg_length(&c, buf);
}

int msg_notify_waiting_get(struct cursor *c, struct msg_notify_waiting *ret)
{
	ret->left_out = cursor_get_u32(c);
	ret->n = msg_get_count(c, NOTIFY_WAITING_MAX);
	for (unsigned i = 0; i < ret->n; i++) {
		cursor_get_text(c, ret->list[i].recipient, sizeof(ret->list[i].recipient));
		ret->list[i].event = cursor_get_u64(c);
		ret->list[i].kind = (enum event_kind)cursor_get_u8(c);
		if (!event_kind_valid((unsigned)ret->list[i].kind))
			cursor_fail(c);
		cursor_get_text(c, ret->list[i].about, sizeof(ret->list[i].about));
		ret->list[i].earlier = cursor_get_u32(c);
		ret->list[i].since_us = cursor_get_i64(c);
		ret->list[i].due_us = cursor_get_i64(c);
	}
	return cursor_finish(c);
}
