// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Reads the events of alarmd, each once and in order, up to a number that is known before. */
#include "daemons/psctl/alarm_link.h"

struct event_reader {
	struct alarm_link *link;
	/* Both return -1 to go on, else the exit code with which reading ends. */
	int (*event)(void *ctx, const struct event *e);
	int (*gap)(void *ctx, const struct msg_fact_gap *gap);
	void *ctx;
};

/* Asks for the events from this number on; an exit code. */
int event_reader_ask(const struct event_reader *r, uint64_t from);

/*
 * Hands over what comes until event `to` was among it, UINT64_MAX: for ever. Whoever knows `to`
 * from the summary need not guess by the clock when all was read. An exit code.
 */
int event_reader_run(const struct event_reader *r, uint64_t to);
