// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * agentxd: what the suite says, to SNMP. The object behind the program.
 *
 *   agentxd.c        the object: start, stop, settings
 *   master.c         the way to snmpd, and the loop around ours (session.c: a session that never
 *                    holds it, knock.c: whether anybody answers)
 *   answer.c         GET and GETNEXT, on the session that they come on
 *   handler.c        the translation of names, values and errors; the phases of a SET
 *   random.c         what net-snmp wants of OpenSSL
 *   sensor.c         the connection to sensord: table, snapshots, holds, health
 *   alarms.c         the connection to alarmd: alarms, events, health
 *   logger.c         the connection to loggerd: health
 *   publish.c        HELLO, health and status for the socket
 *   set.c            what a SET asks of the others, and its true result
 *   notifications.c  events as notifications, each once and in order (notification.c: as which,
 *                    telling.c: how far)
 *   world.c          what is known; mib.c, rmcu*.c answer from it
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/agentxd/mib.h"
#include "daemons/agentxd/order.h"
#include "daemons/agentxd/telling.h"
#include "daemons/agentxd/world.h"
#include "lib/bus/server.h"
#include "lib/daemon/daemon.h"
#include "lib/daemon/folders.h"
#include "lib/daemon/introduce.h"
#include "lib/daemon/link.h"
#include "lib/daemon/live_settings.h"
#include "lib/daemon/troubles.h"

struct keeper;
struct notification;

/* A request of a SET that waits for its answer. */
struct wait {
	struct link *link; /* NULL: none */
	uint32_t id;
	bool answered;
	struct msg_reply reply;
};

/* The last pulse of an output, so that a repeated request does not pulse twice. */
struct last_pulse {
	char id[CHANNEL_ID_MAX];
	int64_t asked_us; /* own time */
};

/* Topics of the socket, in the order in which a new client gets them. */
enum snmp_topic {
	SNMP_TOPIC_HELLO,
	SNMP_TOPIC_HEALTH,
	SNMP_TOPIC_STATUS,
};

struct agentxd {
	struct daemon *daemon;
	struct loop *loop;
	const char *master; /* path of its socket */
	struct server *server;
	struct introduction self;
	struct world_counts told; /* as SNMP_TOPIC_STATUS has it */
	struct loop_timer work;
	struct troubles troubles;
	struct live_settings live;
	char state_folder[FOLDER_MAX];

	struct link sensor, alarms, logger;
	struct msg_hello no_table; /* of servers whose channels are of no use here */
	bool following;		   /* events are asked for, on this connection */

	struct world *world;
	struct wait wait;
	unsigned done;	      /* of the running SET: orders that had an effect */
	int64_t set_until_us; /* and when it has to be answered, own time */
	struct last_pulse pulses[OUTPUTS_MAX];

	/* notifications */
	struct telling telling;
	struct keeper *cursor;
	uint64_t kept;	  /* as the file has it */
	bool catching_up; /* more waits than the world's list has room for */

	uint8_t packet[WIRE_REQUEST_MAX];
};

/* agentxd.c */
int agentxd_start(struct daemon *d, const char *master_socket);
void agentxd_stop(struct daemon *d);
/* Something was heard. */
void agentxd_work(struct agentxd *s);
/* The same behind what runs now. */
void agentxd_soon(struct agentxd *s);
/* A HEALTH came from this daemon. */
int agentxd_take_health(struct agentxd *s, enum world_daemon_id id, struct cursor *body);

/* master.c */
int master_start(struct agentxd *s, const char *socket);
/* sysUpTime, hundredths of a second. */
uint32_t master_ticks(void);
void master_stop(void);
int master_run(struct daemon *d);
/* Hands a notification to the master, which is connected: 0, then comes notifications_answered();
 * or a negative errno. */
int master_notify(const struct notification *n, unsigned round);

/* sensor.c, alarms.c, logger.c */
void sensor_start(struct agentxd *s);
void alarms_start(struct agentxd *s);
/* Asks alarmd for events from this number on. */
void alarms_follow(struct agentxd *s, uint64_t from);
void logger_start(struct agentxd *s);

/* publish.c */
int publish_start(struct agentxd *s);
/* Tells the clients of the socket what changed, if anything did. */
void publish_changes(struct agentxd *s);

/* set.c */
/* Another SET, which may have many orders. */
void set_begin(struct agentxd *s);
/* Whether it is possible, as far as that can be known before it is done: 0 or a negative errno. */
int set_test(struct agentxd *s, const struct order *o);
/* Does it, within a second; `once`: the request says by itself that it is no repetition. */
int set_do(struct agentxd *s, const struct order *o, bool once);
/* A reply came on this connection. */
int set_answer(struct agentxd *s, const struct link *l, uint32_t id, struct cursor *body);

/* notifications.c */
int notifications_start(struct agentxd *s);
void notifications_stop(struct agentxd *s);
/* Tells what waits, while there is a master. */
void notifications_run(struct agentxd *s);
/* The master has taken the oldest one of this round that was handed to it, or has not answered. */
void notifications_answered(struct agentxd *s, unsigned round, bool taken);
/* The connection to the master ended. */
void notifications_lost(struct agentxd *s);
