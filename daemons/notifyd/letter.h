// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What one message to one recipient is about, before it is written in the form of an e-mail, a
 * text, a request or a command's input. Whoever writes it (mail, sms, hook, environment) takes all
 * words from `words`, so that the same event has the same id, time, value and words by every door.
 * Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"
#include "lib/model/event.h"
#include "lib/present/status.h"
#include "lib/present/value.h"
#include "lib/settings/settings.h"
#include "lib/wire/msg.h"

/* Why a recipient is told of an event. */
enum notice_why {
	NOTICE_NEWS,	  /* it happened */
	NOTICE_AGAIN,	  /* it lasts, and nobody has acknowledged it */
	NOTICE_ESCALATED, /* nobody has acknowledged it; somebody else was told before */
	NOTICE_WHY_MAX,
};

/* One event that somebody is told of. */
struct notice {
	enum notice_why why;
	struct event event;
	unsigned earlier; /* events of the same alarm (or channel) before it, that it stands for */
	uint64_t first;	  /* number of the first of those; event.number without one */
	unsigned times;	  /* AGAIN: the how manieth time it is told, from 2 */
	bool last_here;	  /* it ended while nobody could be told: of interest, no longer urgent */
};

enum letter_kind {
	LETTER_NEWS,	   /* notices */
	LETTER_STATUS,	   /* how the unit is, again and again (S132) */
	LETTER_BOOT,	   /* the unit is back (S133) */
	LETTER_LAST_WORDS, /* the battery is nearly empty */
	LETTER_TEST,	   /* a person asked for it (S134) */
	LETTER_KIND_MAX,
};

struct letter {
	enum letter_kind kind;
	const struct settings *settings;   /* site, instructions, consequences */
	const struct present_table *table; /* names and units of channels */
	const struct notice *notices;
	unsigned n;
	unsigned left_out; /* events that there was no room for */
	int64_t now_us;	   /* wall clock: when it is written */
	bool wall_insane;  /* and that clock was never set */
	uint64_t head;	   /* number of the journal's last event, 0 while it is not known */
	uint8_t head_hash[EVENT_HASH_SIZE]; /* and its hash, so that a journal that was cut short
					       shows */
	const char *recipient;		    /* id: "mail", "anna" */
	const char *host; /* the unit's name in the network, "" when it has none */
	const char *url;  /* where its pages are, "" when nobody has said so */
	const struct present_status
		*status;   /* STATUS, BOOT, LAST_WORDS, TEST; NULL when sensord is away */
	const char *words; /* BOOT: how long it was off and why; LAST_WORDS, TEST: a sentence; else
			      "" */
	uint64_t mark;	   /* of what has no event: makes its Message-ID; 0 else */
	uint8_t unit[16];  /* the unit's own random id, for ids that no other unit has */
};

/* More than this become lines, one an alarm. */
#define LETTER_WHOLE_MAX 8
/* And so many lines at most: what a person reads. */
#define LETTER_LINES_MAX 64

/*
 * Writes it for this recipient, by his door; `secret` is the mail server's password or the
 * recipient's own, "" without. 0, or -EINVAL when it cannot be sent as it is.
 */
int letter_write(const struct letter *l, const struct settings_recipient *to, const char *secret,
		 struct msg_send *ret);
