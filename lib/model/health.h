// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * How a server itself is: counters, and a short list of what is wrong with it at the moment, each
 * with the sentence that a person is shown. Level-triggered, published on change and with each new
 * client.
 */
#include <stdint.h>

/* More troubles than this at once are one: the list says how many it left out. */
#define TROUBLES_MAX	    16
#define TROUBLE_SUBJECT_MAX 32 /* a channel id, a bus, "settings", "disk", … */
#define TROUBLE_TEXT_MAX    256

struct trouble {
	char subject[TROUBLE_SUBJECT_MAX];
	char text[TROUBLE_TEXT_MAX]; /* what is wrong and what to do, one sentence */
	int64_t since_wall_us;
};

struct health {
	int64_t started_wall_us;
	uint64_t ticks; /* on the grid since the start */
	uint64_t missed_ticks;
	uint64_t snapshots; /* published */
	uint64_t skipped;   /* snapshots that some slow client did not get, all clients together */
	uint64_t dropped_clients; /* for malformed messages or a hung socket */
	uint64_t refused_clients; /* beyond a limit, or without a right */
	uint32_t clients;
	uint32_t tick_us; /* period of the grid, publisher's time */
	uint8_t n_troubles;
	uint16_t troubles_left_out;
	struct trouble troubles[TROUBLES_MAX];
};
