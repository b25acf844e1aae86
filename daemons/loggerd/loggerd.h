// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * loggerd: keeps what is measured. The object behind the program; the pure files beside it decide
 * what is kept, store/ keeps it, and this one brings them together.
 *
 *   loggerd.c   the object: start, stop, the work of a turn
 *   sensor.c    the connection to sensord: snapshots in
 *   events.c    the connection to alarmd: events in, and whether the schedule lets us log
 *   herald.c    the same connection: what we have to tell the journal
 *   audit.c     the same: who emptied the log
 *   trouble.c   whether the log fails, and that everybody is told
 *   record.c    what is measured, as orders for the store; what has no room
 *   rows.c      the rows of the log
 *   publish.c   HELLO, health and status for the socket
 *   requests.c  what clients ask for
 *   reload.c    settings: taking them over, and watching their files
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/loggerd/blackbox.h"
#include "daemons/loggerd/gather.h"
#include "daemons/loggerd/periodic.h"
#include "daemons/loggerd/store/disk.h"
#include "lib/bus/server.h"
#include "lib/daemon/daemon.h"
#include "lib/daemon/follower.h"
#include "lib/daemon/folders.h"
#include "lib/daemon/introduce.h"
#include "lib/daemon/link.h"
#include "lib/daemon/live_settings.h"
#include "lib/daemon/troubles.h"
#include "lib/settings/schema.h"

/* Topics of the socket, in the order in which a new client gets them. */
enum log_topic {
	LOG_TOPIC_HELLO,
	LOG_TOPIC_HEALTH,
	LOG_TOPIC_STATUS,
};

/* The connection to sensord. */
struct sensor {
	struct link link;
	struct follower follower; /* of the simulator's lockstep */
	bool fresh;		  /* a tick came since the last step */
	struct msg_hello table;	  /* of channels, and what goes with it */
};

/* Values of the last snapshots: an event comes when it is on alarmd's disk, a little later. */
#define MOMENTS 32
struct moment {
	int64_t mono_us;
	struct order_values values;
};

/* The connection to alarmd: events in. */
struct events {
	struct link link;
	struct msg_hello table; /* of no use here */
	struct msg_alarm_summary summary;
	bool known;	/* the summary came, on this connection */
	bool following; /* events are asked for, and taken */
	bool aligned;	/* what comes is what was asked for last */
	bool urgent;	/* an alarm is on the list */
	int64_t next;	/* number of the next event wanted; 0: not known yet */
	int64_t listed; /* as the lists say, up to the one that is handed over next */
};

/* Events of our own that alarmd is to write: the newest of each kind. */
enum herald_slot {
	HERALD_FAILED,
	HERALD_RESUMED,
	HERALD_SET_ASIDE,
	HERALD_MAX,
};
struct herald {
	struct {
		bool waiting;
		uint32_t sent; /* id of the request; 0: not yet, on this connection */
		struct event event;
	} slots[HERALD_MAX];
	int64_t retry_us; /* own time before which a refused one is not tried again */
};

/* The oldest audit of the file, on its way to the journal. */
struct audit {
	uint32_t sent;	  /* id of the request; 0: none */
	uint64_t removed; /* number of the list that removes the one that arrived; 0: none */
	int64_t retry_us; /* own time before which a refused one is not tried again */
};
/* More do not wait for the journal: the log cannot be emptied then. */
#define AUDITS_MAX 256

/* A person's request that waits for the disk. */
#define WISHES_MAX 16
_Static_assert(WISHES_MAX <= STORE_MISSING_MAX, "each is told when its file was not there");
struct wish {
	struct server_peer *peer; /* NULL: it went, or was told that it waits */
	uint32_t id;
	uint64_t number; /* of its list */
	enum msg_type type;
	uint32_t file;
	uint64_t rows; /* that there were */
	struct actor actor;
};

struct loggerd {
	struct daemon *daemon;
	struct loop *loop;
	struct loop_timer work;
	struct introduction self;
	struct troubles troubles;
	int64_t health_due_us; /* own time */

	struct live_settings live;
	char state_folder[FOLDER_MAX];

	struct sensor sensor;
	struct snapshot snapshot;
	struct gather gather;
	struct periodic periodic;
	struct blackbox blackbox;
	struct moment moments[MOMENTS];
	unsigned next_moment;

	struct events events;
	struct herald herald;
	struct audit audit;

