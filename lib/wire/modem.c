// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* How the modem is: asked by notifyd, answered by rmcu-send, told to sensord. */
#include "lib/wire/msg_internal.h"

int msg_modem_ask_put(void *buf, size_t size, uint32_t id, const struct msg_modem_ask *m)
{
	struct cursor c = msg_start(buf, size, MSG_MODEM_ASK, id);

	cursor_put_u32(&c, m->limit_ms);
	return msg_length(&c, buf);
}

int msg_modem_ask_get(struct cursor *c, struct msg_modem_ask *ret)
{
	ret->limit_ms = cursor_get_u32(c);
	return cursor_finish(c);
}

int msg_modem_put(void *buf, size_t size, enum msg_type type, uint32_t id,
		  const struct msg_modem *m)
{
	struct cursor c = msg_start(buf, size, type, id);

	cursor_put_bool(&c, m->there);
	cursor_put_bool(&c, m->registered);
	cursor_put_bool(&c, m->recent);
	cursor_put_u8(&c, m->signal);
	cursor_put_text(&c, m->why);
	return msg_length(&c, buf);
}

int msg_modem_get(struct cursor *c, struct msg_modem *ret)
{
	ret->there = cursor_get_bool(c);
	ret->registered = cursor_get_bool(c);
	ret->recent = cursor_get_bool(c);
	ret->signal = cursor_get_u8(c);
	if (ret->signal > MSG_MODEM_SIGNAL_MAX)
		cursor_fail(c);
	cursor_get_text(c, ret->why, sizeof(ret->why));
	return cursor_finish(c);
}
