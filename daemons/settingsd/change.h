// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Decides about a change, in two steps: what is asked for and what the peer may do give a new
 * overlay; the layers read anew with it (another overlay may name another profile) give the
 * settings or all that is wrong. Pure: nothing is read or written here.
 */
#include "lib/settings/layers.h"

struct change {
	const char *path;
	const char *value; /* NULL: unset, so that the layers below speak again */
};

struct change_request {
	uint64_t expected; /* generation that the asker looked at; 0 = whatever it is */
	const struct change *changes;
	unsigned n;
	bool admin; /* the peer may change settings of ACCESS_ADMIN; ACCESS_CONTROL he may */
};

/* One line of the audit. */
struct change_audit {
	struct settings_path path;
	char *before, *after; /* canonical texts, owned; "" where there is no such item */
};

struct change_decision {
	struct assignments overlay; /* the new one */
	struct assignments secrets; /* the new ones; they may be saved before the overlay */
	bool secret;		    /* one of them was asked for */
	struct settings *settings;  /* merged with it */
	struct change_audit *audit; /* what really differs now */
	unsigned n_audit;
	struct text mistakes; /* a line each, as everywhere (mistake.h) */
};

#define CHANGE_DECISION_INIT ((struct change_decision){ 0 })
void change_decision_done(struct change_decision *d);
#define AUTO_CHANGE_DECISION __attribute__((cleanup(change_decision_done)))

/*
 * The first step: fills in ret_decision->overlay. `current` is NULL while the files are refused;
 * then nothing can be expected. 0, -ESTALE: the settings are not the expected
 * ones, -EACCES: a path is above the peer's right, -EINVAL: mistakes, -ENOMEM. Except for the last,
 * the mistakes say why.
 */
int change_overlay(const struct layers *l, const struct assignments *secrets,
		   const struct settings *current, const struct change_request *q,
		   struct change_decision *ret_decision);

/* The second step, over the layers with the new overlay: 0, it may be saved; -EINVAL: mistakes;
 * -ENOMEM. The layers before it tell what was, for the audit, where `current` is NULL. */
int change_merge(const struct layers *changed, const struct layers *before,
		 const struct assignments *secrets_before, const struct settings *current,
		 const struct change_request *q, struct change_decision *d);

/* True when a peer, with or without the admin right, may change this setting. */
bool change_allowed(const struct setting *row, bool admin);
