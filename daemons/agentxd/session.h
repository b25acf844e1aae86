// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The session with the master, kept so that a master that hangs, lies or does not read never holds
 * our loop: net-snmp's own pings and packets wait for it. For master.c, beside handler.h.
 */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <stdbool.h>

#include "lib/base/loop.h"

struct session_calls {
	/*
	 * The master hangs, or is back. One that hangs may go on for hours where it stood, and a
	 * killed one ends the connection: so that is not cut off, and nothing is told twice.
	 */
	void (*answers)(bool answers);
	/* The connection has ended, and the library does not find that out. */
	void (*over)(void);
};

/* The library has opened it. */
void session_begin(struct loop *loop, netsnmp_session *to_master,
		   const struct session_calls *calls);
/* And has registered all, or tried to. */
void session_registered(void);
/* The library closes it. */
void session_end(void);
/* What it is, or NULL. */
netsnmp_session *session_now(void);
/* Sends a packet that may wait for its answer as long as the connection lasts; takes it over.
 * Then comes `answered`, or it returns a negative errno. */
int session_send(netsnmp_pdu *pdu, netsnmp_callback answered, void *magic);
/* Another master answers: a connection to one that still hangs soon ends. */
void session_replaced(void);
/* Ends it: the library finds that out by itself, and begins anew. */
void session_cut(void);
