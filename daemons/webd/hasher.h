// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A thread that hashes passwords, which takes some 50 ms and 16 MiB on purpose: one at a time, and
 * no more may wait than are answered within a second. It starts when somebody signs in first.
 */
#include "lib/base/loop.h"
#include "lib/base/worker.h"
#include "lib/secret/secret.h"

#define HASHER_WAITING_MAX 8
/* A password or a token. */
#define HASHER_WORD_MAX (PASSWORD_MOST + 1)

/* In the loop. A hash that was made is "" when it failed. */
typedef void hasher_done(void *ctx, bool matches, const char *hash);

struct hasher_job {
	bool verify; /* against the hash; else one is made */
	char word[HASHER_WORD_MAX], hash[SECRET_HASH_MAX];
	bool matches;
	hasher_done *done;
	void *ctx;
};

struct hasher {
	struct worker worker;
	struct loop *loop;
	struct loop_fd source;
	bool running, stop;
	/* under the lock: asked for, and done */
	struct hasher_job waiting[HASHER_WAITING_MAX], ready[HASHER_WAITING_MAX];
	unsigned n_waiting, n_ready, busy;
};

int hasher_start(struct hasher *h, struct loop *loop);
/* What was not done is told as wrong, so that nobody waits for it. */
void hasher_stop(struct hasher *h);

/* Asks whether the word is the one of the hash; -EBUSY when too many wait,
 * another negative errno when the thread cannot start. */
int hasher_verify(struct hasher *h, const char *word, const char *hash, hasher_done *done,
		  void *ctx);
/* Asks for the hash of a new password. */
int hasher_make(struct hasher *h, const char *word, hasher_done *done, void *ctx);
