// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/chain_walk.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define EVENTS	     24
#define ROUNDS	     4000
#define FIRST	     41 /* behind an anchor, as after pruning */
#define FIRST_ANCHOR 40

static struct event events[EVENTS + 1];
static struct chain_mark anchor;

static void random_text(uint64_t *seed, char *text, size_t size)
{
	size_t n = test_random(seed) % size;

	for (size_t i = 0; i < n; i++)
		text[i] = (char)('!' + test_random(seed) % 90);
	text[n] = '\0';
}

static void random_event(uint64_t *seed, struct event *e)
{
	*e = (struct event){ 0 };
	do
		e->kind = (enum event_kind)(test_random(seed) % EVENT_KIND_MAX);
	while (!event_kind_valid(e->kind));
	e->now.wall_us = (int64_t)test_random(seed);
	e->now.mono_us = (int64_t)test_random(seed);
	e->occurrence = test_random(seed);
	e->priority = (enum alarm_priority)(test_random(seed) % ALARM_PRIORITY_MAX);
	e->value = (int64_t)test_random(seed);
	e->unit = (enum unit)(test_random(seed) % UNIT_MAX);
	e->quality = (enum quality)(test_random(seed) % QUALITY_MAX);
	e->holder = (enum holder)(test_random(seed) % HOLDER_MAX);
	e->flags = (uint16_t)(test_random(seed) & EVENT_FLAGS_ALL);
	for (size_t i = 0; i < sizeof(e->boot_id); i++)
		e->boot_id[i] = (uint8_t)test_random(seed);
	random_text(seed, e->channel, sizeof(e->channel));
	random_text(seed, e->alarm, sizeof(e->alarm));
	random_text(seed, e->actor.name, sizeof(e->actor.name));
	random_text(seed, e->actor.address, sizeof(e->actor.address));
	random_text(seed, e->actor.door, sizeof(e->actor.door));
	random_text(seed, e->text, sizeof(e->text));
}

static void make_chain(uint64_t *seed)
{
	const uint8_t *before = anchor.hash;

	anchor.number = FIRST_ANCHOR;
	for (size_t i = 0; i < sizeof(anchor.hash); i++)
		anchor.hash[i] = (uint8_t)test_random(seed);
	for (unsigned i = 0; i < EVENTS; i++) {
		random_event(seed, &events[i]);
		events[i].number = FIRST + i;
		chain_hash(before, &events[i], events[i].hash);
		before = events[i].hash;
	}
}

static enum chain_step walk(unsigned n, struct chain_walk *w)
{
	enum chain_step step = CHAIN_HOLDS;

	chain_walk_begin(w, &anchor);
	for (unsigned i = 0; i < n && step == CHAIN_HOLDS; i++)
		step = chain_walk_next(w, &events[i]);
	return step;
}

/* A text that is another one afterwards, and still ends. */
static void change_text(uint64_t *seed, char *text, size_t size)
{
	size_t len = strlen(text);
	size_t at = len ? test_random(seed) % len : 0;
	char other;

	if (len == 0 || (len < size - 1 && test_random(seed) % 4 == 0)) {
		text[len] = '.';
		text[len + 1] = '\0';
		return;
	}
	/* any byte at all: what is no character, and also the end */
	do
		other = (char)test_random(seed);
	while (other == text[at]);
	text[at] = other;
}

static void change_bytes(uint64_t *seed, void *bytes, size_t size)
{
	((uint8_t *)bytes)[test_random(seed) % size] ^= (uint8_t)(1 + test_random(seed) % 255);
}

/* One byte of one field, in every way that a field has. */
static void change_field(uint64_t *seed, struct event *e)
{
	const struct {
		void *at;
		size_t size;
		bool text;
	} fields[] = {
		{ &e->kind, sizeof(e->kind), false },
		{ &e->now.wall_us, sizeof(e->now.wall_us), false },
		{ &e->now.mono_us, sizeof(e->now.mono_us), false },
		{ e->boot_id, sizeof(e->boot_id), false },
		{ e->channel, sizeof(e->channel), true },
		{ e->alarm, sizeof(e->alarm), true },
		{ &e->occurrence, sizeof(e->occurrence), false },
		{ &e->priority, sizeof(e->priority), false },
		{ &e->value, sizeof(e->value), false },
		{ &e->unit, sizeof(e->unit), false },
		{ &e->quality, sizeof(e->quality), false },
		{ &e->holder, sizeof(e->holder), false },
		{ &e->flags, sizeof(e->flags), false },
		{ e->actor.name, sizeof(e->actor.name), true },
		{ e->actor.address, sizeof(e->actor.address), true },
		{ e->actor.door, sizeof(e->actor.door), true },
		{ e->text, sizeof(e->text), true },
		{ e->hash, sizeof(e->hash), false },
	};
	size_t i = test_random(seed) % ARRAY_SIZE(fields);

	if (fields[i].text)
		change_text(seed, fields[i].at, fields[i].size);
	else
		change_bytes(seed, fields[i].at, fields[i].size);
}

