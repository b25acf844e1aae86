// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/secret/hmac.h"

#include "tests/unit/test.h"

static char digits[HMAC_DIGITS_MAX];

static const char *mac(const void *key, size_t key_len, const char *data, size_t n)
{
	uint8_t bytes[HMAC_SIZE];

	hmac_sha256(key, key_len, data, n, bytes);
	for (size_t i = 0; i < sizeof(bytes); i++)
		(void)snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
	return digits;
}

static const char *of_text(const void *key, size_t key_len, const char *text)
{
	return mac(key, key_len, text, strlen(text));
}

/* RFC 4231, 4.2 to 4.4, 4.7 and 4.8 */
TEST(vectors)
{
	unsigned char key[131];
	char data[50];

	memset(key, 0x0b, 20);
	ASSERT_STREQ(of_text(key, 20, "Hi There"),
		     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	ASSERT_STREQ(of_text("Jefe", 4, "what do ya want for nothing?"),
		     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	memset(data, 0xdd, sizeof(data));
	ASSERT_STREQ(mac(key, 20, data, sizeof(data)),
		     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	for (unsigned i = 0; i < 25; i++)
		key[i] = (unsigned char)(i + 1);
	memset(data, 0xcd, sizeof(data));
	ASSERT_STREQ(mac(key, 25, data, sizeof(data)),
		     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
	memset(key, 0xaa, sizeof(key));
	ASSERT_STREQ(of_text(key, sizeof(key),
			     "Test Using Larger Than Block-Size Key - Hash Key "
			     "First"),
		     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
	ASSERT_STREQ(of_text(key, sizeof(key),
			     "This is a test using a larger than block-size key "
			     "and a larger than block-size data. The key needs "
			     "to be hashed before being used by the HMAC "
			     "algorithm."),
		     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(words)
{
	hmac_digits("Jefe", "what do ya want for nothing?", 28, digits);
	ASSERT_STREQ(digits, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	/* no key at all is a key */
	hmac_digits("", "", 0, digits);
	ASSERT_STREQ(digits, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}
