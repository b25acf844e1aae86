// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/msg.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"
#include "tests/unit/wire_samples.h"

static uint8_t packet[WIRE_PACKET_MAX], again[WIRE_PACKET_MAX];

/* A message of that kind in fresh, zeroed memory. */
static void *fresh(const struct wire_kind *k)
{
	return calloc(1, k->size);
}

static bool has_id(const struct wire_kind *k)
{
	return msg_right_needed(k->type) || k->type == MSG_REPLY || k->type == MSG_REFUSED ||
	       k->type == MSG_SIM_LISTING || k->type == MSG_SETTINGS_RESULT ||
	       k->type == MSG_NOTIFY_WAITING || k->type == MSG_SENT || k->type == MSG_MODEM_ANSWER;
}

static int decode(const struct wire_kind *k, const void *bytes, size_t len, void *m,
		  struct msg_head *head)
{
	struct cursor c = cursor_reader(bytes, len);
	int r = msg_get_head(&c, head);

	return r < 0 ? r : k->get(&c, m);
}

TEST(the_samples_cover_every_type)
{
	size_t known = 0;

	for (unsigned type = 0; type <= UINT16_MAX; type++)
		known += msg_name(type) != NULL;
	ASSERT_EQ(known, wire_kinds_n);
	for (size_t i = 0; i < wire_kinds_n; i++)
		ASSERT_TRUE(msg_name(wire_kinds[i].type) != NULL);
	ASSERT_EQ(msg_right_needed(0), 0);
	ASSERT_EQ(msg_right_needed(UINT16_MAX), 0);
}

TEST(random_messages_come_back_as_they_were)
{
	uint64_t seed = test_seed();

	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];

		for (int round = 0; round < 200; round++) {
			void *m = fresh(k), *back = fresh(k);
			struct msg_head head;
			int len;

			k->fill(&seed, m);
			len = k->put(packet, sizeof(packet), 0xcafe0000u + (uint32_t)round, m);
			ASSERT_GE(len, 8);
			ASSERT_OK(decode(k, packet, (size_t)len, back, &head));
			ASSERT_EQ(head.type, k->type);
			ASSERT_EQ(head.id, has_id(k) ? 0xcafe0000u + (unsigned)round : 0);
			ASSERT_EQ(memcmp(m, back, k->size), 0);
			ASSERT_EQ(k->put(again, sizeof(again), head.id, back), len);
			ASSERT_EQ(memcmp(packet, again, (size_t)len), 0);
			free(m);
			free(back);
		}
	}
}

/* In memory of exactly that size, so that the sanitizer sees a read behind it. */
static int decode_exact(const struct wire_kind *k, const void *bytes, size_t len)
{
	uint8_t *exact = malloc(len ? len : 1);
	void *m = fresh(k);
	struct msg_head head;
	int r;

	memcpy(exact, bytes, len);
	r = decode(k, exact, len, m, &head);
	free(exact);
	free(m);
	return r;
}

TEST(a_packet_cut_anywhere_is_refused)
{
	uint64_t seed = test_seed();

	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];
		void *m = fresh(k);
		int len;

		k->fill(&seed, m);
		len = k->put(packet, sizeof(packet), 1, m);
		for (size_t n = 0; n < (size_t)len; n++)
			ASSERT_EQ(decode_exact(k, packet, n), -EBADMSG);
		ASSERT_OK(decode_exact(k, packet, (size_t)len));
		free(m);
	}
}

TEST(a_left_over_byte_is_refused)
{
	uint64_t seed = test_seed();

	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];

		for (int round = 0; round < 20; round++) {
			void *m = fresh(k);
			int len;

			k->fill(&seed, m);
			len = k->put(packet, sizeof(packet) - 1, 1, m);
			ASSERT_GT(len, 0);
			packet[len] = 0;
			ASSERT_EQ(decode_exact(k, packet, (size_t)len + 1), -EBADMSG);
			free(m);
		}
	}
}

TEST(a_buffer_too_small_by_any_amount_is_told)
{
	uint64_t seed = test_seed();

	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];
		void *m = fresh(k);
		int len;

		k->fill(&seed, m);
		len = k->put(packet, sizeof(packet), 1, m);
		for (int room = 0; room < len; room += 1 + room / 50) {
			uint8_t *exact = malloc((size_t)room + 1);

			ASSERT_EQ(k->put(exact, (size_t)room, 1, m), -ENOBUFS);
			free(exact);
		}
		free(m);
	}
}

TEST(random_bytes_and_flipped_bits_never_break_a_decoder)
{
	uint64_t seed = test_seed();

	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];

		for (int round = 0; round < 300; round++) {
			void *m = fresh(k);
			int len;

			k->fill(&seed, m);
			len = k->put(packet, sizeof(packet), 1, m);
			for (uint64_t flips = 1 + test_random(&seed) % 4; flips > 0; flips--)
				packet[test_random(&seed) % (uint64_t)len] ^=
					(uint8_t)(1u << test_random(&seed) % 8);
			(void)decode_exact(k, packet, (size_t)len);
			free(m);
		}
	}
}

TEST(the_largest_messages_fit_a_packet)
{
	/* texts of the field's whole length, all counts at their end: random ones come near */
	uint64_t seed = test_seed();

	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];
		int largest = 0;

		for (int round = 0; round < 300; round++) {
			void *m = fresh(k);

			k->fill(&seed, m);
			largest = MAX(largest, k->put(packet, sizeof(packet), 1, m));
			free(m);
		}
		ASSERT_LE(largest, WIRE_PACKET_MAX);
		if (msg_right_needed(k->type))
			ASSERT_LE(largest, WIRE_REQUEST_MAX);
	}
}

