// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The level-triggered messages: snapshot, health, holds. */
#include "lib/base/util.h"
#include "lib/wire/msg_internal.h"

/* A sample's age travels instead of its time: half the bytes, and 71 minutes are "very old". */
static uint32_t age_us(const struct sample *s, int64_t now_us)
{
	int64_t age;

	if (s->mono_us >= now_us)
		return 0;
	if (__builtin_sub_overflow(now_us, s->mono_us, &age) || age > UINT32_MAX)
		return UINT32_MAX;
	return (uint32_t)age;
}

static void put_output(struct cursor *c, const struct output_state *o)
{
	uint8_t flags = (uint8_t)(o->active | o->pulsing << 1 | o->unconfirmed << 2 |
				  o->vetoed << 3 | o->fault << 4);

	cursor_put_u8(c, o->channel);
	cursor_put_u8(c, (uint8_t)o->holder);
	cursor_put_u8(c, flags);
	cursor_put_i64(c, o->until_us);
}

static void get_output(struct cursor *c, struct output_state *o, unsigned n_samples)
{
	uint8_t flags;

	o->channel = cursor_get_u8(c);
	o->holder = cursor_get_enum(c, HOLDER_MAX);
	flags = cursor_get_u8(c);
	o->active = flags & 1;
	o->pulsing = flags >> 1 & 1;
	o->unconfirmed = flags >> 2 & 1;
	o->vetoed = flags >> 3 & 1;
	o->fault = flags >> 4 & 1;
	o->until_us = cursor_get_i64(c);
	/* readers use it as an index */
	if (o->channel >= n_samples || flags >> 5)
		cursor_fail(c);
}

int msg_snapshot_put(void *buf, size_t size, const struct snapshot *m)
{
	struct cursor c = msg_start(buf, size, MSG_SNAPSHOT, 0);

	cursor_put_u64(&c, m->number);
	msg_put_instant(&c, m->now);
	cursor_put_u32(&c, m->rate_milli);
	cursor_put_bool(&c, m->wall_sane);
	cursor_put_bool(&c, m->edge);
	cursor_put_u64(&c, m->missed_ticks);
	cursor_put_u8(&c, m->n_samples);
	cursor_put_u8(&c, m->n_outputs);
	for (unsigned i = 0; i < m->n_samples; i++) {
		const struct sample *s = &m->samples[i];

		cursor_put_i64(&c, s->value);
		cursor_put_u32(&c, age_us(s, m->now.mono_us));
		cursor_put_u8(&c, (uint8_t)s->quality);
	}
	for (unsigned i = 0; i < m->n_outputs; i++)
		put_output(&c, &m->outputs[i]);
	return msg_length(&c, buf);
}

int msg_snapshot_get(struct cursor *c, struct snapshot *ret)
{
	ret->number = cursor_get_u64(c);
	ret->now = msg_get_instant(c);
	ret->rate_milli = cursor_get_u32(c);
	ret->wall_sane = cursor_get_bool(c);
	ret->edge = cursor_get_bool(c);
	ret->missed_ticks = cursor_get_u64(c);
	ret->n_samples = msg_get_count(c, CHANNELS_MAX);
	ret->n_outputs = msg_get_count(c, OUTPUTS_MAX);
	for (unsigned i = 0; i < ret->n_samples; i++) {
		struct sample *s = &ret->samples[i];

		s->value = cursor_get_i64(c);
		/* a forged time near the limit must not overflow */
		if (__builtin_sub_overflow(ret->now.mono_us, (int64_t)cursor_get_u32(c),
					   &s->mono_us))
			cursor_fail(c);
		s->quality = cursor_get_enum(c, QUALITY_MAX);
	}
	for (unsigned i = 0; i < ret->n_outputs; i++)
		get_output(c, &ret->outputs[i], ret->n_samples);
	return cursor_finish(c);
}

int msg_health_put(void *buf, size_t size, const struct health *m)
{
	struct cursor c = msg_start(buf, size, MSG_HEALTH, 0);

	cursor_put_i64(&c, m->started_wall_us);
	cursor_put_u64(&c, m->ticks);
	cursor_put_u64(&c, m->missed_ticks);
	cursor_put_u64(&c, m->snapshots);
	cursor_put_u64(&c, m->skipped);
	cursor_put_u64(&c, m->dropped_clients);
	cursor_put_u64(&c, m->refused_clients);
	cursor_put_u32(&c, m->clients);
	cursor_put_u32(&c, m->tick_us);
	cursor_put_u16(&c, m->troubles_left_out);
	cursor_put_u8(&c, m->n_troubles);
	for (unsigned i = 0; i < m->n_troubles; i++) {
		cursor_put_text(&c, m->troubles[i].subject);
		cursor_put_text(&c, m->troubles[i].text);
		cursor_put_i64(&c, m->troubles[i].since_wall_us);
	}
	return msg_length(&c, buf);
}

int msg_health_get(struct cursor *c, struct health *ret)
{
	ret->started_wall_us = cursor_get_i64(c);
	ret->ticks = cursor_get_u64(c);
	ret->missed_ticks = cursor_get_u64(c);
	ret->snapshots = cursor_get_u64(c);
	ret->skipped = cursor_get_u64(c);
	ret->dropped_clients = cursor_get_u64(c);
	ret->refused_clients = cursor_get_u64(c);
	ret->clients = cursor_get_u32(c);
	ret->tick_us = cursor_get_u32(c);
	ret->troubles_left_out = cursor_get_u16(c);
	ret->n_troubles = msg_get_count(c, TROUBLES_MAX);
	for (unsigned i = 0; i < ret->n_troubles; i++) {
		struct trouble *t = &ret->troubles[i];

		cursor_get_text(c, t->subject, sizeof(t->subject));
		cursor_get_text(c, t->text, sizeof(t->text));
		t->since_wall_us = cursor_get_i64(c);
	}
	return cursor_finish(c);
}

int msg_holds_put(void *buf, size_t size, const struct msg_holds *m)
{
	struct cursor c = msg_start(buf, size, MSG_HOLDS, 0);

	cursor_put_u8(&c, m->n);
	for (unsigned i = 0; i < m->n; i++) {
		const struct hold *h = &m->holds[i];

		cursor_put_u8(&c, h->channel);
		cursor_put_u8(&c, (uint8_t)h->holder);
		cursor_put_bool(&c, h->active);
		cursor_put_text(&c, h->reason);
		msg_put_actor(&c, &h->actor);
		cursor_put_i64(&c, h->since_wall_us);
	}
	return msg_length(&c, buf);
}

int msg_holds_get(struct cursor *c, struct msg_holds *ret)
{
	ret->n = msg_get_count(c, HOLDS_MAX);
	for (unsigned i = 0; i < ret->n; i++) {
		struct hold *h = &ret->holds[i];

		h->channel = (uint8_t)cursor_get_enum(c, CHANNELS_MAX);
		h->holder = cursor_get_enum(c, HOLDER_MAX);
		h->active = cursor_get_bool(c);
		cursor_get_text(c, h->reason, sizeof(h->reason));
		msg_get_actor(c, &h->actor);
		h->since_wall_us = cursor_get_i64(c);
	}
	return cursor_finish(c);
}
