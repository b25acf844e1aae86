// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A certificate with its key: read, checked, or made. No files and no clock: the caller hands over
 * bytes and moments.
 */
#include <gnutls/abstract.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"

/* A server's certificate with its issuers: public ones come with one or two. */
#define IDENTITY_CHAIN_MAX 8
#define IDENTITY_WHY_MAX   256
/* SHA-256 as people compare it, "AB:CD:…". */
#define IDENTITY_PRINT_MAX 96
/* Of the unit: two ports with an IPv4 and a few IPv6 addresses each. */
#define IDENTITY_ADDRESSES_MAX 16

struct identity {
	gnutls_pcert_st chain[IDENTITY_CHAIN_MAX];
	unsigned n;
	gnutls_privkey_t key;
	char print[IDENTITY_PRINT_MAX];
	int64_t from_s, until_s; /* valid; seconds since 1970 */
	bool own;		 /* the site's own, not one that we made */
	int64_t free_at_us;	 /* monotonic, when it is no longer in force */
	struct identity *next;
};

struct identity_pem {
	const char *bytes;
	size_t len;
};

/*
 * Reads a certificate, with its issuers behind it, and its key, both PEM. 0 with an identity that
 * is the caller's, or -EINVAL with a sentence in ret_why, or -ENOMEM.
 */
int identity_read(struct identity_pem cert, struct identity_pem key, struct identity **ret,
		  char ret_why[IDENTITY_WHY_MAX]);
struct identity *identity_free(struct identity *i);

struct identity_address {
	uint8_t bytes[16];
	unsigned len; /* 4 or 16 */
};

struct identity_subject {
	const char *host;
	struct identity_address addresses[IDENTITY_ADDRESSES_MAX];
	unsigned n_addresses;
	int64_t from_s, until_s;
};

/* Makes a P-256 key and a certificate that it signs itself: PEM of both, to be kept secret. 0 or
 * a negative errno. */
int identity_make(const struct identity_subject *subject, struct text *ret_pem);

/*
 * From when to when a certificate made now is valid: from the release of this program, which it
 * cannot have been made before, so a clock that begins in 1970 does no harm; for ten years from
 * now.
 */
void identity_span(int64_t now_s, int64_t released_s, int64_t *ret_from_s, int64_t *ret_until_s);