TEST(the_head)
{
	uint8_t bytes[8] = { 16, 0, 0, 0, 4, 3, 2, 1 };
	struct cursor c = cursor_reader(bytes, sizeof(bytes));
	struct msg_head head = { .type = 99 };

	ASSERT_OK(msg_get_head(&c, &head));
	ASSERT_EQ(head.type, MSG_SNAPSHOT);
	ASSERT_EQ(head.id, 0x01020304);
	for (size_t n = 0; n < 8; n++) {
		c = cursor_reader(bytes, n);
		ASSERT_EQ(msg_get_head(&c, &head), -EBADMSG);
	}
	bytes[3] = 1; /* reserved */
	c = cursor_reader(bytes, sizeof(bytes));
	ASSERT_EQ(msg_get_head(&c, &head), -EBADMSG);
	ASSERT_EQ(head.type, MSG_SNAPSHOT);
}

TEST(another_protocol_is_told_from_a_broken_packet)
{
	struct msg_hello *m = calloc(1, sizeof(*m)), *back = calloc(1, sizeof(*m));
	struct msg_head head;
	struct cursor c;
	int len;

	m->protocol = WIRE_PROTOCOL + 1;
	(void)snprintf(m->version, sizeof(m->version), "9.0");
	len = msg_hello_put(packet, sizeof(packet), m);
	/* its body may look quite different behind the version */
	c = cursor_reader(packet, (size_t)len - 7);
	ASSERT_OK(msg_get_head(&c, &head));
	ASSERT_EQ(msg_hello_get(&c, back), -EPROTONOSUPPORT);
	ASSERT_STREQ(back->version, "9.0");
	free(m);
	free(back);
}

/* Puts a snapshot with one sample and one output, lets `change` spoil it, and decodes. */
static int spoiled_snapshot(size_t at, uint8_t value)
{
	static struct snapshot m, back;
	struct msg_head head;
	struct cursor c;
	int len;

	m = (struct snapshot){ .number = 1, .n_samples = 1, .n_outputs = 1 };
	len = msg_snapshot_put(packet, sizeof(packet), &m);
	if (at)
		packet[at] = value;
	c = cursor_reader(packet, (size_t)len);
	(void)msg_get_head(&c, &head);
	return msg_snapshot_get(&c, &back);
}

TEST(values_that_a_reader_would_trip_over)
{
	enum {
		RATE = 8 + 8 + 16,
		SANE = RATE + 4,
		SAMPLES = SANE + 2 + 8,
		SAMPLE = SAMPLES + 2
	};
	enum {
		QUALITY = SAMPLE + 12,
		OUTPUT = QUALITY + 1
	};

	ASSERT_OK(spoiled_snapshot(0, 0));
	ASSERT_EQ(spoiled_snapshot(SANE, 2), -EBADMSG);
	ASSERT_EQ(spoiled_snapshot(SAMPLES, CHANNELS_MAX + 1), -EBADMSG);
	ASSERT_EQ(spoiled_snapshot(SAMPLES + 1, OUTPUTS_MAX + 1), -EBADMSG);
	ASSERT_EQ(spoiled_snapshot(QUALITY, QUALITY_MAX), -EBADMSG);
	/* the channel of an output is an index */
	ASSERT_EQ(spoiled_snapshot(OUTPUT, 1), -EBADMSG);
	ASSERT_EQ(spoiled_snapshot(OUTPUT + 1, HOLDER_MAX), -EBADMSG);
	ASSERT_EQ(spoiled_snapshot(OUTPUT + 2, 0x20), -EBADMSG);
	ASSERT_OK(spoiled_snapshot(OUTPUT + 2, 0x1f));
}

TEST(an_age_that_does_not_fit_is_the_largest)
{
	static struct snapshot m, back;
	struct msg_head head;
	struct cursor c;
	int len;

	m = (struct snapshot){ .now.mono_us = INT64_MAX - 5, .n_samples = 3 };
	m.samples[0].mono_us = INT64_MIN;
	m.samples[1].mono_us = 0;
	m.samples[2].mono_us = INT64_MAX; /* not yet: taken just now */
	len = msg_snapshot_put(packet, sizeof(packet), &m);
	c = cursor_reader(packet, (size_t)len);
	ASSERT_OK(msg_get_head(&c, &head));
	ASSERT_OK(msg_snapshot_get(&c, &back));
	ASSERT_EQ(back.samples[0].mono_us, m.now.mono_us - UINT32_MAX);
	ASSERT_EQ(back.samples[1].mono_us, m.now.mono_us - UINT32_MAX);
	ASSERT_EQ(back.samples[2].mono_us, m.now.mono_us);
	/* and a forged one near the other end is refused, not computed */
	m.now.mono_us = INT64_MIN + 5;
	m.samples[0].mono_us = m.samples[1].mono_us = m.now.mono_us;
	len = msg_snapshot_put(packet, sizeof(packet), &m);
	packet[8 + 8 + 16 + 4 + 2 + 8 + 2 + 8] = 6; /* age of the first sample */
	c = cursor_reader(packet, (size_t)len);
	ASSERT_OK(msg_get_head(&c, &head));
	ASSERT_EQ(msg_snapshot_get(&c, &back), -EBADMSG);
}
