// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemons/webd/identity.h"

/* Nobody renews it, so as long as a unit may stand; browsers want a person's word for it anyway. */
#define VALID_S (INT64_C(3650) * 24 * 3600)
/* RFC 5280: 20 at most. */
#define SERIAL_LEN 16
/* The same: a common name has 64 characters at most. */
#define COMMON_NAME_MAX 64

void identity_span(int64_t now_s, int64_t released_s, int64_t *ret_from_s, int64_t *ret_until_s)
{
	*ret_from_s = released_s;
	*ret_until_s = MAX(now_s, released_s) + VALID_S;
}

static int add_name(gnutls_x509_crt_t cert, gnutls_x509_subject_alt_name_t kind, const void *bytes,
		    size_t len)
{
	return gnutls_x509_crt_set_subject_alt_name(cert, kind, bytes, (unsigned)len,
						    GNUTLS_FSAN_APPEND);
}

/* A name that no certificate can hold stays out of it: the addresses are there still. */
static int add_names(gnutls_x509_crt_t cert, const struct identity_subject *s)
{
	static const uint8_t here4[4] = { 127, 0, 0, 1 }, here6[16] = { [15] = 1 };
	char local[128];
	int r = 0;

	(void)snprintf(local, sizeof(local), "%s.local", s->host);
	if (*s->host)
		(void)add_name(cert, GNUTLS_SAN_DNSNAME, s->host, strlen(s->host));
	/* as mDNS has it */
	if (*s->host && !strchr(s->host, '.'))
		(void)add_name(cert, GNUTLS_SAN_DNSNAME, local, strlen(local));
	for (unsigned i = 0; r == 0 && i < s->n_addresses; i++)
		r = add_name(cert, GNUTLS_SAN_IPADDRESS, s->addresses[i].bytes,
			     s->addresses[i].len);
	if (r == 0 && !streq(s->host, "localhost"))
		r = add_name(cert, GNUTLS_SAN_DNSNAME, "localhost", strlen("localhost"));
	if (r == 0)
		r = add_name(cert, GNUTLS_SAN_IPADDRESS, here4, sizeof(here4));
	return r < 0 ? r : add_name(cert, GNUTLS_SAN_IPADDRESS, here6, sizeof(here6));
}

static int add_serial(gnutls_x509_crt_t cert)
{
	uint8_t serial[SERIAL_LEN];
	int r = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));

	/* positive, and not zero */
	serial[0] = (uint8_t)((serial[0] & 0x7f) | 0x40);
	return r < 0 ? r : gnutls_x509_crt_set_serial(cert, serial, sizeof(serial));
}

/* An end, no authority: who trusts it trusts this unit and nobody that it might sign for. */
static int describe(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key,
		    const struct identity_subject *s)
{
	const char *name = *s->host ? s->host : "rmcu";
	uint8_t id[20];
	size_t id_len = sizeof(id);
	int r = gnutls_x509_crt_set_version(cert, 3);

	if (r == 0)
		r = add_serial(cert);
	if (r == 0)
		r = gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, name,
						  (unsigned)strnlen(name, COMMON_NAME_MAX));
	if (r == 0)
		r = gnutls_x509_crt_set_activation_time(cert, (time_t)s->from_s);
	if (r == 0)
		r = gnutls_x509_crt_set_expiration_time(cert, (time_t)s->until_s);
	if (r == 0)
		r = gnutls_x509_crt_set_key(cert, key);
	if (r == 0)
		r = gnutls_x509_crt_set_basic_constraints(cert, 0, -1);
	if (r == 0)
		r = gnutls_x509_crt_set_key_usage(cert, GNUTLS_KEY_DIGITAL_SIGNATURE);
	if (r == 0)
		r = gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_SERVER, 0);
	if (r == 0)
		r = gnutls_x509_crt_get_key_id(cert, GNUTLS_KEYID_USE_SHA1, id, &id_len);
	if (r == 0)
		r = gnutls_x509_crt_set_subject_key_id(cert, id, id_len);
	return r < 0 ? r : add_names(cert, s);
}

static int write_pem(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key, struct text *pem)
{
	gnutls_datum_t k = { 0 }, c = { 0 };
	int r = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
						  &k);

	if (r == 0)
		r = gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &c);
	if (r == 0) {
		text_add_n(pem, (const char *)k.data, k.size);
		text_add_n(pem, (const char *)c.data, c.size);
	}
	if (k.data)
		gnutls_memset(k.data, 0, k.size);
	gnutls_free(k.data);
	gnutls_free(c.data);
	return r;
}

int identity_make(const struct identity_subject *subject, struct text *ret_pem)
{
	gnutls_x509_privkey_t key = NULL;
	gnutls_x509_crt_t cert = NULL;
	int r = gnutls_x509_privkey_init(&key);

	if (r == 0)
		r = gnutls_x509_crt_init(&cert);
	if (r == 0)
		r = gnutls_x509_privkey_generate(
			key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	if (r == 0)
		r = describe(cert, key, subject);
	if (r == 0)
		r = gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0);
	if (r == 0)
		r = write_pem(cert, key, ret_pem);
	if (cert)
		gnutls_x509_crt_deinit(cert);
	if (key)
		gnutls_x509_privkey_deinit(key);
	if (r < 0)
		return r == GNUTLS_E_MEMORY_ERROR ? -ENOMEM : -EIO;
	return text_ok(ret_pem) ? 0 : -ENOMEM;
}
