// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A program that lives for one message: it reads a MSG_SEND from descriptor 0, delivers it, answers
 * with a MSG_SENT and ends; or a MSG_MODEM_ASK, where it can ask, answered with MSG_MODEM_ANSWER.
 * Who may talk to it is decided by who can connect: the mode of the
 * socket in its unit, or whoever made the pair of sockets and started it.
 */
#include <stddef.h>

#include "lib/base/util.h"
#include "lib/wire/msg.h"

/* Longer than this nobody wants to wait for one try; notifyd asks for a minute. */
#define ERRAND_LIMIT_MAX_MS (5 * 60 * 1000)

struct errand {
	const char *name;    /* of the program */
	const char *summary; /* for --help */
	void (*deliver)(const struct msg_send *m, struct msg_sent *ret);
	/* how the modem is; NULL: it knows of none */
	void (*ask_modem)(uint32_t limit_ms, struct msg_modem *ret);
	void (*over)(void); /* after the answer, or NULL: what nobody has to wait for */
};

/* The whole program; its exit status: 0 it has answered, 2 it was not started for a message. */
int errand_main(const struct errand *e, int argc, char *argv[]);

/* Makes a sentence out of bytes of somebody else's: one line, no control characters, valid UTF-8,
 * cut to the room. */
void errand_clean(char *ret, size_t size, const char *bytes, size_t n);

/* Fills the answer: a sentence that is too long is cut between characters. */
void errand_says(struct msg_sent *ret, enum delivery_outcome outcome, unsigned code,
		 const char *fmt, ...) PRINTF_LIKE(4, 5);
