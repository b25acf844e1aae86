// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Replies, and the requests about outputs and the simulator. */
#include "lib/wire/msg_internal.h"

int msg_reply_put(void *buf, size_t size, enum msg_type type, uint32_t id,
		  const struct msg_reply *m)
{
	struct cursor c = msg_start(buf, size, type, id);

	cursor_put_u32(&c, m->error);
	cursor_put_text(&c, m->sentence);
	return msg_length(&c, buf);
}

int msg_reply_get(struct cursor *c, struct msg_reply *ret)
{
	ret->error = cursor_get_u32(c);
	cursor_get_text(c, ret->sentence, sizeof(ret->sentence));
	return cursor_finish(c);
}

int msg_output_set_put(void *buf, size_t size, uint32_t id, const struct msg_output_set *m)
{
	struct cursor c = msg_start(buf, size, MSG_OUTPUT_SET, id);

	cursor_put_text(&c, m->channel);
	cursor_put_u8(&c, (uint8_t)m->action);
	cursor_put_u32(&c, m->pulse_ms);
	cursor_put_u32(&c, m->confirm_s);
	cursor_put_bool(&c, m->dry_run);
	cursor_put_text(&c, m->reason);
	msg_put_actor(&c, &m->actor);
	return msg_length(&c, buf);
}

int msg_output_set_get(struct cursor *c, struct msg_output_set *ret)
{
	cursor_get_text(c, ret->channel, sizeof(ret->channel));
	ret->action = cursor_get_enum(c, OUTPUT_ACTION_MAX);
	ret->pulse_ms = cursor_get_u32(c);
	ret->confirm_s = cursor_get_u32(c);
	ret->dry_run = cursor_get_bool(c);
	cursor_get_text(c, ret->reason, sizeof(ret->reason));
	msg_get_actor(c, &ret->actor);
	return cursor_finish(c);
}

int msg_output_confirm_put(void *buf, size_t size, uint32_t id, const struct msg_output_confirm *m)
{
	struct cursor c = msg_start(buf, size, MSG_OUTPUT_CONFIRM, id);

	cursor_put_text(&c, m->channel);
	msg_put_actor(&c, &m->actor);
	return msg_length(&c, buf);
}

int msg_output_confirm_get(struct cursor *c, struct msg_output_confirm *ret)
{
	cursor_get_text(c, ret->channel, sizeof(ret->channel));
	msg_get_actor(c, &ret->actor);
	return cursor_finish(c);
}

int msg_hold_all_put(void *buf, size_t size, uint32_t id, const struct msg_hold_all *m)
{
	struct cursor c = msg_start(buf, size, MSG_HOLD_ALL, id);

	cursor_put_u8(&c, (uint8_t)m->holder);
	cursor_put_u8(&c, m->n);
	for (unsigned i = 0; i < m->n; i++) {
		cursor_put_text(&c, m->holds[i].channel);
		cursor_put_bool(&c, m->holds[i].active);
		cursor_put_text(&c, m->holds[i].reason);
	}
	return msg_length(&c, buf);
}

int msg_hold_all_get(struct cursor *c, struct msg_hold_all *ret)
{
	ret->holder = cursor_get_enum(c, HOLDER_MAX);
	ret->n = msg_get_count(c, OUTPUTS_MAX);
	for (unsigned i = 0; i < ret->n; i++) {
		cursor_get_text(c, ret->holds[i].channel, sizeof(ret->holds[i].channel));
		ret->holds[i].active = cursor_get_bool(c);
		cursor_get_text(c, ret->holds[i].reason, sizeof(ret->holds[i].reason));
	}
	return cursor_finish(c);
}

int msg_sim_put(void *buf, size_t size, enum msg_type type, uint32_t id, const struct msg_sim *m)
{
	struct cursor c = msg_start(buf, size, type, id);

	cursor_put_text(&c, m->text);
	cursor_put_i64(&c, m->value);
	msg_put_actor(&c, &m->actor);
	return msg_length(&c, buf);
}

int msg_sim_get(struct cursor *c, struct msg_sim *ret)
{
	cursor_get_text(c, ret->text, sizeof(ret->text));
	ret->value = cursor_get_i64(c);
	msg_get_actor(c, &ret->actor);
	return cursor_finish(c);
}

int msg_sim_listing_put(void *buf, size_t size, uint32_t id, const struct msg_sim_listing *m)
{
	struct cursor c = msg_start(buf, size, MSG_SIM_LISTING, id);

	cursor_put_text(&c, m->running);
	cursor_put_u32(&c, m->rate_milli);
	cursor_put_u8(&c, m->joined);
	cursor_put_i64(&c, m->elapsed_us);
	cursor_put_u8(&c, m->n_scenarios);
	for (unsigned i = 0; i < m->n_scenarios; i++) {
		cursor_put_text(&c, m->scenarios[i].name);
		cursor_put_text(&c, m->scenarios[i].title);
	}
	cursor_put_u8(&c, m->n_knobs);
	for (unsigned i = 0; i < m->n_knobs; i++) {
		cursor_put_text(&c, m->knobs[i].name);
		cursor_put_i64(&c, m->knobs[i].value);
	}
	return msg_length(&c, buf);
}

int msg_sim_listing_get(struct cursor *c, struct msg_sim_listing *ret)
{
	cursor_get_text(c, ret->running, sizeof(ret->running));
	ret->rate_milli = cursor_get_u32(c);
	ret->joined = cursor_get_u8(c);
	ret->elapsed_us = cursor_get_i64(c);
	ret->n_scenarios = msg_get_count(c, WIRE_SCENARIOS_MAX);
	for (unsigned i = 0; i < ret->n_scenarios; i++) {
		cursor_get_text(c, ret->scenarios[i].name, sizeof(ret->scenarios[i].name));
		cursor_get_text(c, ret->scenarios[i].title, sizeof(ret->scenarios[i].title));
	}
	ret->n_knobs = msg_get_count(c, WIRE_KNOBS_MAX);
	for (unsigned i = 0; i < ret->n_knobs; i++) {
		cursor_get_text(c, ret->knobs[i].name, sizeof(ret->knobs[i].name));
		ret->knobs[i].value = cursor_get_i64(c);
	}
	return cursor_finish(c);
}
