// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors

/*
 * Makes the corpus of fuzz_wire: corpus_wire FOLDER. For each kind of message a valid packet, one
 * cut in its middle, and one with a byte left over. Run it again when a message is added.
 */
#include <stdio.h>

#include "tests/unit/wire_samples.h"

/* Small packets serve a fuzzer better: of so many random ones the smallest with something in it. */
#define TRIES	    40
#define INTERESTING 60

static uint8_t smallest[WIRE_PACKET_MAX + 1];

static int make(const struct wire_kind *k, uint64_t *seed)
{
	static uint8_t packet[WIRE_PACKET_MAX];
	int best = 0;

	for (int i = 0; i < TRIES; i++) {
		void *m = calloc(1, k->size);
		int len;

		if (!m)
			return -1;
		k->fill(seed, m);
		len = k->put(packet, sizeof(packet), 7, m);
		free(m);
		/* something in it, unless the message is that short */
		if (best && (len < INTERESTING || (best >= INTERESTING && len >= best)))
			continue;
		best = len;
		memcpy(smallest, packet, (size_t)len);
	}
	return best;
}

static int save(const char *folder, const char *name, const char *what, size_t len)
{
	char path[512];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s%s", folder, name, what);
	f = fopen(path, "we");
	if (!f)
		return -1;
	(void)fwrite(smallest, 1, len, f);
	return fclose(f);
}

int main(int argc, char *argv[])
{
	uint64_t seed = 1;

	if (argc != 2)
		return 2;
	for (size_t i = 0; i < wire_kinds_n; i++) {
		const struct wire_kind *k = &wire_kinds[i];
		int len = make(k, &seed);

		if (len <= 0 || save(argv[1], k->name, "", (size_t)len) < 0 ||
		    save(argv[1], k->name, "-cut", (size_t)len / 2) < 0)
			return 1;
		smallest[len] = 0;
		if (save(argv[1], k->name, "-left-over", (size_t)len + 1) < 0)
			return 1;
	}
	return 0;
}
