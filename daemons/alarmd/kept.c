// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/kept.h"

#include "lib/wire/msg.h"

#define VERSION 1

static struct cursor begin(void *buf, size_t size)
{
	struct cursor c = cursor_writer(buf, size);

	cursor_put_u8(&c, VERSION);
	return c;
}

static int length(const struct cursor *c, const void *buf)
{
	return c->error ? c->error : (int)(c->at - (const uint8_t *)buf);
}

static struct cursor open_bytes(const void *bytes, size_t len)
{
	struct cursor c = cursor_reader(bytes, len);

	if (cursor_get_u8(&c) != VERSION)
		cursor_fail(&c);
	return c;
}

static bool has_far(const struct instant *t)
{
	return !clock_can_show(t->wall_us) || !clock_can_show(t->mono_us);
}

int kept_put_alarm(void *buf, size_t size, const struct kept_alarm *k)
{
	struct cursor c = begin(buf, size);

	cursor_put(&c, k->boot_id, sizeof(k->boot_id));
	msg_put_alarm(&c, &k->state.alarm);
	cursor_put_i64(&c, k->state.shelved_until_mono_us);
	cursor_put_text(&c, k->state.note);
	cursor_put_text(&c, k->state.by);
	cursor_put_u32(&c, k->state.chatter_total);
	cursor_put_bool(&c, k->state.recovered);
	return length(&c, buf);
}

int kept_get_alarm(const void *bytes, size_t len, struct kept_alarm *ret)
{
	struct cursor c = open_bytes(bytes, len);

	cursor_get(&c, ret->boot_id, sizeof(ret->boot_id));
	msg_get_alarm(&c, &ret->state.alarm);
	ret->state.shelved_until_mono_us = cursor_get_i64(&c);
	cursor_get_text(&c, ret->state.note, sizeof(ret->state.note));
	cursor_get_text(&c, ret->state.by, sizeof(ret->state.by));
	ret->state.chatter_total = cursor_get_u32(&c);
	ret->state.recovered = cursor_get_bool(&c);
	if (has_far(&ret->state.alarm.onset) || has_far(&ret->state.alarm.raised) ||
	    has_far(&ret->state.alarm.cleared) ||
	    !clock_can_show(ret->state.alarm.shelved_until_us) ||
	    !clock_can_show(ret->state.shelved_until_mono_us))
		cursor_fail(&c);
	return cursor_finish(&c);
}

int kept_put_cursor(void *buf, size_t size, const struct kept_cursor *k)
{
	struct cursor c = begin(buf, size);

	cursor_put_u64(&c, k->instance);
	cursor_put_u64(&c, k->next);
	return length(&c, buf);
}

int kept_get_cursor(const void *bytes, size_t len, struct kept_cursor *ret)
{
	struct cursor c = open_bytes(bytes, len);

	ret->instance = cursor_get_u64(&c);
	ret->next = cursor_get_u64(&c);
	return cursor_finish(&c);
}

int kept_put_maintenance(void *buf, size_t size, const struct kept_maintenance *k)
{
	struct cursor c = begin(buf, size);

	cursor_put(&c, k->boot_id, sizeof(k->boot_id));
	cursor_put_i64(&c, k->until_mono_us);
	cursor_put_i64(&c, k->until_wall_us);
	cursor_put_text(&c, k->reason);
	cursor_put_text(&c, k->by);
	return length(&c, buf);
}

int kept_get_maintenance(const void *bytes, size_t len, struct kept_maintenance *ret)
{
	struct cursor c = open_bytes(bytes, len);

	cursor_get(&c, ret->boot_id, sizeof(ret->boot_id));
	ret->until_mono_us = cursor_get_i64(&c);
	ret->until_wall_us = cursor_get_i64(&c);
	if (!clock_can_show(ret->until_mono_us) || !clock_can_show(ret->until_wall_us))
		cursor_fail(&c);
	cursor_get_text(&c, ret->reason, sizeof(ret->reason));
	cursor_get_text(&c, ret->by, sizeof(ret->by));
	return cursor_finish(&c);
}

int kept_put_flag(void *buf, size_t size, bool flag)
{
	struct cursor c = begin(buf, size);

	cursor_put_bool(&c, flag);
	return length(&c, buf);
}

int kept_get_flag(const void *bytes, size_t len, bool *ret)
{
	struct cursor c = open_bytes(bytes, len);

	*ret = cursor_get_bool(&c);
	return cursor_finish(&c);
}

int kept_put_number(void *buf, size_t size, uint64_t number)
{
	struct cursor c = begin(buf, size);

	cursor_put_u64(&c, number);
	return length(&c, buf);
}

int kept_get_number(const void *bytes, size_t len, uint64_t *ret)
{
	struct cursor c = open_bytes(bytes, len);

	*ret = cursor_get_u64(&c);
	return cursor_finish(&c);
}
