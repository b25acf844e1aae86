// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What alarmd publishes of alarms and schedules, and what it is asked about them. */
#include "lib/wire/msg_internal.h"

/* The longest page: 48 alarms with the longest texts, and the head. */
#define ALARM_BYTES_MAX (2 + 47 + 2 + 31 + 2 + 8 + 1 + 8 + 4 + 48 + 8 + 1 + 8 + 2 + 63 + 2 + 31)
_Static_assert(WIRE_ALARMS_PAGE *ALARM_BYTES_MAX + 16 < WIRE_PACKET_MAX, "a page fits a packet");

void msg_put_alarm(struct cursor *c, const struct alarm *a)
{
	uint8_t flags = (uint8_t)(a->condition | a->active << 1 | a->acknowledged << 2 |
				  a->latched << 3 | a->chattering << 4 | a->first_out << 5 |
				  a->consequence << 6 | a->shelved << 7);

	cursor_put_text(c, a->id);
	cursor_put_text(c, a->channel);
	cursor_put_u8(c, (uint8_t)a->when);
	cursor_put_u8(c, (uint8_t)a->priority);
	cursor_put_i64(c, a->setpoint);
	cursor_put_u8(c, flags);
	cursor_put_u64(c, a->occurrence);
	cursor_put_u32(c, a->count);
	msg_put_instant(c, a->onset);
	msg_put_instant(c, a->raised);
	msg_put_instant(c, a->cleared);
	cursor_put_i64(c, a->value);
	cursor_put_u8(c, (uint8_t)a->quality);
	cursor_put_i64(c, a->shelved_until_us);
	cursor_put_text(c, a->note);
	cursor_put_text(c, a->by);
}

void msg_get_alarm(struct cursor *c, struct alarm *ret)
{
	uint8_t flags;

	cursor_get_text(c, ret->id, sizeof(ret->id));
	cursor_get_text(c, ret->channel, sizeof(ret->channel));
	ret->when = cursor_get_enum(c, ALARM_WHEN_MAX);
	ret->priority = cursor_get_enum(c, ALARM_PRIORITY_MAX);
	ret->setpoint = cursor_get_i64(c);
	flags = cursor_get_u8(c);
	ret->condition = flags & 1;
	ret->active = flags >> 1 & 1;
	ret->acknowledged = flags >> 2 & 1;
	ret->latched = flags >> 3 & 1;
	ret->chattering = flags >> 4 & 1;
	ret->first_out = flags >> 5 & 1;
	ret->consequence = flags >> 6 & 1;
	ret->shelved = flags >> 7 & 1;
	ret->occurrence = cursor_get_u64(c);
	ret->count = cursor_get_u32(c);
	ret->onset = msg_get_instant(c);
	ret->raised = msg_get_instant(c);
	ret->cleared = msg_get_instant(c);
	ret->value = cursor_get_i64(c);
	ret->quality = cursor_get_enum(c, QUALITY_MAX);
	ret->shelved_until_us = cursor_get_i64(c);
	cursor_get_text(c, ret->note, sizeof(ret->note));
	cursor_get_text(c, ret->by, sizeof(ret->by));
}

int msg_alarms_put(void *buf, size_t size, const struct msg_alarms *m)
{
	struct cursor c = msg_start(buf, size, MSG_ALARMS, 0);

	cursor_put_u8(&c, m->page);
	cursor_put_u8(&c, m->pages);
	cursor_put_u8(&c, m->n);
	for (unsigned i = 0; i < m->n; i++)
		msg_put_alarm(&c, &m->alarms[i]);
	return msg_length(&c, buf);
}

int msg_alarms_get(struct cursor *c, struct msg_alarms *ret)
{
	ret->page = cursor_get_u8(c);
	ret->pages = cursor_get_u8(c);
	/* readers index by it */
	if (ret->pages > WIRE_ALARM_PAGES || ret->page >= ret->pages)
		cursor_fail(c);
	ret->n = msg_get_count(c, WIRE_ALARMS_PAGE);
	for (unsigned i = 0; i < ret->n; i++)
		msg_get_alarm(c, &ret->alarms[i]);
	return cursor_finish(c);
}

