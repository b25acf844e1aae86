// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

#include "tests/unit/wire_samples.h"

/*
 * A packet of the bus: its head, then the decoder of its type. What is accepted is encoded again;
 * that must fit, be accepted too, and mean the same. The corpus is made by corpus_wire.c.
 */
static void check_again(const struct wire_kind *k, uint32_t id, const void *m)
{
	static uint8_t packet[WIRE_PACKET_MAX], third[WIRE_PACKET_MAX];
	void *back = calloc(1, k->size);
	struct msg_head head;
	struct cursor c;
	int len = k->put(packet, sizeof(packet), id, m);

	if (!back || len < 0)
		abort();
	c = cursor_reader(packet, (size_t)len);
	if (msg_get_head(&c, &head) < 0 || head.type != k->type || k->get(&c, back) < 0)
		abort();
	/* compared as bytes: the structs may differ behind the ends of their texts */
	if (k->put(third, sizeof(third), head.id, back) != len ||
	    memcmp(packet, third, (size_t)len) != 0)
		abort();
	free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor c = cursor_reader(data, size);
	struct msg_head head;

	/* a socket hands out no more than this */
	if (size > WIRE_PACKET_MAX || msg_get_head(&c, &head) < 0)
		return 0;
	if ((msg_name(head.type) == NULL) && msg_right_needed(head.type))
		abort();
	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];
		void *m;

		if (k->type != head.type)
			continue;
		m = calloc(1, k->size);
		if (!m)
			abort();
		if (k->get(&c, m) == 0)
			check_again(k, head.id, m);
		free(m);
	}
	return 0;
}
