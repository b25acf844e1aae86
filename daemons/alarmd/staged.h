// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What clients are to be told of one moment: encoded at that moment, told when the events up to it
 * are on the disk. So however fast events come, each commit lets something out.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/bus/server.h"

struct staged {
	bool waits;	 /* there is something in it that was not told */
	uint64_t number; /* of the last event of that moment */
	uint8_t *bytes;	 /* the packets, one behind the other; owned */
	size_t len, room;
	struct staged_packet {
		unsigned topic;
		size_t at, len;
	} packets[SERVER_TOPICS_MAX];
	unsigned n;
	unsigned pages;	  /* of the alarm table when it is among them, else 0 */
	bool has_summary; /* its own part of `summary` is of that moment */
	struct msg_alarm_summary summary;
};

/* Empties it, for a moment whose last event has this number. */
void staged_begin(struct staged *s, uint64_t number);

/* Copies the packet of a topic in; -ENOMEM, or -ENOBUFS for more than all topics. */
int staged_add(struct staged *s, unsigned topic, const void *packet, size_t len);

/* True when it may be told: its events are on the disk, or the disk takes nothing and the world
 * goes on. */
bool staged_due(const struct staged *s, uint64_t committed, bool stuck);

void staged_done(struct staged *s);
