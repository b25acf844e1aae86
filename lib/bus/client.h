// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The client side of the bus: connect, read packets, ask and wait for the reply. Blocking with a
 * time-out for the command line; a daemon watches client.fd and reads with time-out 0.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/wire/msg.h"

struct client {
	int fd; /* -1 when not connected */
	uint32_t last_id;
	uint8_t *packet; /* WIRE_PACKET_MAX bytes, owned */
};

#define CLIENT_INIT ((struct client){ .fd = -1 })

/*
 * Connects to a server's socket. -ENOENT or -ECONNREFUSED: it does not run; -EACCES: the socket may
 * not be opened; -ETIMEDOUT or -EAGAIN: its queue is full.
 */
int client_connect(struct client *c, const char *path);
void client_done(struct client *c);

/*
 * Reads the next packet: 1 with *ret_head and *ret_body (valid until the next call), 0 when none
 * came in time, negative errno when the connection is over (-ECONNRESET: closed by the server).
 */
int client_receive(struct client *c, int64_t timeout_us, struct msg_head *ret_head,
		   struct cursor *ret_body);

/*
 * Waits for the HELLO of a server just connected to. One that accepts and says nothing is
 * -ETIMEDOUT; one that refuses is -EACCES or -EUSERS with its sentence in *ret_refused (may be
 * NULL); -EPROTONOSUPPORT is another version of the suite.
 */
int client_greet(struct client *c, int64_t timeout_us, struct msg_hello *ret_hello,
		 struct msg_reply *ret_refused);

/* Connects and waits for HELLO. */
int client_hello(struct client *c, const char *path, int64_t timeout_us,
		 struct msg_hello *ret_hello, struct msg_reply *ret_refused);

/* A fresh id for a request. */
uint32_t client_next_id(struct client *c);

int client_send(struct client *c, const void *packet, size_t len);

/*
 * Waits for the answer to request `id`, passing over publications. *ret_type tells which message it
 * is (REPLY or a special one).
 */
int client_answer(struct client *c, uint32_t id, int64_t timeout_us, unsigned *ret_type,
		  struct cursor *ret_body);

/* Path of a server's socket: $RMCU_RUNTIME_DIR or /run/rmcu, then NAME.sock. */
#define CLIENT_PATH_MAX 108 /* sun_path */
void client_path(const char *name, char ret_path[CLIENT_PATH_MAX]);
