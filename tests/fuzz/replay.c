// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * Plays the corpus of a fuzz target to it: replay FOLDER. Each file as it is, cut short, and with
 * single bytes changed, so that a build without libFuzzer finds the plain mistakes too. In a short
 * file each byte is made the extremes of a number as well: these are not left to luck.
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Longest file of a corpus: four times the largest packet. */
#define FILE_BYTES_MAX 131072
/* So many ends, and so many changes, of each file: a corpus of a hundred takes seconds, sanitizers
 * and all. */
#define CUTS	64
#define CHANGES 64
/* A file up to here has each of its bytes made each of these. */
#define SHORT_FILE 512
static const uint8_t extremes[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

/* SplitMix64 */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* In a block of just that size, so that the address sanitizer sees one byte too many. */
static void play(const uint8_t *bytes, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	if (len)
		memcpy(copy, bytes, len);
	(void)LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static void play_around(uint8_t *bytes, size_t len, uint64_t *random)
{
	play(bytes, len);
	for (unsigned i = 0; i < CUTS && len; i++)
		play(bytes, len <= CUTS ? i % len : next_random(random) % len);
	for (unsigned i = 0; i < CHANGES && len; i++) {
		size_t at = next_random(random) % len;
		uint8_t was = bytes[at];

		bytes[at] = (uint8_t)next_random(random);
		play(bytes, len);
		bytes[at] = was;
	}
}

static void play_extremes(uint8_t *bytes, size_t len)
{
	for (size_t at = 0; at < len; at++) {
		uint8_t was = bytes[at];

		for (size_t i = 0; i < sizeof(extremes); i++) {
			bytes[at] = extremes[i];
			play(bytes, len);
		}
		bytes[at] = was;
	}
}

static uint64_t seed(void)
{
	const char *wanted = getenv("RMCU_TEST_SEED");
	struct timespec now;

	if (wanted)
		return strtoull(wanted, NULL, 0);
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000003u + (uint64_t)now.tv_nsec;
}

int main(int argc, char *argv[])
{
	static uint8_t bytes[FILE_BYTES_MAX];
	uint64_t random = seed();
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	unsigned played = 0;

	if (!folder) {
		fprintf(stderr, "replay: a folder is wanted: %s\n",
			argc == 2 ? strerror(errno) : "");
		return 2;
	}
	fprintf(stderr, "RMCU_TEST_SEED=%" PRIu64 "\n", random);
	while ((entry = readdir(folder))) {
		char path[4096];
		size_t len;
		FILE *f;

		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
		f = fopen(path, "re");
		if (!f) {
			fprintf(stderr, "%s: %s\n", path, strerror(errno));
			return 2;
		}
		/* Seen when the target aborts. */
		fprintf(stderr, "%s\n", path);
		len = fread(bytes, 1, sizeof(bytes), f);
		if (len <= SHORT_FILE)
			play_extremes(bytes, len);
		play_around(bytes, len, &random);
		(void)fclose(f);
		played++;
	}
	(void)closedir(folder);
	printf("%u passed, %u failed\n", played, played ? 0u : 1u);
	return played ? EXIT_SUCCESS : EXIT_FAILURE;
}
