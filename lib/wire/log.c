// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What loggerd publishes of the log, and what it is asked about it. */
#include "lib/wire/msg_internal.h"

int msg_log_status_put(void *buf, size_t size, const struct msg_log_status *m)
{
	struct cursor c = msg_start(buf, size, MSG_LOG_STATUS, 0);

	cursor_put_text(&c, m->status);
	cursor_put_u32(&c, m->error);
	cursor_put_u8(&c, (uint8_t)m->what);
	cursor_put_u8(&c, m->rate_min);
	cursor_put_bool(&c, m->in_window);
	cursor_put_bool(&c, m->clock_set);
	cursor_put_i64(&c, m->first_us);
	cursor_put_i64(&c, m->last_us);
	cursor_put_i64(&c, m->next_us);
	cursor_put_u64(&c, m->rows);
	cursor_put_u32(&c, m->files);
	cursor_put_u64(&c, m->log_bytes);
	cursor_put_u64(&c, m->quota_bytes);
	cursor_put_u64(&c, m->lost_rows);
	cursor_put_u64(&c, m->db_bytes);
	cursor_put_u64(&c, m->db_bytes_most);
	cursor_put_u64(&c, m->written_bytes);
	cursor_put_i64(&c, m->written_since_us);
	cursor_put_u32(&c, m->boxes);
	cursor_put_u32(&c, m->boxes_most);
	cursor_put_i64(&c, m->oldest_second_us);
	cursor_put_i64(&c, m->oldest_minute_us);
	cursor_put_i64(&c, m->oldest_hour_us);
	return msg_length(&c, buf);
}

int msg_log_status_get(struct cursor *c, struct msg_log_status *ret)
{
	cursor_get_text(c, ret->status, sizeof(ret->status));
	ret->error = cursor_get_u32(c);
	ret->what = cursor_get_enum(c, LOG_WHAT_MAX);
	ret->rate_min = cursor_get_u8(c);
	ret->in_window = cursor_get_bool(c);
	ret->clock_set = cursor_get_bool(c);
	ret->first_us = cursor_get_i64(c);
	ret->last_us = cursor_get_i64(c);
	ret->next_us = cursor_get_i64(c);
	ret->rows = cursor_get_u64(c);
	ret->files = cursor_get_u32(c);
	ret->log_bytes = cursor_get_u64(c);
	ret->quota_bytes = cursor_get_u64(c);
	ret->lost_rows = cursor_get_u64(c);
	ret->db_bytes = cursor_get_u64(c);
	ret->db_bytes_most = cursor_get_u64(c);
	ret->written_bytes = cursor_get_u64(c);
	ret->written_since_us = cursor_get_i64(c);
	ret->boxes = cursor_get_u32(c);
	ret->boxes_most = cursor_get_u32(c);
	ret->oldest_second_us = cursor_get_i64(c);
	ret->oldest_minute_us = cursor_get_i64(c);
	ret->oldest_hour_us = cursor_get_i64(c);
	if (ret->rate_min > LOG_RATE_MIN_MAX)
		cursor_fail(c);
	return cursor_finish(c);
}

int msg_log_request_put(void *buf, size_t size, enum msg_type type, uint32_t id,
			const struct msg_log_request *m)
{
	struct cursor c = msg_start(buf, size, type, id);

	cursor_put_u32(&c, m->file);
	msg_put_actor(&c, &m->actor);
	return msg_length(&c, buf);
}

int msg_log_request_get(struct cursor *c, struct msg_log_request *ret)
{
	ret->file = cursor_get_u32(c);
	msg_get_actor(c, &ret->actor);
	return cursor_finish(c);
}
