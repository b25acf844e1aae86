// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Shared by server.c and accept.c, nobody else. */
#include "lib/base/log.h"
#include "lib/bus/outbox.h"
#include "lib/bus/server.h"

/* One line a second about refused and dropped peers, whatever they do. */
#define LOG_EVERY_US (1 * USEC_PER_SEC)

struct server_peer {
	struct server *server;
	struct loop_fd source;
	struct peer info;
	struct outbox box;
	bool doomed; /* closed at the end of the turn: its memory may be in use below us */
	struct server_peer *next;
};

struct server {
	struct loop *loop;
	struct loop_fd listener;
	struct loop_timer pause;
	struct loop_timer reaper;
	int spare_fd; /* given up to accept one more peer when descriptors run out */
	struct server_calls calls;
	void *ctx;
	struct peer_names names;
	struct server_peer *peers;
	struct topic topics[SERVER_TOPICS_MAX];
	struct server_counts counts;
	struct log_limit log_refused, log_dropped, log_starved;
	uint8_t buf[WIRE_PACKET_MAX];
	uint8_t request[WIRE_REQUEST_MAX]; /* not in buf: an answer may be written while it is read
					    */
};

/* accept.c: the listening socket became readable. */
void server_accept(void *ctx, uint32_t events);

/* Holds a descriptor in reserve, as soon as there is one to be had. */
void server_keep_spare(struct server *s);

/* server.c: gives an accepted socket its place. */
int server_admit(struct server *s, int fd, const struct peer *info);
