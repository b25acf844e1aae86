// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Asks settingsd for changes of settings, and hears what became of them. */
#include "lib/daemon/link.h"

/* Forms that wait for their answer at the same time. */
#define CHANGER_WAITING_MAX 8
/* settingsd writes to a card that may be slow. */
#define CHANGER_WITHIN_US (8 * USEC_PER_SEC)

/* `result` is NULL when settingsd was not there or said nothing in time. */
typedef void changer_done(void *ctx, const struct msg_settings_result *result);

struct changer {
	struct link link;
	struct msg_hello no_table;
	struct loop_timer overdue;
	struct changer_wait {
		uint32_t id; /* 0: a free place */
		int64_t until_us;
		changer_done *done;
		void *ctx;
	} waiting[CHANGER_WAITING_MAX];
	uint8_t packet[WIRE_REQUEST_MAX];
	struct msg_settings_result result; /* large */
};

void changer_start(struct changer *c, struct loop *loop);
void changer_stop(struct changer *c);

/* -ENOTCONN: settingsd is not there, -EBUSY: too many wait; else `done` is called later. */
int changer_ask(struct changer *c, const struct msg_settings_change *m, changer_done *done,
		void *ctx);
