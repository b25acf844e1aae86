// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * What alarmd keeps beside its events: the first byte chooses which form, the rest is the value.
 * What is taken is written as the same bytes again, and does no harm to an engine that goes on from
 * it.
 */
#include <stdlib.h>
#include <string.h>

#include "daemons/alarmd/kept.h"
#include "daemons/alarmd/onsets.h"

static uint8_t again[4096];

static struct engine *new_engine(void)
{
	static struct rules rules = { .n = 2, .n_channels = 1, .n_groups = 1 };
	struct engine *e;

	for (unsigned i = 0; i < 2; i++) {
		rules.rules[i] = (struct rule){ .channel_id = "c",
						.when = ALARM_ABOVE,
						.on_delay_us = 1000000,
						.cause = RULE_NONE };
		rules.rules[i].id[0] = (char)('a' + i);
	}
	if (engine_new(&rules, &e) < 0)
		abort();
	return e;
}

static void go_on(struct engine *e)
{
	static struct transitions t;
	struct engine_input in = { .now = { 5000000, 5000000 }, .may_raise = true };

	t.n = 0;
	engine_step(e, &in, &t);
	if (t.n > TRANSITIONS_MAX || engine_due_us(e) < 0)
		abort();
	engine_free(e);
}

static void same(int len, const uint8_t *data, size_t size)
{
	if (len < 0 || (size_t)len != size || memcmp(again, data, size) != 0)
		abort();
}

static void alarm_state(const uint8_t *data, size_t size)
{
	struct kept_alarm k;
	struct engine *e;

	if (kept_get_alarm(data, size, &k) < 0)
		return;
	same(kept_put_alarm(again, sizeof(again), &k), data, size);
	e = new_engine();
	engine_restore(e, &k.state, (struct instant){ 4000000, 4000000 }, false);
	engine_restore(e, &k.state, (struct instant){ 4000000, 4000000 }, true);
	go_on(e);
}

static void onsets(const uint8_t *data, size_t size)
{
	static const uint8_t boot_id[16];
	struct engine *e = new_engine();

	(void)onsets_parse(data, size, boot_id, e);
	go_on(e);
}

static void others(const uint8_t *data, size_t size)
{
	struct kept_cursor cursor;
	struct kept_maintenance maintenance;
	uint64_t number;
	bool flag;

	if (kept_get_cursor(data, size, &cursor) == 0)
		same(kept_put_cursor(again, sizeof(again), &cursor), data, size);
	if (kept_get_maintenance(data, size, &maintenance) == 0)
		same(kept_put_maintenance(again, sizeof(again), &maintenance), data, size);
	if (kept_get_number(data, size, &number) == 0)
		same(kept_put_number(again, sizeof(again), number), data, size);
	if (kept_get_flag(data, size, &flag) == 0)
		same(kept_put_flag(again, sizeof(again), flag), data, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] == 'a')
		alarm_state(data + 1, size - 1);
	else if (data[0] == 'o')
		onsets(data + 1, size - 1);
	else
		others(data + 1, size - 1);
	return 0;
}
