// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/store/orders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

#define FIRST_ROOM 4096

/* Before each order. Bytes in memory of one process: they never leave it. */
struct head {
	uint32_t kind;
	uint32_t len; /* behind it */
};

static int reserve(struct orders *o, size_t more)
{
	size_t room = o->room ? o->room : FIRST_ROOM;
	uint8_t *bytes;

	if (o->len + more > ORDERS_BYTES_MAX)
		return -ENOSPC;
	if (o->len + more <= o->room)
		return 0;
	while (room < o->len + more)
		room *= 2;
	bytes = realloc(o->bytes, room);
	if (!bytes)
		return -ENOMEM;
	o->bytes = bytes;
	o->room = room;
	return 0;
}

static void put(struct orders *o, const void *bytes, size_t len)
{
	if (len > 0)
		memcpy(o->bytes + o->len, bytes, len);
	o->len += len;
}

/* An order of two parts: what is always there, and as much as is in use behind it. */
static int add(struct orders *o, enum order_kind kind, const void *fixed, size_t fixed_len,
	       const void *more, size_t more_len)
{
	struct head head = { kind, (uint32_t)(fixed_len + more_len) };
	int r = reserve(o, sizeof(head) + fixed_len + more_len);

	if (r < 0)
		return r;
	put(o, &head, sizeof(head));
	put(o, fixed, fixed_len);
	put(o, more, more_len);
	o->n++;
	return 0;
}

/* Values in use, close together: numbers, then qualities. */
struct packed {
	size_t len;
	uint8_t bytes[CHANNELS_MAX * (sizeof(int32_t) + 1)];
};

static void pack(const struct order_values *v, struct packed *ret)
{
	ret->len = v->n * (sizeof(int32_t) + 1);
	memcpy(ret->bytes, v->values, v->n * sizeof(int32_t));
	memcpy(ret->bytes + v->n * sizeof(int32_t), v->qualities, v->n);
}

static void unpack(const uint8_t *bytes, unsigned n, struct order_values *ret)
{
	ret->n = n;
	memcpy(ret->values, bytes, n * sizeof(int32_t));
	memcpy(ret->qualities, bytes + n * sizeof(int32_t), n);
}

int orders_table(struct orders *o, const struct order_table *t)
{
	return add(o, ORDER_TABLE, t, offsetof(struct order_table, channels), t->channels,
		   t->n * sizeof(t->channels[0]));
}

int orders_second(struct orders *o, const struct order_second *s)
{
	struct packed p;

	pack(&s->values, &p);
	return add(o, ORDER_SECOND, s, offsetof(struct order_second, values.values), p.bytes,
		   p.len);
}

int orders_minute(struct orders *o, const struct order_minute *m)
{
	return add(o, ORDER_MINUTE, m, offsetof(struct order_minute, points), m->points,
		   m->n * sizeof(m->points[0]));
}

int orders_log(struct orders *o, const struct order_log *l)
{
	struct packed p;

	pack(&l->values, &p);
	return add(o, ORDER_LOG, l, offsetof(struct order_log, values.values), p.bytes, p.len);
}

int orders_chunk(struct orders *o, const struct order_chunk *c)
{
	return add(o, ORDER_CHUNK, c, sizeof(*c), c->frames, c->len);
}

int orders_box(struct orders *o, const struct order_box *b)
{
	return add(o, ORDER_BOX, b, sizeof(*b), NULL, 0);
}

int orders_event(struct orders *o, int64_t next)
{
	return add(o, ORDER_EVENT, &next, sizeof(next), NULL, 0);
}

int orders_clock(struct orders *o, const struct order_clock *c)
{
	return add(o, ORDER_CLOCK, c, sizeof(*c), NULL, 0);
}

int orders_clear(struct orders *o, const struct order_audit *a)
{
	return add(o, ORDER_CLEAR, a, sizeof(*a), NULL, 0);
}

int orders_delete(struct orders *o, const struct order_audit *a)
{
	return add(o, ORDER_DELETE, a, sizeof(*a), NULL, 0);
}

int orders_told(struct orders *o, uint64_t mark)
{
	return add(o, ORDER_TOLD, &mark, sizeof(mark), NULL, 0);
}

bool orders_next(const struct orders *o, size_t *at, struct order *ret)
{
	const uint8_t *body = o->bytes + *at + sizeof(struct head);
	struct head head;

	if (*at >= o->len)
		return false;
	memcpy(&head, o->bytes + *at, sizeof(head));
	*at += sizeof(head) + head.len;
	ret->kind = head.kind;
	switch (ret->kind) {
	case ORDER_SECOND:
		memcpy(&ret->second, body, offsetof(struct order_second, values.values));
		unpack(body + offsetof(struct order_second, values.values), ret->second.values.n,
		       &ret->second.values);
		break;
	case ORDER_LOG:
		memcpy(&ret->log, body, offsetof(struct order_log, values.values));
		unpack(body + offsetof(struct order_log, values.values), ret->log.values.n,
		       &ret->log.values);
		break;
	case ORDER_CHUNK:
		memcpy(&ret->chunk, body, sizeof(ret->chunk));
		ret->chunk.frames = body + sizeof(ret->chunk);
		break;
	default:
		memcpy(&ret->number, body, head.len);
		break;
	}
	return true;
}

int orders_move(struct orders *to, struct orders *from)
{
	int r = 0;

	if (to->len == 0) {
		struct orders empty = *to;

		*to = *from;
		*from = empty;
	} else {
		r = reserve(to, from->len);
		if (r < 0)
			return r;
		put(to, from->bytes, from->len);
		to->n += from->n;
	}
	from->len = 0;
	from->n = 0;
	return 0;
}

void orders_done(struct orders *o)
{
	free(o->bytes);
	*o = (struct orders){ 0 };
}
