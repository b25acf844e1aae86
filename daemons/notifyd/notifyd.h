// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * notifyd: tells people. The object behind the program; the pure files beside it decide who is told
 * of what (route, ledger, books), when (throttle) and in which words (letter and what is behind
 * it), and this one brings them together.
 *
 *   notifyd.c   the object: start, stop, the work of a turn
 *   sources.c   the connections to sensord and alarmd: values, alarms and events in
 *   tell.c      messages: made, handed over, and what became of them
 *   life.c      what is told although nothing happened: status, boot, last words, heartbeat
 *   modem.c     how the modem is, for sensord's channels
 *   herald.c    what could not be delivered, for the journal
 *   keep.c      the books on the disk
 *   publish.c   HELLO, health and status for the socket
 *   requests.c  what clients ask for
 *   reload.c    settings: taking them over, and watching their files
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/notifyd/books.h"
#include "daemons/notifyd/courier.h"
#include "daemons/notifyd/inquiry.h"
#include "lib/bus/server.h"
#include "lib/daemon/daemon.h"
#include "lib/daemon/folders.h"
#include "lib/daemon/follower.h"
#include "lib/daemon/introduce.h"
#include "lib/daemon/link.h"
#include "lib/daemon/live_settings.h"
#include "lib/daemon/troubles.h"
#include "lib/settings/secrets.h"
#include "lib/view/view.h"

/* Topics of the socket, in the order in which a new client gets them. */
enum notify_topic {
	NOTIFY_TOPIC_HELLO,
	NOTIFY_TOPIC_HEALTH,
	NOTIFY_TOPIC_STATUS,
};

/* The journal's stream. */
struct events {
	bool following; /* events are asked for, and taken */
	bool aligned;	/* what comes is what was asked for last */
};

/* A message on its way to one recipient; each has one at most. */
struct parcel {
	struct notifyd *s;
	struct courier courier;
	enum letter_kind kind;
	char recipient[CHANNEL_ID_MAX];
};

/* A test that a person waits for. */
struct trial {
	struct parcel parcel;
	struct server_peer *peer; /* NULL: it went */
	uint32_t id;
	char by[ACTOR_NAME_MAX];
};

/* A failure for the journal. */
struct herald {
	bool waiting;
	uint32_t sent; /* id of the request; 0: not yet, on this connection */
	int64_t retry_us;
	struct event event;
};

struct life {
	struct courier heartbeat;
	int64_t heartbeat_us; /* monotonic: the next one */
	int64_t status_us;    /* wall clock: the next one; 0: not known */
	int64_t low_since_us; /* monotonic; 0: it is not */
};

/* What is asked of the modem. */
struct modem {
	struct courier courier;
	struct inquiry inquiry;
	struct msg_modem last; /* its answer */
};

struct notifyd {
	struct daemon *daemon;
	struct loop *loop;
	struct loop_timer work;
	struct introduction self;
	struct troubles troubles;
	int64_t health_due_us; /* own time */

	struct live_settings live;
	char state_folder[FOLDER_MAX], run_folder[FOLDER_MAX];
	struct assignments secrets;
	struct text mistakes;

	struct link sensor, alarms;
	struct msg_hello no_table; /* alarmd's, of no use here */
	struct follower follower;  /* of the simulator's lockstep */
	struct view view;
	struct clock clock;
	struct events events;

	struct books books;
	bool moved;	       /* what is kept has changed */
	bool told;	       /* and so that it must be on the disk */
	int64_t kept_us;       /* own time at which it was handed to the disk last */
	struct keeper *keeper; /* in state_folder */

	struct parcel parcels[ROUTES_MAX];
	struct trial trial;
	struct local_day days[SCHEDULE_DAYS];
	int64_t days_from_us, days_until_us; /* wall clock: they hold within */

	struct herald heralds[ROUTES_MAX];
	struct life life;
	struct modem modem;

	struct server *server;
	bool status_changed;
	struct msg_send message;
	uint8_t packet[WIRE_PACKET_MAX];
};

/* notifyd.c: start and stop for the daemon's spec. */
int notifyd_start(struct daemon *d, bool lockstep);
void notifyd_stop(struct daemon *d);
/* Tells what is due, keeps what has changed, arms the timer for what comes next. */
void notifyd_work(struct notifyd *s);
/* The same, after this turn. */
void notifyd_soon(struct notifyd *s);
void notifyd_trouble(struct notifyd *s, const char *subject, const char *text);
/* The present moment in the publisher's time. */
struct instant notifyd_now(struct notifyd *s);
/* What the books decide by. */
struct ledger_world notifyd_world(struct notifyd *s);

/* sources.c */
void sources_start(struct notifyd *s);
void sources_stop(struct notifyd *s);
/* Asks for events from the first that somebody has not looked at. */
void sources_follow(struct notifyd *s);
/* True when the journal was read to its end, and the alarms are known. */
bool sources_settled(const struct notifyd *s);

/* tell.c */
void tell_start(struct notifyd *s);
void tell_stop(struct notifyd *s);
/* Hands over what is due; when (monotonic) something else is. */
int64_t tell_run(struct notifyd *s);
/* Sends a test to a recipient; 0, or a negative errno with a sentence. */
int tell_try(struct notifyd *s, unsigned i, const char *words, char ret_why[WIRE_SENTENCE_MAX]);
/* When (wall clock) the next message to this one goes, and why not now; 0: nothing waits. */
int64_t tell_due_us(struct notifyd *s, unsigned i, const char **ret_why);
/* Whether the pause is in force. */
bool tell_paused(struct notifyd *s);

/* life.c */
void life_start(struct notifyd *s);
void life_stop(struct notifyd *s);
/* Notes what is to be said; when (monotonic) the next time for it is. */
int64_t life_run(struct notifyd *s);
/* Adds what a message of that kind says first. */
void life_words(const struct notifyd *s, enum letter_kind kind, struct text *out);
/* The unit was known to live at this moment. */
void life_alive(struct notifyd *s, const struct event *e);

/* herald.c */
void herald_failed(struct notifyd *s, unsigned i, const char *sentence);
void herald_run(struct notifyd *s);
void herald_answer(struct notifyd *s, uint32_t id, const struct msg_reply *reply);
void herald_lost(struct notifyd *s);

/* keep.c */
int keep_start(struct notifyd *s);
void keep_stop(struct notifyd *s);
void keep_run(struct notifyd *s);
/* At once, where a kill does not reach it: before a message goes. */
void keep_now(struct notifyd *s);

/* publish.c */
int publish_hello(void *ctx, unsigned rights, void *buf, size_t size);
void publish_newcomer(void *ctx);
void publish_changes(struct notifyd *s);

/* requests.c */
int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body);
void requests_gone(void *ctx, struct server_peer *p);
/* The test that a person waits for is over. */
void requests_tried(struct notifyd *s, const struct msg_sent *sent);

/* modem.c */
void modem_start(struct notifyd *s);
void modem_stop(struct notifyd *s);
/* Asks the modem when that is due; when (monotonic) it is next. */
int64_t modem_run(struct notifyd *s);

/* reload.c */
int reload_start(struct notifyd *s);