	struct disk *disk;
	struct loop_fd disk_source;
	struct disk_report report;
	struct store_limits limits;
	struct orders list;	/* what is handed over next */
	uint64_t handed;	/* number of the list handed over last */
	uint64_t table;		/* hash of the channels on the list or the disk; 0: none yet */
	bool table_due;		/* they are to be on the list first of all */
	bool clock_due;		/* so is the clock */
	bool full;		/* there is no room: rows are lost */
	uint64_t lost, lost_in; /* rows: since the start; since there was no room */
	int64_t answered_us;	/* own time at which the disk had answered everything last */
	uint64_t answered;	/* number of the list that it had done then */
	bool failed;		/* as it was told last */
	bool stand_due;		/* alarmd is to be told how it stands, on this connection */
	uint64_t failed_lost;	/* rows lost before it */
	unsigned begins;	/* files that began, as far as it was told */

	struct server *server;
	bool status_changed;
	struct wish wishes[WISHES_MAX];
	unsigned n_wishes;
	uint8_t packet[WIRE_PACKET_MAX];
};

/* loggerd.c: start and stop for the daemon's spec. */
int loggerd_start(struct daemon *d, bool lockstep);
void loggerd_stop(struct daemon *d);
/* Tells what is new; arms the timer for what comes next. */
void loggerd_work(struct loggerd *s);
void loggerd_trouble(struct loggerd *s, const char *subject, const char *text);
/* The present moment in the publisher's time, as of its last snapshot. */
struct instant loggerd_now(const struct loggerd *s);

/* sensor.c */
void sensor_start(struct loggerd *s);
/* In lockstep: ready for the next tick. */
void sensor_step(struct loggerd *s);

/* events.c */
void events_start(struct loggerd *s);
/* Asks for events where there is room for them, from the cursor on. */
void events_follow(struct loggerd *s);
bool events_in_window(const struct loggerd *s);

/* herald.c */
void herald_tell(struct loggerd *s, enum herald_slot slot, const struct event *e);
/* This one need not be told any more. */
void herald_drop(struct loggerd *s, enum herald_slot slot);
/* Sends what waits. */
void herald_run(struct loggerd *s, int64_t own_us);
void herald_answer(struct loggerd *s, uint32_t id, const struct msg_reply *reply);
void herald_lost(struct loggerd *s);

/* audit.c */
/* An audit of what is asked for now. */
void audit_fill(const struct loggerd *s, const struct wish *w, struct order_audit *ret);
/* Sends what waits. */
void audit_run(struct loggerd *s, int64_t own_us);
void audit_answer(struct loggerd *s, uint32_t id, const struct msg_reply *reply);
void audit_lost(struct loggerd *s);

/* trouble.c */
/* Why nothing is logged, NULL while all is well. */
const char *trouble_of_log(const struct loggerd *s);
/* Looks whether that is another answer than before, and tells everybody. */
void trouble_look(struct loggerd *s, int64_t own_us);

/* record.c */
/* The channels as sensord says they are; told to the store when they differ. */
void record_table(struct loggerd *s, const struct channel *channels, unsigned n);
void record_snapshot(struct loggerd *s);
/* Kept free by rows for the cursor. */
#define RECORD_LAST_BYTES ((size_t)4 * 1024)
/* True when so many bytes more may wait for the disk. */
bool record_room(struct loggerd *s, size_t bytes);
/* Puts on the list what must come before anything else; false when `leave` bytes have no room. */
bool record_prepare(struct loggerd *s, size_t leave);
/* There is no room for what comes now: so many rows are lost. */
void record_lose(struct loggerd *s, unsigned rows);
/* Chunks of the black box that are to be kept. */
void record_chunks(struct loggerd *s);
/* Hands the list over; *ret_number is its number, may be NULL. */
int record_hand_over(struct loggerd *s, uint64_t *ret_number);
/* So much waits for a disk that works that a world that waits for us should. */
bool record_busy(struct loggerd *s);
/* After the disk spoke: there may be room again. */
void record_recover(struct loggerd *s);
/* All that is not on a list yet, and the list. */
void record_end(struct loggerd *s);

/* rows.c */
/* A periodic row, when one is due; `last` are the values of the snapshot before this one. */
void rows_periodic(struct loggerd *s, const struct order_values *last);
/* Keeps the values of this moment for an event that comes later. */
void rows_remember(struct loggerd *s);
/* The row of an event, where it makes one. False when there is no room for it. */
bool rows_event(struct loggerd *s, const struct event *e);
/* A row at once, whatever the settings say. */
int rows_append(struct loggerd *s);
/* A row that says how many before it were lost. */
int rows_gap(struct loggerd *s, uint64_t lost);
/* Minutes by which local time is ahead of UTC at a time. */
int16_t rows_east(int64_t wall_us);

/* publish.c */
int publish_hello(void *ctx, unsigned rights, void *buf, size_t size);
void publish_newcomer(void *ctx);
void publish_changes(struct loggerd *s, int64_t own_us);

/* requests.c */
int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body);
void requests_gone(void *ctx, struct server_peer *p);
/* Answers whoever waited for the disk. */
void requests_answer(struct loggerd *s);

/* reload.c */
int reload_start(struct loggerd *s);
