// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What became of a try, and whether another one makes sense. Pure. */
#include <curl/curl.h>

#include "daemons/send/talk.h"
#include "lib/wire/msg.h"

/* How the library ended. */
struct outcome_end {
	CURLcode code;
	const char *words;    /* what it says itself, "" */
	bool connected;	      /* somebody answered at that port */
	bool secured;	      /* and TLS stands */
	bool asked;	      /* a request has left, or a part of one */
	bool clock_unset;     /* this unit's clock is before its own program */
	const char *password; /* never said */
};

/* `tls`: from the first byte on. */
void outcome_of_mail(const struct outcome_end *e, const struct talk *t, bool tls,
		     struct msg_sent *ret);

/* `status` is 0 when the server has not said one; `said` is the first line of its answer. */
void outcome_of_request(const struct outcome_end *e, unsigned status, const char *said,
			struct msg_sent *ret);
