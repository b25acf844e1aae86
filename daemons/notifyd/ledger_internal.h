// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Between ledger.c (what is owed) and ledger_message.c (what becomes a message of it) alone. */
#include "daemons/notifyd/ledger.h"

/* The occurrence that an event belongs to: the raise itself is one. */
uint64_t ledger_occurrence_of(const struct event *e);

/* The place of the alarm that an event is of, or NULL. */
struct owed *ledger_find_occurrence(struct ledger *l, const struct event *e);

/* Takes it out; the last one moves into its place. */
void ledger_drop(struct ledger *l, struct owed *o);

/* Takes out those of an alarm before this occurrence: all, or those of which nothing is told any
 * more. */
void ledger_drop_earlier(struct ledger *l, const char *alarm, uint64_t occurrence, bool all);

/* Takes the i-th notice out of the queue. */
void ledger_take_out(struct ledger *l, unsigned i);

/* Two events that become one line: of one alarm, or of the same kind about the same thing. */
bool ledger_same_line(const struct event *a, const struct event *b);

/* The later one stands for both. */
void ledger_stand_for(struct notice *later, const struct notice *earlier);
