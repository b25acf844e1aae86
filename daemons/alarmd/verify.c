// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/alarmd/journal/verify.h"
#include "lib/wire/chain.h"

int verify_print(const char *path)
{
	struct journal_verdict v;
	char hash[CHAIN_TEXT_MAX];

	if (journal_verify(path, &v) < 0) {
		fprintf(stderr, "rmcu-alarmd: %s\n", v.sentence);
		return EX_NOINPUT;
	}
	chain_text(v.head.hash, hash);
	if (*v.predecessor)
		printf("follows %s\n", v.predecessor);
	printf("events %" PRIu64 " to %" PRIu64 " are whole; head %" PRIu64 " sha256 %s\n",
	       v.anchor.number + 1, v.head.number, v.head.number, hash);
	if (v.holds)
		return EX_OK;
	fprintf(stderr, "rmcu-alarmd: %s\n", v.sentence);
	return EX_DATAERR;
}
