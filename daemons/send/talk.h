// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What was said to a mail server and what it said, as far as the outcome depends on it. Pure. */
#include <stdbool.h>
#include <stddef.h>

#include "lib/model/address.h"
#include "lib/wire/msg.h"

/* What an answer is waited for. */
enum talk_step {
	STEP_CONNECT,
	STEP_TLS,
	STEP_GREETING,
	STEP_HELLO,
	STEP_STARTTLS,
	STEP_AUTH,
	STEP_FROM,
	STEP_TO,
	STEP_DATA,
	STEP_MESSAGE,
	STEP_MAX,
};

/* Zero-initialise. */
struct talk {
	enum talk_step step;
	bool answered;			  /* whole, and this is it: */
	unsigned code;			  /* of three digits */
	bool over;			  /* we have taken leave */
	char words[WIRE_SENTENCE_MAX];	  /* with the code, cleaned */
	unsigned accepted, refused;	  /* addresses */
	unsigned later;			  /* of the refused ones: not for good */
	char about[ADDRESS_MAX];	  /* the address that was named last */
	char refusals[WIRE_SENTENCE_MAX]; /* "bob@example.org (550 no such user)" */
	char secrets[2][256]; /* what was said last of a password: servers repeat what they hear */
};

/* We have said a line of the protocol. */
void talk_said(struct talk *t, const char *line, size_t n);

/* We have sent a piece of the message itself. */
void talk_sent_message(struct talk *t);

/* The server has said a line. */
void talk_heard(struct talk *t, const char *line, size_t n);

/* Puts asterisks where a secret stands in a text; "" is none. */
void talk_hide(char *text, const char *secret);