int msg_alarm_summary_put(void *buf, size_t size, const struct msg_alarm_summary *m)
{
	struct cursor c = msg_start(buf, size, MSG_ALARM_SUMMARY, 0);

	cursor_put(&c, m->journal_id, sizeof(m->journal_id));
	cursor_put_u64(&c, m->anchor);
	cursor_put(&c, m->anchor_hash, sizeof(m->anchor_hash));
	cursor_put_u64(&c, m->head);
	cursor_put(&c, m->head_hash, sizeof(m->head_hash));
	cursor_put_u64(&c, m->waiting);
	cursor_put_u64(&c, m->lost);
	cursor_put_u64(&c, m->bytes);
	cursor_put_u16(&c, m->active);
	cursor_put_u16(&c, m->unacknowledged);
	cursor_put_u16(&c, m->shelved);
	cursor_put_u8(&c, (uint8_t)m->highest);
	cursor_put_bool(&c, m->silent);
	cursor_put_bool(&c, m->may_raise);
	cursor_put_text(&c, m->log_trouble);
	cursor_put_i64(&c, m->maintenance_until_us);
	cursor_put_text(&c, m->maintenance_reason);
	cursor_put_text(&c, m->maintenance_by);
	return msg_length(&c, buf);
}

int msg_alarm_summary_get(struct cursor *c, struct msg_alarm_summary *ret)
{
	cursor_get(c, ret->journal_id, sizeof(ret->journal_id));
	ret->anchor = cursor_get_u64(c);
	cursor_get(c, ret->anchor_hash, sizeof(ret->anchor_hash));
	ret->head = cursor_get_u64(c);
	cursor_get(c, ret->head_hash, sizeof(ret->head_hash));
	ret->waiting = cursor_get_u64(c);
	ret->lost = cursor_get_u64(c);
	ret->bytes = cursor_get_u64(c);
	ret->active = cursor_get_u16(c);
	ret->unacknowledged = cursor_get_u16(c);
	ret->shelved = cursor_get_u16(c);
	ret->highest = cursor_get_enum(c, ALARM_PRIORITY_MAX);
	ret->silent = cursor_get_bool(c);
	ret->may_raise = cursor_get_bool(c);
	cursor_get_text(c, ret->log_trouble, sizeof(ret->log_trouble));
	ret->maintenance_until_us = cursor_get_i64(c);
	cursor_get_text(c, ret->maintenance_reason, sizeof(ret->maintenance_reason));
	cursor_get_text(c, ret->maintenance_by, sizeof(ret->maintenance_by));
	return cursor_finish(c);
}

int msg_schedules_put(void *buf, size_t size, const struct msg_schedules *m)
{
	struct cursor c = msg_start(buf, size, MSG_SCHEDULES, 0);

	cursor_put_u8(&c, m->n);
	for (unsigned i = 0; i < m->n; i++) {
		cursor_put_text(&c, m->schedules[i].id);
		cursor_put_text(&c, m->schedules[i].output);
		cursor_put_bool(&c, m->schedules[i].enabled);
		cursor_put_bool(&c, m->schedules[i].active);
		cursor_put_bool(&c, m->schedules[i].running);
		cursor_put_u16(&c, m->schedules[i].from);
		cursor_put_u16(&c, m->schedules[i].to);
		cursor_put_u8(&c, m->schedules[i].days);
		cursor_put_i64(&c, m->schedules[i].next_us);
	}
	return msg_length(&c, buf);
}

int msg_schedules_get(struct cursor *c, struct msg_schedules *ret)
{
	ret->n = msg_get_count(c, WIRE_SCHEDULES_MAX);
	for (unsigned i = 0; i < ret->n; i++) {
		cursor_get_text(c, ret->schedules[i].id, sizeof(ret->schedules[i].id));
		cursor_get_text(c, ret->schedules[i].output, sizeof(ret->schedules[i].output));
		ret->schedules[i].enabled = cursor_get_bool(c);
		ret->schedules[i].active = cursor_get_bool(c);
		ret->schedules[i].running = cursor_get_bool(c);
		ret->schedules[i].from = cursor_get_u16(c);
		ret->schedules[i].to = cursor_get_u16(c);
		ret->schedules[i].days = cursor_get_u8(c);
		ret->schedules[i].next_us = cursor_get_i64(c);
		if (ret->schedules[i].days > 127)
			cursor_fail(c);
	}
	return cursor_finish(c);
}

int msg_alarm_request_put(void *buf, size_t size, enum msg_type type, uint32_t id,
			  const struct msg_alarm_request *m)
{
	struct cursor c = msg_start(buf, size, type, id);

	cursor_put_text(&c, m->alarm);
	cursor_put_u64(&c, m->occurrence);
	cursor_put_u32(&c, m->for_s);
	cursor_put_text(&c, m->note);
	msg_put_actor(&c, &m->actor);
	return msg_length(&c, buf);
}

int msg_alarm_request_get(struct cursor *c, struct msg_alarm_request *ret)
{
	cursor_get_text(c, ret->alarm, sizeof(ret->alarm));
	ret->occurrence = cursor_get_u64(c);
	ret->for_s = cursor_get_u32(c);
	cursor_get_text(c, ret->note, sizeof(ret->note));
	msg_get_actor(c, &ret->actor);
	if (ret->for_s > SHELVE_S_MAX)
		cursor_fail(c);
	return cursor_finish(c);
}
