// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a form changed, for settingsd. */
#include "daemons/webd/hasher.h"
#include "daemons/webd/setup.h"
#include "lib/secret/secret.h"

/* A save from the form to settingsd's answer: what the page needs when it comes back. */
struct saving {
	struct webd *w;
	struct http_later *later;
	struct http_request http; /* its own path and body */
	struct asked q;
	struct setup_target target;
	char path[HTTP_LOCATION_MAX];
	char *body;
	bool conflict;			/* somebody else changed the same meanwhile */
	bool private;			/* passwords and tokens may be sent this way */
	char password[HASHER_WORD_MAX]; /* to be hashed first */
	unsigned secret;		/* which of the changes it is */
	char token[ROUTE_ID_MAX + TOKEN_DIGITS_MAX + 8]; /* that is shown with the answer */
	struct msg_settings_change change;		 /* large */
	struct msg_settings_result own_mistakes;	 /* those that are found here */
};

/* Fills the change from the form's fields, and the mistakes that need no settingsd to be found. */
void saving_take(struct saving *s);

/* Whether his wish is that the item goes. */
bool saving_is_removal(struct saving *s);
