// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Hands the pending audit events to alarmd, one after the other; each is gone from the list when
 * alarmd has it on its disk. */
#include "daemons/settingsd/pending.h"
#include "lib/base/loop.h"
#include "lib/bus/client.h"

struct herald {
	struct loop *loop;
	struct pending *pending;
	struct client client;
	struct loop_fd source;
	struct loop_timer retry;
	bool hello;	  /* alarmd has spoken */
	uint32_t waiting; /* id of the request under way, 0 for none */
	int64_t pause_us; /* before the next try */
};

void herald_start(struct herald *h, struct loop *loop, struct pending *pending);
void herald_stop(struct herald *h);

/* There is something in the list. */
void herald_wake(struct herald *h);

/* alarmd is there and has not got everything yet. */
bool herald_busy(const struct herald *h);
