// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Passwords and tokens, and what is kept of them. */
#include "lib/secret/secret.h"

#include <string.h>

#include "tests/unit/test.h"

TEST(a_password_matches_its_hash_alone)
{
	char hash[SECRET_HASH_MAX], again[SECRET_HASH_MAX];

	ASSERT_OK(secret_hash_password("correct horse", hash));
	ASSERT_EQ(strncmp(hash, "$y$", 3), 0);
	ASSERT_TRUE(secret_matches("correct horse", hash));
	ASSERT_FALSE(secret_matches("correct horse ", hash));
	ASSERT_FALSE(secret_matches("", hash));
	/* with salt: nobody sees that two have the same one */
	ASSERT_OK(secret_hash_password("correct horse", again));
	ASSERT_TRUE(strcmp(hash, again) != 0);
}

TEST(a_token_matches_its_hash_alone)
{
	char token[33], hash[SECRET_HASH_MAX];

	ASSERT_OK(secret_random(token, 16));
	ASSERT_EQ(strlen(token), 32);
	ASSERT_EQ(strspn(token, "0123456789abcdef"), 32);
	ASSERT_OK(secret_hash_token(token, hash));
	ASSERT_EQ(strncmp(hash, "$5$", 3), 0);
	ASSERT_TRUE(secret_matches(token, hash));
	token[0] = token[0] == '0' ? '1' : '0';
	ASSERT_FALSE(secret_matches(token, hash));
}

/* Whatever stands in the file: nobody signs in with it. */
TEST(what_is_no_hash_matches_nothing)
{
	static const char *const hashes[] = { "", "*", "*0", "!", "$", "$y$", "$5$", "hunter2!" };

	for (size_t i = 0; i < sizeof(hashes) / sizeof(*hashes); i++) {
		ASSERT_FALSE(secret_matches("", hashes[i]));
		ASSERT_FALSE(secret_matches("hunter2!", hashes[i]));
		ASSERT_FALSE(secret_matches(hashes[i], hashes[i]));
	}
}

TEST(passwords_that_are_none)
{
	char word[200];

	ASSERT_TRUE(password_refused("12345678") == NULL);
	ASSERT_TRUE(password_refused("1234567"));
	ASSERT_TRUE(password_refused("1234567\n8"));
	ASSERT_TRUE(password_refused("12345678\xff"));
	memset(word, 'x', sizeof(word));
	word[129] = '\0';
	ASSERT_TRUE(password_refused(word));
	word[128] = '\0';
	ASSERT_TRUE(password_refused(word) == NULL);
}

TEST(equal_words)
{
	ASSERT_TRUE(secret_equal("", ""));
	ASSERT_TRUE(secret_equal("abc", "abc"));
	ASSERT_FALSE(secret_equal("abc", "abd"));
	ASSERT_FALSE(secret_equal("abc", "ab"));
	ASSERT_FALSE(secret_equal("", "a"));
}
