// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Whether the chain of a journal's file holds, for a file that no alarmd has open. The file is only
 * read. That its end was cut off it cannot tell: compare the head with one that was noted elsewhere
 * (syslog has one each hour).
 */
#include <stdbool.h>

#include "daemons/alarmd/journal/journal.h"
#include "lib/wire/chain_walk.h"

struct journal_verdict {
	bool holds;
	uint64_t from, to; /* the first events that do not; 0 when it is not about events */
	uint8_t id[JOURNAL_ID_SIZE];
	char predecessor[64];	  /* the file that it follows, "" for none */
	struct chain_mark anchor; /* the event before the first one kept */
	struct chain_mark head;	  /* the last event that holds */
	char sentence[256];	  /* what is wrong, "" when it holds */
};

/*
 * Walks the whole chain. 0 when the file was read, whatever is in it; else a negative errno, and
 * the sentence says why it was not.
 */
int journal_verify(const char *path, struct journal_verdict *ret_verdict);
