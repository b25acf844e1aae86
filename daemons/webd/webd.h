// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * rmcu-webd: the unit for browsers, scripts and Prometheus.
 *
 *   webd.c      start, settings, stop
 *   listen.c    the sockets that it serves
 *   sources.c   the connections to sensord, alarmd, loggerd and notifyd
 *   view.c      what is known, and all answers are made from
 *   http.c      HTTP (guard.c: its time limits); it knows nothing of what is asked for
 *   tls.c       the certificate in force (pairs.c: its files; identity.c: reads and makes one)
 *   routes.c    what can be asked for, and who may
 *   signin.c    who asks: sessions.c, credentials.c, backoff.c, hasher.c (its thread), first_code.c
 *   login.c     the sign-in itself, and the first administrator
 *   actions.c   what people do with alarms, outputs and recipients (fields.c, order.c: what they
 *               ask for; tries.c: what became of tests)
 *   names.c     what channels are called, also while sensord is away
 *   journal.c   the journal of alarmd, read for one answer (events.c: how; journal_report.c: all of
 *               it, added up)
 *   changer.c   changes of settings, by settingsd
 *   publish.c   its own socket, for psctl
 *   answers.c   what is answered (metrics.c: as OpenMetrics; page*.c: as pages, in html.c's words)
 *   stream.c    the status as it changes (stream_client.c: for one who reads it; parts.c: what of a
 *               page; update.c: when, once for all)
 *   historian.c the thread that reads the history
 *   files.c     style and pictures, in the address of their content (pack.c: gzip)
 */
#include "daemons/webd/actions.h"
#include "daemons/webd/changer.h"
#include "daemons/webd/historian.h"
#include "daemons/webd/http.h"
#include "daemons/webd/journal.h"
#include "daemons/webd/public.h"
#include "daemons/webd/signin.h"
#include "daemons/webd/tls.h"
#include "daemons/webd/tries.h"
#include "daemons/webd/stream.h"
#include "lib/view/view.h"
#include "lib/daemon/daemon.h"
#include "lib/daemon/folders.h"
#include "lib/daemon/introduce.h"
#include "lib/daemon/link.h"
#include "lib/daemon/live_settings.h"
#include "lib/daemon/troubles.h"

struct webd {
	struct daemon *daemon;
	struct loop *loop;
	struct loop_timer alive;
	struct troubles troubles;
	struct live_settings live;
	char state_folder[FOLDER_MAX];

	struct link sensor, alarms, logger, notifier;
	struct msg_hello no_table; /* of servers whose channels are of no use here */
	struct loop_timer silence; /* when to look whether they still speak */
	bool alarms_moved;	   /* alarms came since the page was told */
	struct view view;
	uint64_t heard; /* counts what changed in it */
	/* /api/v1/status, for everybody and for users, plain and packed */
	struct http_kept kept_status[2][2];
	struct signin signin;
	struct changer changer;
	struct historian historian;
	/* our own socket */
	struct introduction self;
	struct server *server;
	uint8_t packet[WIRE_PACKET_MAX];
	/* where it listens */
	struct http *http, *https; /* NULL without a socket for it */
	struct tls *tls;
	uint16_t http_port, https_port; /* 0: not served */
	struct msg_web_status told;	/* as readers of our socket have it */
	int https_fd;			/* until there is a certificate; else -1 */
	struct streams streams;
	struct actions actions;
	struct tries tries;
	struct journals journals;
	struct public public;
};

int webd_start(struct daemon *d);
void webd_stop(struct daemon *d);
void webd_reload(struct daemon *d);

/* publish.c */
int publish_start(struct webd *w);
void publish_health(struct webd *w);
/* Tells what changed of the status since it was told last. */
void publish_status(struct webd *w);

/* Begins, rewords or (text NULL) ends a trouble. */
void webd_trouble(void *webd, const char *subject, const char *text);

/* listen.c: where it listens without a socket from the service manager, "ADDRESS:PORT". */
int listen_http_at(const char *address);
int listen_https_at(const char *address);
int listen_start(struct webd *w);
void listen_stop(struct webd *w);
void listen_reload(struct webd *w);

/* sources.c */
void sources_start(struct webd *w);
void sources_stop(struct webd *w);
