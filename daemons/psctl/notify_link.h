// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What rmcu-notifyd tells of itself. */
#include "daemons/psctl/link.h"

/* Connects and reads its status; an exit code. notify_link_done() frees it. */
int notify_link_fetch(struct msg_notify_status **ret_status);
void notify_link_done(struct msg_notify_status *m);

/* The same with a connection of the caller's, for what else it has to say. */
int notify_link_open(struct link *l, struct msg_notify_status *ret_status);

/* The word that psctl test has for it: "email", "text", "webhook", "command". */
const char *notify_link_door(enum delivery by);
