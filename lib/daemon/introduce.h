// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What every server says of itself: who it is, and how it is. */
#include "lib/bus/server.h"
#include "lib/daemon/live_settings.h"
#include "lib/daemon/troubles.h"

struct introduction {
	const char *service; /* "alarmd" */
	uint8_t boot_id[16];
	uint64_t instance; /* random, new with each start */
	int64_t started_wall_us;
};

/* Fills it in for a program that starts now. */
void introduce_start(struct introduction *i, const char *service);

/* Writes HELLO: `table` are sensord's channels, as far as they are known. What X_put returns. */
int introduce_hello(const struct introduction *i, const struct live_settings *l,
		    const struct msg_hello *table, unsigned rights, void *buf, size_t size);

/* Writes HEALTH of a server that measures nothing itself. What X_put returns. */
int introduce_health(const struct introduction *i, const struct server *s,
		     const struct troubles *troubles, void *buf, size_t size);
