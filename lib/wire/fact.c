// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/msg_internal.h"

int msg_fact_put(void *buf, size_t size, const struct fact *m)
{
	struct cursor c = msg_start(buf, size, MSG_FACT, 0);

	cursor_put_u64(&c, m->number);
	cursor_put_u8(&c, (uint8_t)m->kind);
	msg_put_instant(&c, m->now);
	cursor_put_u8(&c, m->channel);
	cursor_put_u8(&c, (uint8_t)m->quality);
	cursor_put_u8(&c, (uint8_t)m->holder);
	cursor_put_i64(&c, m->value);
	msg_put_actor(&c, &m->actor);
	cursor_put_text(&c, m->text);
	return msg_length(&c, buf);
}

int msg_fact_get(struct cursor *c, struct fact *ret)
{
	ret->number = cursor_get_u64(c);
	ret->kind = cursor_get_enum(c, FACT_KIND_MAX);
	if (ret->kind < FACT_EDGE)
		cursor_fail(c);
	ret->now = msg_get_instant(c);
	ret->channel = cursor_get_u8(c);
	if (ret->channel >= CHANNELS_MAX && ret->channel != FACT_NO_CHANNEL)
		cursor_fail(c);
	ret->quality = cursor_get_enum(c, QUALITY_MAX);
	ret->holder = cursor_get_enum(c, HOLDER_MAX);
	ret->value = cursor_get_i64(c);
	msg_get_actor(c, &ret->actor);
	cursor_get_text(c, ret->text, sizeof(ret->text));
	return cursor_finish(c);
}

int msg_fact_gap_put(void *buf, size_t size, const struct msg_fact_gap *m)
{
	struct cursor c = msg_start(buf, size, MSG_FACT_GAP, 0);

	cursor_put_u64(&c, m->next);
	cursor_put_u64(&c, m->lost);
	return msg_length(&c, buf);
}

int msg_fact_gap_get(struct cursor *c, struct msg_fact_gap *ret)
{
	ret->next = cursor_get_u64(c);
	ret->lost = cursor_get_u64(c);
	return cursor_finish(c);
}

int msg_facts_from_put(void *buf, size_t size, uint32_t id, const struct msg_facts_from *m)
{
	struct cursor c = msg_start(buf, size, MSG_FACTS_FROM, id);

	cursor_put_u64(&c, m->instance);
	cursor_put_u64(&c, m->from);
	return msg_length(&c, buf);
}

int msg_facts_from_get(struct cursor *c, struct msg_facts_from *ret)
{
	ret->instance = cursor_get_u64(c);
	ret->from = cursor_get_u64(c);
	return cursor_finish(c);
}
