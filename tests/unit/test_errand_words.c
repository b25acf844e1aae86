// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/utf8.h"
#include "lib/daemon/errand.h"
#include "tests/unit/test.h"

#define CLEAN(size, bytes) errand_clean(to, size, bytes, sizeof(bytes) - 1)

TEST(one_clean_line)
{
	char to[64];

	CLEAN(sizeof(to), " a\tb \r\n c\r\n");
	ASSERT_STREQ(to, "a b c");
	CLEAN(sizeof(to), "\x1b[1m\0\x7f\xff\xc3");
	ASSERT_STREQ(to, "?[1m ???");
	CLEAN(sizeof(to), "\xc2\x9b"
			  "1m \xc3\xb6");
	ASSERT_STREQ(to, "??1m \xc3\xb6");
	CLEAN(3, "\xc3\xb6\xc3\xb6");
	ASSERT_STREQ(to, "\xc3\xb6");
	CLEAN(sizeof(to), "");
	ASSERT_STREQ(to, "");
}

TEST(a_sentence_fits)
{
	uint64_t seed = test_seed();

	for (int i = 0; i < 20000; i++) {
		char bytes[400], to[WIRE_SENTENCE_MAX];
		size_t n = test_random(&seed) % sizeof(bytes);

		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)test_random(&seed);
		errand_clean(to, 1 + test_random(&seed) % (sizeof(to) - 1), bytes, n);
		ASSERT_TRUE(strlen(to) < sizeof(to) && utf8_printable(to));
	}
}
