// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Shared by the codecs of lib/wire, nobody else. */
#include "lib/wire/msg.h"

/* A cursor over the packet with its head already in it. */
struct cursor msg_start(void *buf, size_t size, enum msg_type type, uint32_t id);

/* Length of the finished packet, or the cursor's error. */
int msg_length(const struct cursor *c, const void *buf);

void msg_put_actor(struct cursor *c, const struct actor *a);
void msg_get_actor(struct cursor *c, struct actor *ret);
void msg_put_instant(struct cursor *c, struct instant t);
struct instant msg_get_instant(struct cursor *c);

/* A count of at most `max`; a larger one breaks the packet and reads as 0. */
uint8_t msg_get_count(struct cursor *c, unsigned max);
