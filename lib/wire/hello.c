// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/msg_internal.h"

static void put_channel(struct cursor *c, const struct channel *ch)
{
	cursor_put_text(c, ch->id);
	cursor_put_text(c, ch->name);
	cursor_put_u8(c, (uint8_t)ch->kind);
	cursor_put_u8(c, (uint8_t)ch->unit);
	cursor_put_u8(c, (uint8_t)ch->source);
	cursor_put_u8(c, (uint8_t)ch->role);
	cursor_put_u8(c, ch->digits);
	cursor_put_u8(c, ch->averaging);
	cursor_put_bool(c, ch->approximate);
	cursor_put_bool(c, ch->pulse);
	cursor_put_bool(c, ch->active_low);
	cursor_put_bool(c, ch->confirm);
	cursor_put_i64(c, ch->range_min);
	cursor_put_i64(c, ch->range_max);
	cursor_put_u32(c, ch->pulse_ms);
	for (int i = 0; i < 2; i++) {
		cursor_put_text(c, ch->state_text[i]);
		cursor_put_u8(c, (uint8_t)ch->colour[i]);
		cursor_put_u8(c, (uint8_t)ch->side[i]);
	}
}

static void get_channel(struct cursor *c, struct channel *ch)
{
	cursor_get_text(c, ch->id, sizeof(ch->id));
	cursor_get_text(c, ch->name, sizeof(ch->name));
	ch->kind = cursor_get_enum(c, CHANNEL_KIND_MAX);
	ch->unit = cursor_get_enum(c, UNIT_MAX);
	ch->source = cursor_get_enum(c, SOURCE_KIND_MAX);
	ch->role = cursor_get_enum(c, ROLE_MAX);
	ch->digits = cursor_get_u8(c);
	ch->averaging = cursor_get_u8(c);
	ch->approximate = cursor_get_bool(c);
	ch->pulse = cursor_get_bool(c);
	ch->active_low = cursor_get_bool(c);
	ch->confirm = cursor_get_bool(c);
	ch->range_min = cursor_get_i64(c);
	ch->range_max = cursor_get_i64(c);
	ch->pulse_ms = cursor_get_u32(c);
	for (int i = 0; i < 2; i++) {
		cursor_get_text(c, ch->state_text[i], sizeof(ch->state_text[i]));
		ch->colour[i] = cursor_get_enum(c, COLOUR_MAX);
		ch->side[i] = cursor_get_enum(c, SIDE_MAX);
	}
	/* more digits than a millionth has would make every door round differently */
	if (ch->digits > 6 || !channel_id_valid(ch->id))
		cursor_fail(c);
}

int msg_hello_put(void *buf, size_t size, const struct msg_hello *m)
{
	struct cursor c = msg_start(buf, size, MSG_HELLO, 0);

	cursor_put_u16(&c, m->protocol);
	cursor_put_text(&c, m->version);
	cursor_put_text(&c, m->service);
	cursor_put(&c, m->boot_id, sizeof(m->boot_id));
	cursor_put_u64(&c, m->instance);
	cursor_put_u64(&c, m->generation);
	cursor_put_bool(&c, m->simulated);
	cursor_put_u8(&c, m->rights);
	cursor_put_bool(&c, m->fahrenheit);
	cursor_put_text(&c, m->site);
	cursor_put_text(&c, m->model);
	cursor_put_u8(&c, m->n_channels);
	for (unsigned i = 0; i < m->n_channels; i++)
		put_channel(&c, &m->channels[i]);
	return msg_length(&c, buf);
}

int msg_hello_get(struct cursor *c, struct msg_hello *ret)
{
	/* The rest of another protocol's HELLO means nothing here; its number and version do. */
	ret->protocol = cursor_get_u16(c);
	cursor_get_text(c, ret->version, sizeof(ret->version));
	if (c->error)
		return c->error;
	if (ret->protocol != WIRE_PROTOCOL)
		return -EPROTONOSUPPORT;
	cursor_get_text(c, ret->service, sizeof(ret->service));
	cursor_get(c, ret->boot_id, sizeof(ret->boot_id));
	ret->instance = cursor_get_u64(c);
	ret->generation = cursor_get_u64(c);
	ret->simulated = cursor_get_bool(c);
	ret->rights = cursor_get_u8(c);
	ret->fahrenheit = cursor_get_bool(c);
	cursor_get_text(c, ret->site, sizeof(ret->site));
	cursor_get_text(c, ret->model, sizeof(ret->model));
	ret->n_channels = msg_get_count(c, CHANNELS_MAX);
	for (unsigned i = 0; i < ret->n_channels; i++)
		get_channel(c, &ret->channels[i]);
	return cursor_finish(c);
}
