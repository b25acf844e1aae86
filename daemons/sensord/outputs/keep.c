// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/keep.h"

#include "lib/base/hash.h"
#include "lib/base/util.h"

#define KEEP_MAGIC   UINT32_C(0x4b434d52) /* "RMCK" */
#define KEEP_VERSION 1

/* Which slots a record has. Bits 1 to 4 are those of enum holder. */
#define SLOT_PULSE 1u

struct cursor keep_begin(uint8_t *buf, size_t size, const uint8_t boot_id[16], int64_t saved_us,
			 unsigned n)
{
	struct cursor c = cursor_writer(buf, size);

	cursor_put_u32(&c, KEEP_MAGIC);
	cursor_put_u16(&c, KEEP_VERSION);
	cursor_put(&c, boot_id, 16);
	cursor_put_i64(&c, saved_us);
	cursor_put_u8(&c, (uint8_t)n);
	return c;
}

static void put_actor(struct cursor *c, const struct actor *a)
{
	cursor_put_text(c, a->name);
	cursor_put_text(c, a->address);
	cursor_put_text(c, a->door);
}

static void put_slot(struct cursor *c, const struct hold_slot *slot)
{
	cursor_put_bool(c, slot->active);
	cursor_put_bool(c, slot->spent);
	cursor_put_u32(c, slot->pulse_ms);
	cursor_put_i64(c, slot->until_us);
	cursor_put_i64(c, slot->since_wall_us);
	cursor_put_text(c, slot->reason);
	put_actor(c, &slot->actor);
}

static void put_confirm(struct cursor *c, const struct confirm *confirm)
{
	cursor_put_bool(c, confirm->pending);
	if (!confirm->pending)
		return;
	cursor_put_i64(c, confirm->due_us);
	put_actor(c, &confirm->actor);
	cursor_put_bool(c, confirm->before.present);
	if (confirm->before.present)
		put_slot(c, &confirm->before);
}

static void put_past(struct cursor *c, const struct past *past)
{
	cursor_put_bool(c, past->known);
	cursor_put_i64(c, past->changed_us);
	cursor_put_u8(c, (uint8_t)past->n_cycles);
	for (unsigned i = 0; i < past->n_cycles; i++) {
		cursor_put_i64(c, past->cycles[i].us);
		cursor_put_u32(c, past->cycles[i].n);
	}
}

void keep_put(struct cursor *c, const char *id, const struct control *control, bool whole)
{
	const struct holders *h = &control->holders;
	unsigned slots = 0;

	for (unsigned i = HOLDER_MANUAL; i < HOLDER_MAX; i++)
		if (h->slots[i].present && (whole || i == HOLDER_MANUAL))
			slots |= 1u << i;
	if (h->pulse.present && whole)
		slots |= SLOT_PULSE;
	cursor_put_text(c, id);
	cursor_put_bool(c, whole);
	cursor_put_u8(c, (uint8_t)slots);
	if (slots & SLOT_PULSE)
		put_slot(c, &h->pulse);
	for (unsigned i = HOLDER_MANUAL; i < HOLDER_MAX; i++)
		if (slots & 1u << i)
			put_slot(c, &h->slots[i]);
	put_confirm(c, &control->confirm);
	if (!whole)
		return;
	cursor_put_bool(c, control->commanded);
	cursor_put_bool(c, control->rest);
	put_past(c, &control->past);
}

int keep_end(struct cursor *c, const uint8_t *buf)
{
	size_t len = (size_t)(c->at - buf);

	cursor_put_u64(c, hash_fnv1a(HASH_FNV1A_START, buf, len));
	return c->error ? c->error : (int)(c->at - buf);
}

static int64_t get_time(struct cursor *c)
{
	int64_t us = cursor_get_i64(c);

	if (!clock_can_show(us)) {
		cursor_fail(c);
		return 0;
	}
	return us;
}

static void get_actor(struct cursor *c, struct actor *a)
{
	cursor_get_text(c, a->name, sizeof(a->name));
	cursor_get_text(c, a->address, sizeof(a->address));
	cursor_get_text(c, a->door, sizeof(a->door));
}

static void get_slot(struct cursor *c, struct hold_slot *slot)
{
	slot->present = true;
	slot->active = cursor_get_bool(c);
	slot->spent = cursor_get_bool(c);
	slot->pulse_ms = cursor_get_u32(c);
	slot->until_us = get_time(c);
	slot->since_wall_us = get_time(c);
	cursor_get_text(c, slot->reason, sizeof(slot->reason));
	get_actor(c, &slot->actor);
}

