// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What webd publishes of itself. */
#include "lib/wire/msg_internal.h"

int msg_web_status_put(void *buf, size_t size, const struct msg_web_status *m)
{
	struct cursor c = msg_start(buf, size, MSG_WEB_STATUS, 0);

	cursor_put_u16(&c, m->http_port);
	cursor_put_u16(&c, m->https_port);
	cursor_put_text(&c, m->print);
	cursor_put_bool(&c, m->own);
	cursor_put_i64(&c, m->valid_until_us);
	cursor_put_u16(&c, m->sessions);
	cursor_put_u16(&c, m->streams);
	cursor_put_u32(&c, m->signed_in);
	cursor_put_u32(&c, m->refused);
	cursor_put_i64(&c, m->refused_at_us);
	cursor_put_bool(&c, m->code);
	return msg_length(&c, buf);
}

int msg_web_status_get(struct cursor *c, struct msg_web_status *ret)
{
	ret->http_port = cursor_get_u16(c);
	ret->https_port = cursor_get_u16(c);
	cursor_get_text(c, ret->print, sizeof(ret->print));
	ret->own = cursor_get_bool(c);
	ret->valid_until_us = cursor_get_i64(c);
	ret->sessions = cursor_get_u16(c);
	ret->streams = cursor_get_u16(c);
	ret->signed_in = cursor_get_u32(c);
	ret->refused = cursor_get_u32(c);
	ret->refused_at_us = cursor_get_i64(c);
	ret->code = cursor_get_bool(c);
	return cursor_finish(c);
}
