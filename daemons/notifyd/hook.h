// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A letter as an HTTP request: our JSON (docs/webhook.schema.json), a notice for ntfy, or a form
 * for gateways of text messages. Pure. */
#include "daemons/notifyd/letter.h"

/*
 * Writes the request; with a `secret`, JSON is signed with it (X-RMCU-Signature: sha256=HMAC of the
 * body), the others bring it as a bearer token. -EINVAL when the URL, the secret or `to` cannot be
 * one.
 */
int hook_write(const struct letter *l, const char *url, enum hook_form form, const char *to,
	       const char *secret, struct msg_send *ret);

/* Fills the body with the JSON alone, in at most SEND_BODY_MAX bytes: when that is not enough, the
 * status goes first, then the last of the notices. */
int hook_json(const struct letter *l, struct msg_send *ret);