static void get_confirm(struct cursor *c, struct confirm *confirm)
{
	confirm->pending = cursor_get_bool(c);
	if (!confirm->pending)
		return;
	confirm->due_us = get_time(c);
	get_actor(c, &confirm->actor);
	if (cursor_get_bool(c))
		get_slot(c, &confirm->before);
}

static void get_past(struct cursor *c, struct past *past)
{
	unsigned n;

	past->known = cursor_get_bool(c);
	past->changed_us = get_time(c);
	n = cursor_get_u8(c);
	if (n > CYCLES_MAX)
		cursor_fail(c);
	for (unsigned i = 0; i < n && !c->error; i++) {
		past->cycles[i].us = get_time(c);
		past->cycles[i].n = cursor_get_u32(c);
		past->n_cycles++;
	}
}

static void get_kept(struct cursor *c, struct kept *k)
{
	struct holders *h = &k->control.holders;
	unsigned slots;

	/* Here and not for all 32 at once: pages that are not touched cost nothing. */
	memset(k, 0, sizeof(*k));
	cursor_get_text(c, k->id, sizeof(k->id));
	k->whole = cursor_get_bool(c);
	slots = cursor_get_u8(c);
	if (slots >> HOLDER_MAX)
		cursor_fail(c);
	if (slots & SLOT_PULSE)
		get_slot(c, &h->pulse);
	for (unsigned i = HOLDER_MANUAL; i < HOLDER_MAX; i++)
		if (slots & 1u << i)
			get_slot(c, &h->slots[i]);
	get_confirm(c, &k->control.confirm);
	if (!k->whole)
		return;
	k->control.commanded = cursor_get_bool(c);
	k->control.rest = cursor_get_bool(c);
	get_past(c, &k->control.past);
}

/* The checksum stands last, over all before it. */
static int check_sum(const uint8_t *bytes, size_t len)
{
	struct cursor c;

	if (len < sizeof(uint64_t))
		return -EBADMSG;
	c = cursor_reader(bytes + len - sizeof(uint64_t), sizeof(uint64_t));
	if (cursor_get_u64(&c) != hash_fnv1a(HASH_FNV1A_START, bytes, len - sizeof(uint64_t)))
		return -EBADMSG;
	return 0;
}

int keep_decode(const uint8_t *bytes, size_t len, struct keep *ret_keep)
{
	struct cursor c;
	unsigned version;
	int r = check_sum(bytes, len);

	if (r < 0)
		return r;
	c = cursor_reader(bytes, len - sizeof(uint64_t));
	if (cursor_get_u32(&c) != KEEP_MAGIC)
		cursor_fail(&c);
	version = cursor_get_u16(&c);
	if (version == 0)
		cursor_fail(&c);
	if (!c.error && version > KEEP_VERSION)
		return -EPROTONOSUPPORT;
	cursor_get(&c, ret_keep->boot_id, sizeof(ret_keep->boot_id));
	ret_keep->saved_us = get_time(&c);
	ret_keep->n = cursor_get_u8(&c);
	if (ret_keep->n > OUTPUTS_MAX)
		cursor_fail(&c);
	for (unsigned i = 0; i < ret_keep->n && !c.error; i++)
		get_kept(&c, &ret_keep->outputs[i]);
	return cursor_finish(&c);
}

static void shift_slot(struct hold_slot *slot, int64_t by_us)
{
	/* 0 is "not begun" */
	if (slot->until_us)
		slot->until_us += by_us;
}

void keep_shift(struct keep *k, int64_t by_us)
{
	for (unsigned i = 0; i < k->n; i++) {
		struct control *c = &k->outputs[i].control;

		shift_slot(&c->holders.pulse, by_us);
		for (unsigned h = HOLDER_MANUAL; h < HOLDER_MAX; h++)
			shift_slot(&c->holders.slots[h], by_us);
		c->confirm.due_us += by_us;
		c->past.changed_us += by_us;
		for (unsigned n = 0; n < c->past.n_cycles; n++)
			c->past.cycles[n].us += by_us;
	}
	k->saved_us += by_us;
}

const struct kept *keep_find(const struct keep *k, const char *id)
{
	for (unsigned i = 0; i < k->n; i++)
		if (streq(k->outputs[i].id, id))
			return &k->outputs[i];
	return NULL;
}
