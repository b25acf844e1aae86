// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/msg_internal.h"

int msg_settings_change_put(void *buf, size_t size, uint32_t id,
			    const struct msg_settings_change *m)
{
	struct cursor c = msg_start(buf, size, MSG_SETTINGS_CHANGE, id);

	cursor_put_u64(&c, m->expected_generation);
	msg_put_actor(&c, &m->actor);
	cursor_put_u8(&c, m->n);
	for (unsigned i = 0; i < m->n; i++) {
		cursor_put_text(&c, m->changes[i].path);
		cursor_put_bool(&c, m->changes[i].unset);
		cursor_put_text(&c, m->changes[i].value);
	}
	return msg_length(&c, buf);
}

int msg_settings_change_get(struct cursor *c, struct msg_settings_change *ret)
{
	ret->expected_generation = cursor_get_u64(c);
	msg_get_actor(c, &ret->actor);
	ret->n = msg_get_count(c, WIRE_CHANGES_MAX);
	for (unsigned i = 0; i < ret->n; i++) {
		cursor_get_text(c, ret->changes[i].path, sizeof(ret->changes[i].path));
		ret->changes[i].unset = cursor_get_bool(c);
		cursor_get_text(c, ret->changes[i].value, sizeof(ret->changes[i].value));
	}
	return cursor_finish(c);
}

int msg_settings_result_put(void *buf, size_t size, uint32_t id,
			    const struct msg_settings_result *m)
{
	struct cursor c = msg_start(buf, size, MSG_SETTINGS_RESULT, id);

	cursor_put_u32(&c, m->error);
	cursor_put_text(&c, m->sentence);
	cursor_put_u64(&c, m->generation);
	cursor_put_u8(&c, m->n_mistakes);
	for (unsigned i = 0; i < m->n_mistakes; i++) {
		cursor_put_text(&c, m->mistakes[i].path);
		cursor_put_text(&c, m->mistakes[i].sentence);
	}
	return msg_length(&c, buf);
}

int msg_settings_result_get(struct cursor *c, struct msg_settings_result *ret)
{
	ret->error = cursor_get_u32(c);
	cursor_get_text(c, ret->sentence, sizeof(ret->sentence));
	ret->generation = cursor_get_u64(c);
	ret->n_mistakes = msg_get_count(c, WIRE_MISTAKES_MAX);
	for (unsigned i = 0; i < ret->n_mistakes; i++) {
		cursor_get_text(c, ret->mistakes[i].path, sizeof(ret->mistakes[i].path));
		cursor_get_text(c, ret->mistakes[i].sentence, sizeof(ret->mistakes[i].sentence));
	}
	return cursor_finish(c);
}
