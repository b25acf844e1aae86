// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Certificates: what is made can be read, and what is no pair is refused in words. */
#include "daemons/webd/identity.h"

#include <errno.h>
#include <gnutls/x509.h>
#include <string.h>

#include "tests/unit/test.h"

#define RELEASED INT64_C(1795424400)
#define DAY_S	 (INT64_C(24) * 3600)

static struct text make(const char *host, int64_t now_s)
{
	struct identity_subject s = { .host = host, .n_addresses = 2 };
	struct text pem = TEXT_INIT;

	s.addresses[0] = (struct identity_address){ { 192, 0, 2, 7 }, 4 };
	s.addresses[1] = (struct identity_address){ { 0x20, 1, 0xd, 0xb8, [15] = 1 }, 16 };
	identity_span(now_s, RELEASED, &s.from_s, &s.until_s);
	ASSERT_EQ(identity_make(&s, &pem), 0);
	return pem;
}

static struct identity_pem pem_of(const struct text *t)
{
	return (struct identity_pem){ text_get(t), t->len };
}

TEST(span)
{
	int64_t from, until;

	/* a clock that nobody has set */
	identity_span(0, RELEASED, &from, &until);
	ASSERT_EQ(from, RELEASED);
	ASSERT_EQ(until, RELEASED + 3650 * DAY_S);
	identity_span(RELEASED + 500 * DAY_S, RELEASED, &from, &until);
	ASSERT_EQ(from, RELEASED);
	ASSERT_EQ(until, RELEASED + 4150 * DAY_S);
}

TEST(made_and_read)
{
	AUTO_TEXT struct text pem = make("unit-7", RELEASED + DAY_S);
	char why[IDENTITY_WHY_MAX] = "";
	struct identity *i = NULL;

	ASSERT_EQ(identity_read(pem_of(&pem), pem_of(&pem), &i, why), 0);
	ASSERT_STREQ(why, "");
	ASSERT_EQ(i->n, 1);
	ASSERT_EQ(i->from_s, RELEASED);
	ASSERT_EQ(i->until_s, RELEASED + 3651 * DAY_S);
	ASSERT_EQ(strlen(i->print), 95);
	ASSERT_EQ(gnutls_privkey_get_pk_algorithm(i->key, NULL), GNUTLS_PK_ECDSA);
	(void)identity_free(i);
}

static int check_host(const struct text *pem, const char *name)
{
	const gnutls_datum_t data = { (unsigned char *)pem->bytes, (unsigned)pem->len };
	gnutls_x509_crt_t cert;
	int is;

	ASSERT_EQ(gnutls_x509_crt_init(&cert), 0);
	ASSERT_EQ(gnutls_x509_crt_import(cert, &data, GNUTLS_X509_FMT_PEM), 0);
	is = (int)gnutls_x509_crt_check_hostname(cert, name);
	gnutls_x509_crt_deinit(cert);
	return is;
}

TEST(names)
{
	AUTO_TEXT struct text pem = make("unit-7", RELEASED);
	static const char *const ours[] = { "unit-7",	 "unit-7.local", "192.0.2.7", "2001:db8::1",
					    "localhost", "127.0.0.1",	 "::1" };

	for (size_t k = 0; k < ARRAY_SIZE(ours); k++)
		ASSERT_EQ(check_host(&pem, ours[k]), 1);
	ASSERT_EQ(check_host(&pem, "unit-8"), 0);
	ASSERT_EQ(check_host(&pem, "192.0.2.8"), 0);
}

/* The kernel takes any bytes as its name: they are no reason to have no certificate. */
TEST(hosts_of_any_kind)
{
	static const char *const hosts[] = {
		"",
		"localhost",
		"a b",
		"h\xc3\xbcgel",
		"\xff\xfe",
		"x.example.org",
		"a-name-of-sixty-four-characters-which-is-the-longest-that-it-may",
		"-",
		"a_b"
	};

	for (size_t k = 0; k < ARRAY_SIZE(hosts); k++) {
		AUTO_TEXT struct text pem = make(hosts[k], RELEASED);

		ASSERT_EQ(check_host(&pem, "192.0.2.7"), 1);
		ASSERT_EQ(check_host(&pem, "localhost"), 1);
	}
}

TEST(no_pairs)
{
	AUTO_TEXT struct text one = make("a", RELEASED), two = make("b", RELEASED);
	static const struct identity_pem empty = { "", 0 }, nonsense = { "nonsense", 8 };
	char why[IDENTITY_WHY_MAX];
	struct identity *i = NULL;

	ASSERT_EQ(identity_read(pem_of(&one), pem_of(&two), &i, why), -EINVAL);
	ASSERT_STREQ(why, "the key is not that of the certificate");
	ASSERT_EQ(identity_read(empty, pem_of(&two), &i, why), -EINVAL);
	ASSERT_TRUE(strstr(why, "the certificate is no PEM of X.509: ") == why);
	ASSERT_EQ(identity_read(nonsense, pem_of(&two), &i, why), -EINVAL);
	ASSERT_EQ(identity_read(pem_of(&one), empty, &i, why), -EINVAL);
	ASSERT_TRUE(strstr(why, "the key is no PEM of a private key: ") == why);
	ASSERT_EQ(identity_read(pem_of(&one), nonsense, &i, why), -EINVAL);
	ASSERT_TRUE(i == NULL);
}

/* A file that was cut anywhere is refused, or (the library wants no whole last line) is the same.
 */
TEST(cut)
{
	AUTO_TEXT struct text pem = make("a", RELEASED);
	char why[IDENTITY_WHY_MAX];
	struct identity *whole, *i;
	unsigned refused = 0;

	ASSERT_EQ(identity_read(pem_of(&pem), pem_of(&pem), &whole, why), 0);
	for (size_t len = 0; len < pem.len; len += 7) {
		const struct identity_pem part = { pem.bytes, len };

		if (identity_read(part, part, &i, why) == 0) {
			ASSERT_STREQ(i->print, whole->print);
			(void)identity_free(i);
		} else {
			refused++;
		}
	}
	ASSERT_GT(refused, pem.len / 7 - 10);
	(void)identity_free(whole);
}
