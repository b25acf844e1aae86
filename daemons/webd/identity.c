// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/identity.h"

#include <errno.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

#define KEY_ID_MAX 32

struct parts {
	gnutls_x509_crt_t *list;
	unsigned n;
	gnutls_x509_privkey_t key;
};

static void parts_done(struct parts *p)
{
	for (unsigned i = 0; i < p->n; i++)
		gnutls_x509_crt_deinit(p->list[i]);
	gnutls_free(p->list);
	if (p->key)
		gnutls_x509_privkey_deinit(p->key);
}

static gnutls_datum_t datum(struct identity_pem pem)
{
	return (gnutls_datum_t){ (unsigned char *)(uintptr_t)pem.bytes, (unsigned)pem.len };
}

static int refuse(char why[IDENTITY_WHY_MAX], const char *text, int code)
{
	(void)snprintf(why, IDENTITY_WHY_MAX, "%s%s%s", text, code < 0 ? ": " : "",
		       code < 0 ? gnutls_strerror(code) : "");
	return -EINVAL;
}

static int read_certificates(struct parts *p, struct identity_pem pem, char why[IDENTITY_WHY_MAX])
{
	const gnutls_datum_t data = datum(pem);
	int r = gnutls_x509_crt_list_import2(&p->list, &p->n, &data, GNUTLS_X509_FMT_PEM,
					     GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED);

	if (r == GNUTLS_E_CERTIFICATE_LIST_UNSORTED)
		return refuse(why,
			      "the certificates are in no order: the unit's own comes first, then "
			      "the one that signed it, and so on",
			      0);
	if (r < 0)
		return refuse(why, "the certificate is no PEM of X.509", r);
	if (p->n > IDENTITY_CHAIN_MAX)
		return refuse(why, "there are more than 8 certificates in one file", 0);
	return 0;
}

static int read_key(struct parts *p, struct identity_pem pem, char why[IDENTITY_WHY_MAX])
{
	const gnutls_datum_t data = datum(pem);
	int r = gnutls_x509_privkey_init(&p->key);

	if (r < 0)
		return -ENOMEM;
	r = gnutls_x509_privkey_import2(p->key, &data, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (r == GNUTLS_E_DECRYPTION_FAILED)
		return refuse(why,
			      "the key has a password, and nobody is there to type it: write "
			      "it without one (openssl pkey)",
			      0);
	return r < 0 ? refuse(why, "the key is no PEM of a private key", r) : 0;
}

static bool match(const struct parts *p)
{
	unsigned char of_cert[KEY_ID_MAX], of_key[KEY_ID_MAX];
	size_t cert_len = sizeof(of_cert), key_len = sizeof(of_key);

	return gnutls_x509_crt_get_key_id(p->list[0], GNUTLS_KEYID_USE_SHA256, of_cert,
					  &cert_len) == 0 &&
	       gnutls_x509_privkey_get_key_id(p->key, GNUTLS_KEYID_USE_SHA256, of_key, &key_len) ==
		       0 &&
	       cert_len == key_len && memcmp(of_cert, of_key, key_len) == 0;
}

static void print(struct identity *i, gnutls_x509_crt_t cert)
{
	unsigned char bytes[32];
	size_t len = sizeof(bytes);

	if (gnutls_x509_crt_get_fingerprint(cert, GNUTLS_DIG_SHA256, bytes, &len) < 0)
		return;
	for (size_t k = 0; k < len; k++)
		(void)snprintf(i->print + 3 * k, 4, "%02X%s", bytes[k], k + 1 < len ? ":" : "");
}

/* The key is the identity's from here on. */
static int assemble(struct parts *p, struct identity **ret)
{
	struct identity *i = calloc(1, sizeof(*i));
	int r = i ? gnutls_privkey_init(&i->key) : -1;

	if (r == 0)
		r = gnutls_privkey_import_x509(i->key, p->key, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE);
	if (r == 0)
		p->key = NULL;
	for (; r == 0 && i->n < p->n; i->n++) {
		r = gnutls_pcert_import_x509(&i->chain[i->n], p->list[i->n], 0);
		if (r < 0)
			break;
	}
	if (r < 0) {
		(void)identity_free(i);
		return -ENOMEM;
	}
	i->from_s = gnutls_x509_crt_get_activation_time(p->list[0]);
	i->until_s = gnutls_x509_crt_get_expiration_time(p->list[0]);
	print(i, p->list[0]);
	*ret = i;
	return 0;
}

int identity_read(struct identity_pem cert, struct identity_pem key, struct identity **ret,
		  char why[IDENTITY_WHY_MAX])
{
	struct parts p = { 0 };
	int r = read_certificates(&p, cert, why);

	if (r == 0)
		r = read_key(&p, key, why);
	if (r == 0 && !match(&p))
		r = refuse(why, "the key is not that of the certificate", 0);
	if (r == 0)
		r = assemble(&p, ret);
	parts_done(&p);
	return r;
}

struct identity *identity_free(struct identity *i)
{
	if (!i)
		return NULL;
	for (unsigned k = 0; k < i->n; k++)
		gnutls_pcert_deinit(&i->chain[k]);
	if (i->key)
		gnutls_privkey_deinit(i->key);
	free(i);
	return NULL;
}
