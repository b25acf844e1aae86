// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The certificates that are there: the site's own, and the one that is made where there is none.
 * It reads and writes files, so it is for a thread beside the loop.
 */
#include "daemons/webd/identity.h"
#include "lib/daemon/folders.h"

/* The site's own, in /etc/rmcu/tls; both in one file for ours, so that no crash parts them. */
#define PAIRS_CERT "cert.pem"
#define PAIRS_KEY  "key.pem"
#define PAIRS_MADE "self-signed.pem"

#define PAIRS_WHY_MAX (IDENTITY_WHY_MAX + FOLDER_MAX)

struct pairs_place {
	char own_folder[FOLDER_MAX], state_folder[FOLDER_MAX];
};

struct pairs_found {
	struct identity *own, *made;  /* what can be served; owned by the caller */
	char own_why[PAIRS_WHY_MAX];  /* why the site's own cannot be, "" when there is none */
	char made_why[PAIRS_WHY_MAX]; /* why there is none of ours, or why it is not kept */
};

/* Looks at both; the one that we made only where there is no good one of the site's. */
void pairs_look(const struct pairs_place *place, struct pairs_found *ret);