TEST(an_untouched_chain_holds)
{
	uint64_t seed = test_seed();
	struct chain_walk w;

	make_chain(&seed);
	ASSERT_EQ(walk(EVENTS, &w), CHAIN_HOLDS);
	ASSERT_EQ(w.at.number, FIRST + EVENTS - 1);
	ASSERT_EQ(memcmp(w.at.hash, events[EVENTS - 1].hash, EVENT_HASH_SIZE), 0);
}

TEST(any_changed_byte_is_found_where_it_is)
{
	uint64_t seed = test_seed();
	struct chain_walk w;

	make_chain(&seed);
	for (unsigned i = 0; i < ROUNDS; i++) {
		unsigned at = (unsigned)(test_random(&seed) % EVENTS);
		struct event kept = events[at];

		change_field(&seed, &events[at]);
		ASSERT_EQ(walk(EVENTS, &w), CHAIN_CHANGED);
		ASSERT_EQ(w.from, FIRST + at);
		ASSERT_EQ(w.at.number, FIRST + at - 1);
		events[at] = kept;
	}
	ASSERT_EQ(walk(EVENTS, &w), CHAIN_HOLDS);
}

TEST(a_changed_anchor_shows_at_the_first_event)
{
	uint64_t seed = test_seed();
	struct chain_walk w;

	make_chain(&seed);
	anchor.hash[0] ^= 1;
	ASSERT_EQ(walk(EVENTS, &w), CHAIN_CHANGED);
	ASSERT_EQ(w.from, FIRST);
	anchor.number--;
	ASSERT_EQ(walk(EVENTS, &w), CHAIN_MISSING);
	ASSERT_EQ(w.from, FIRST - 1);
}

TEST(removed_events_are_counted)
{
	uint64_t seed = test_seed();
	struct chain_walk w;
	char sentence[CHAIN_SENTENCE_MAX];

	for (unsigned i = 0; i < 100; i++) {
		unsigned n = 1 + (unsigned)(test_random(&seed) % 5);
		unsigned at = (unsigned)(test_random(&seed) % (EVENTS - n));

		make_chain(&seed);
		memmove(&events[at], &events[at + n], (EVENTS - at - n) * sizeof(events[0]));
		ASSERT_EQ(walk(EVENTS - n, &w), CHAIN_MISSING);
		ASSERT_EQ(w.from, FIRST + at);
		ASSERT_EQ(w.to, FIRST + at + n - 1);
	}
	w.from = 7;
	w.to = 9;
	chain_walk_sentence(&w, CHAIN_MISSING, sentence);
	ASSERT_STREQ(sentence, "events 7 to 9 are missing");
	w.to = 7;
	chain_walk_sentence(&w, CHAIN_MISSING, sentence);
	ASSERT_STREQ(sentence, "event 7 is missing");
}

TEST(swapped_and_doubled_events_are_found)
{
	uint64_t seed = test_seed();
	struct chain_walk w;
	char sentence[CHAIN_SENTENCE_MAX];

	for (unsigned i = 0; i < 100; i++) {
		unsigned at = (unsigned)(test_random(&seed) % (EVENTS - 1));
		struct event kept;

		make_chain(&seed);
		kept = events[at];
		events[at] = events[at + 1];
		events[at + 1] = kept;
		/* the first thing to be seen is that one is not there */
		ASSERT_EQ(walk(EVENTS, &w), CHAIN_MISSING);
		ASSERT_EQ(w.from, FIRST + at);

		make_chain(&seed);
		memmove(&events[at + 1], &events[at], (EVENTS - at) * sizeof(events[0]));
		ASSERT_EQ(walk(EVENTS + 1, &w), CHAIN_DISORDER);
		ASSERT_EQ(w.from, FIRST + at);
		ASSERT_EQ(w.to, FIRST + at + 1);
	}
	w.from = 4;
	w.to = 5;
	chain_walk_sentence(&w, CHAIN_DISORDER, sentence);
	ASSERT_STREQ(sentence, "event 4 stands where 5 should");
}

TEST(renumbered_events_are_found)
{
	uint64_t seed = test_seed();
	struct chain_walk w;

	/* one was taken out, and the others moved up: each number fits, no hash does */
	make_chain(&seed);
	memmove(&events[5], &events[6], (EVENTS - 6) * sizeof(events[0]));
	for (unsigned i = 5; i < EVENTS - 1; i++)
		events[i].number--;
	ASSERT_EQ(walk(EVENTS - 1, &w), CHAIN_CHANGED);
	ASSERT_EQ(w.from, FIRST + 5);
}

TEST(a_walk_goes_on_where_another_ended)
{
	uint64_t seed = test_seed();
	struct chain_walk w, rest;

	make_chain(&seed);
	ASSERT_EQ(walk(10, &w), CHAIN_HOLDS);
	chain_walk_begin(&rest, &w.at);
	for (unsigned i = 10; i < EVENTS; i++)
		ASSERT_EQ(chain_walk_next(&rest, &events[i]), CHAIN_HOLDS);
}
