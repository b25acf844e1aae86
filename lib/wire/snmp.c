// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What agentxd publishes of itself. */
#include "lib/wire/msg_internal.h"

int msg_snmp_status_put(void *buf, size_t size, const struct msg_snmp_status *m)
{
	struct cursor c = msg_start(buf, size, MSG_SNMP_STATUS, 0);

	cursor_put_text(&c, m->master);
	cursor_put_bool(&c, m->connected);
	cursor_put_bool(&c, m->registered);
	cursor_put_i64(&c, m->since_us);
	cursor_put_u32(&c, m->requests);
	cursor_put_u32(&c, m->sets);
	cursor_put_u32(&c, m->sent);
	cursor_put_u32(&c, m->waiting);
	cursor_put_bool(&c, m->watched);
	return msg_length(&c, buf);
}

int msg_snmp_status_get(struct cursor *c, struct msg_snmp_status *ret)
{
	cursor_get_text(c, ret->master, sizeof(ret->master));
	ret->connected = cursor_get_bool(c);
	ret->registered = cursor_get_bool(c);
	ret->since_us = cursor_get_i64(c);
	ret->requests = cursor_get_u32(c);
	ret->sets = cursor_get_u32(c);
	ret->sent = cursor_get_u32(c);
	ret->waiting = cursor_get_u32(c);
	ret->watched = cursor_get_bool(c);
	return cursor_finish(c);
}
