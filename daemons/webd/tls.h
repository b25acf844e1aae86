// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The certificate in force. Each handshake asks for it anew, so another one takes its place while
 * the server runs, and connections that are open go on.
 */
#include <gnutls/abstract.h>

#include "lib/base/loop.h"

/*
 * TLS 1.2 and 1.3, keys that are thrown away after each connection, ciphers that also authenticate:
 * whatever has been broken so far is none of these. Browsers since 2014 can do it.
 */
#define TLS_PRIORITIES                                                                             \
	"SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:"           \
	"-CIPHER-ALL:+AES-128-GCM:+CHACHA20-POLY1305:+AES-256-GCM:-MAC-ALL:+AEAD:"                 \
	"%SERVER_PRECEDENCE"

struct tls;

struct tls_calls {
	/* Begins, rewords or (text NULL) ends a trouble. */
	void (*trouble)(void *ctx, const char *subject, const char *text);
	/* There is a certificate: HTTPS can be served. Once. */
	void (*ready)(void *ctx);
};

/* Looks for the site's own, or else makes one; one of these at a time. 0 or a negative errno. */
int tls_new(struct loop *loop, const char *state_folder, const struct tls_calls *calls, void *ctx,
	    struct tls **ret);

/* What is in force: false while there is none yet. Its words are valid during the turn of the
 * loop. */
struct identity;
bool tls_in_force(const struct identity **ret);

/* Looks again, now: for links into folders that are not watched. */
void tls_look(struct tls *t);

/* Behind the last server that uses it. */
struct tls *tls_free(struct tls *t);

/* For the library, at each handshake. */
int tls_retrieve(gnutls_session_t session, const gnutls_datum_t *issuers, int n_issuers,
		 const gnutls_pk_algorithm_t *algorithms, int n_algorithms, gnutls_pcert_st **chain,
		 unsigned *n_chain, gnutls_privkey_t *key);
