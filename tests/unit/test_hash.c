// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/hash.h"

#include "tests/unit/test.h"

static uint64_t of(const char *s)
{
	return hash_fnv1a(HASH_FNV1A_START, s, strlen(s));
}

/* RFC 9923 appendix: test vectors of FNV-1a with 64 bits. */
TEST(published_vectors)
{
	ASSERT_EQ(of(""), UINT64_C(0xcbf29ce484222325));
	ASSERT_EQ(of("a"), UINT64_C(0xaf63dc4c8601ec8c));
	ASSERT_EQ(of("foobar"), UINT64_C(0x85944171f73967e8));
}

TEST(pieces_are_the_whole)
{
	ASSERT_EQ(hash_fnv1a(of("foo"), "bar", 3), of("foobar"));
	ASSERT_NE(of("foobar"), of("foobaz"));
}
