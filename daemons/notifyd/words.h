// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What is said, once for all doors. Values and names are lib/present's, as everywhere; nothing that
 * a person or another program has written gets through with what ends a line or turns it round.
 * Lines end with '\n'. Pure.
 */
#include "daemons/notifyd/letter.h"

/* Adds s without what is no part of a line: control characters, marks that turn or hide text and
 * invalid UTF-8 become "?". */
void words_clean(struct text *out, const char *s);

/* Copies as much of s, cleaned, as there is room for, cut between characters. */
void words_copy(char *ret, size_t size, const char *s);

/* Bytes of s, at most `most`, that end between characters. */
size_t words_fit(const char *s, size_t most);

/* Adds what the unit is called: its site, else its name in the network. */
void words_site(struct text *out, const struct letter *l);

/* Adds the one line that says most: what a subject or a title is. */
void words_subject(struct text *out, const struct letter *l);

/* Adds all lines of the message, without those of words_foot(). */
void words_body(struct text *out, const struct letter *l);

/* Adds how the journal stands and where the unit's pages are: the end of a mail. */
void words_foot(struct text *out, const struct letter *l);

/* ---- one notice (words_notice.c) */

/* Adds "again (2): " or "escalated: ", and what happened as every door says it. */
void words_happened(struct text *out, const struct letter *l, const struct notice *n);

/* Adds "#1234". */
void words_number(struct text *out, uint64_t number);

/* Adds a line for each thing that there is to know of it. */
void words_notice(struct text *out, const struct letter *l, const struct notice *n);

/* Adds its line in a digest. */
void words_digest_line(struct text *out, const struct letter *l, const struct notice *n);

/* Adds what its alarm is about, "" without an alarm: "Volts Battery below 12.00 V". */
void words_about(struct text *out, const struct letter *l, const struct event *e);

/* Adds its value, "" when there is none. */
void words_value(struct text *out, const struct letter *l, const struct event *e);

/* The rule of an alarm's id; NULL when no rule has it (any more). */
const struct settings_alarm *words_rule(const struct letter *l, const char *alarm);

/* The notice that matters most; NULL without any. */
const struct notice *words_foremost(const struct letter *l);

/* ---- how the unit is (words_status.c) */

/* Adds the headline, what there is to look at, and every reading. */
void words_status(struct text *out, const struct letter *l);

/* Adds the headline alone. */
void words_headline(struct text *out, const struct letter *l);

/* ---- ids (words_id.c) */

/*
 * Adds the message's id without the unit's host: the same for the same events, times and recipient,
 * another one for any other: "event-1234.anna.UNIT", "event-1234.again-2.anna.UNIT".
 */
void words_id(struct text *out, const struct letter *l);

/* Adds the Message-ID, with its angle brackets. */
void words_message_id(struct text *out, const struct letter *l);

/* Adds the Message-ID of the mail that this one belongs to: that of its alarm's raise. "" when
 * there is none. */
void words_thread(struct text *out, const struct letter *l);

/* "news", "status", "boot", "last-words", "test". */
const char *words_kind(enum letter_kind kind);

/* "news", "again", "escalated". */
const char *words_why(enum notice_why why);
