// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Between notifyd and the short-lived program that delivers one message. */
#include "lib/wire/msg_internal.h"

int msg_send_put(void *buf, size_t size, uint32_t id, const struct msg_send *m)
{
	struct cursor c = msg_start(buf, size, MSG_SEND, id);

	cursor_put_u8(&c, (uint8_t)m->by);
	cursor_put_text(&c, m->server);
	cursor_put_u16(&c, m->port);
	cursor_put_u8(&c, (uint8_t)m->security);
	cursor_put_text(&c, m->ca);
	cursor_put_text(&c, m->user);
	cursor_put_text(&c, m->password);
	cursor_put_text(&c, m->from);
	cursor_put_text(&c, m->to);
	cursor_put_text(&c, m->type);
	cursor_put_u8(&c, m->n_fields);
	for (unsigned i = 0; i < m->n_fields; i++) {
		cursor_put_text(&c, m->fields[i].name);
		cursor_put_text(&c, m->fields[i].value);
	}
	cursor_put_u32(&c, m->limit_ms);
	cursor_put_u16(&c, m->body_len);
	cursor_put(&c, m->body, m->body_len);
	return msg_length(&c, buf);
}

int msg_send_get(struct cursor *c, struct msg_send *ret)
{
	ret->by = (enum delivery)cursor_get_enum(c, DELIVERY_MAX);
	cursor_get_text(c, ret->server, sizeof(ret->server));
	ret->port = cursor_get_u16(c);
	ret->security = (enum mail_security)cursor_get_enum(c, MAIL_SECURITY_MAX);
	cursor_get_text(c, ret->ca, sizeof(ret->ca));
	cursor_get_text(c, ret->user, sizeof(ret->user));
	cursor_get_text(c, ret->password, sizeof(ret->password));
	cursor_get_text(c, ret->from, sizeof(ret->from));
	cursor_get_text(c, ret->to, sizeof(ret->to));
	cursor_get_text(c, ret->type, sizeof(ret->type));
	ret->n_fields = msg_get_count(c, SEND_FIELDS_MAX);
	for (unsigned i = 0; i < ret->n_fields; i++) {
		cursor_get_text(c, ret->fields[i].name, sizeof(ret->fields[i].name));
		cursor_get_text(c, ret->fields[i].value, sizeof(ret->fields[i].value));
	}
	ret->limit_ms = cursor_get_u32(c);
	ret->body_len = cursor_get_u16(c);
	if (ret->body_len > sizeof(ret->body)) {
		cursor_fail(c);
		ret->body_len = 0;
	}
	cursor_get(c, ret->body, ret->body_len);
	return cursor_finish(c);
}

int msg_sent_put(void *buf, size_t size, uint32_t id, const struct msg_sent *m)
{
	struct cursor c = msg_start(buf, size, MSG_SENT, id);

	cursor_put_u8(&c, (uint8_t)m->outcome);
	cursor_put_bool(&c, m->unsure);
	cursor_put_u16(&c, m->code);
	cursor_put_text(&c, m->sentence);
	return msg_length(&c, buf);
}

int msg_sent_get(struct cursor *c, struct msg_sent *ret)
{
	ret->outcome = (enum delivery_outcome)cursor_get_enum(c, OUTCOME_MAX);
	ret->unsure = cursor_get_bool(c);
	ret->code = cursor_get_u16(c);
	cursor_get_text(c, ret->sentence, sizeof(ret->sentence));
	return cursor_finish(c);
}
