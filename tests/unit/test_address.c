// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/address.h"

#include <string.h>

#include "lib/base/util.h"
#include "tests/unit/test.h"

TEST(mail_addresses)
{
	static const char *const good[] = {
		"ops@example.org",    "5551234567@vtext.com", "a.b+c@x",
		"o'neil@example.org", "root@[192.0.2.7]",     "root@[IPv6:2001:db8::1]",
	};
	static const char *const bad[] = {
		"",
		"ops",
		"@example.org",
		"ops@",
		"ops@.org",
		"ops@a..b",
		"ops@example.org.",
		".ops@example.org",
		"o..ps@example.org",
		"ops.@example.org",
		"ops@-x.org",
		"ops@exa mple.org",
		"o ps@example.org",
		"ops@example.org>",
		"<ops@example.org>",
		"\"ops\"@example.org",
		"ops@example.org\r\nRCPT TO:<x@y>",
		"ops\n@example.org",
		"ops@example.org,anna@example.org",
		"ops@\xc3\xb6.org",
		"\xc3\xb6@example.org",
		"ops\x7f@example.org",
		"ops;x@example.org",
		"ops@[1.2.3.4",
		"ops@1.2.3.4]",
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (!address_mail_valid(good[i]))
			TEST_FAIL("'%s' is none", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (address_mail_valid(bad[i]))
			TEST_FAIL("'%s' is one", bad[i]);
}

TEST(telephone_numbers)
{
	ASSERT_TRUE(address_phone_valid("+491701234567"));
	ASSERT_TRUE(address_phone_valid("112"));
	ASSERT_TRUE(!address_phone_valid(""));
	ASSERT_TRUE(!address_phone_valid("+"));
	ASSERT_TRUE(!address_phone_valid("12"));
	ASSERT_TRUE(!address_phone_valid("+49 170 1234567"));
	ASSERT_TRUE(!address_phone_valid("+1234567890123456"));
	ASSERT_TRUE(!address_phone_valid("+49170x"));
	ASSERT_TRUE(!address_phone_valid("4917\n0"));
}

TEST(urls)
{
	static const char *const good[] = {
		"https://ntfy.example.org/site7", "http://127.0.0.1:8080/", "http://x",
		"https://x/a?b=c&d=%20#e",	  "http://[::1]:8080/x",
	};
	static const char *const bad[] = {
		"",
		"https://",
		"ftp://x/",
		"file:///etc/passwd",
		"https:///x",
		"https://:80/",
		"https://user:word@x/",
		"https://x/a b",
		"https://x/\r\nHost: y",
		"https://x/\"",
		"HTTPS//x",
		"https://x/\xc3\xb6",
		"https://x/{y}",
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (!address_url_valid(good[i]))
			TEST_FAIL("'%s' is none", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (address_url_valid(bad[i]))
			TEST_FAIL("'%s' is one", bad[i]);
}

TEST(lists)
{
	char long_one[ADDRESS_MAX * 2], address[ADDRESS_MAX];
	const char *at = "a@x,,b@y";

	ASSERT_TRUE(address_next(&at, address));
	ASSERT_STREQ(address, "a@x");
	ASSERT_TRUE(address_next(&at, address));
	ASSERT_STREQ(address, "");
	ASSERT_TRUE(address_next(&at, address));
	ASSERT_STREQ(address, "b@y");
	ASSERT_TRUE(!address_next(&at, address));
	memset(long_one, 'x', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	at = long_one;
	ASSERT_TRUE(address_next(&at, address));
	ASSERT_EQ(strlen(address), ADDRESS_MAX - 1);
	ASSERT_TRUE(!address_mail_valid(address));
}
