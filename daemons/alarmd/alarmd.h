// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * alarmd: owns alarms, schedules and the event journal. The object behind the program; the pure
 * files beside it and in engine/ decide, this one acts: first on outputs, then on the journal, then
 * it tells.
 *
 *   alarmd.c    the object: start, stop, the work of a turn
 *   upstream.c  the connection to sensord: snapshots and facts in
 *   table.c     what is remembered of channels when their table changes
 *   holds.c     what alarms and schedules hold, to sensord
 *   record.c    transitions, facts and schedule edges as events; what is kept beside them
 *   restore.c   what was kept, and what was driven but not written before the last end
 *   windows.c   the schedules at this moment
 *   publish.c   HELLO, the alarm table, summary and schedules for the socket
 *   requests.c  what clients ask for; beside it requests_alarm.c and requests_append.c
 *   reload.c    settings: taking them over, and watching their files
 *   syslog.c    each event to the system's log, after its commit
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/alarmd/budget.h"
#include "daemons/alarmd/engine/engine.h"
#include "daemons/alarmd/journal/journal.h"
#include "daemons/alarmd/kept.h"
#include "daemons/alarmd/log_word.h"
#include "daemons/alarmd/onsets.h"
#include "daemons/alarmd/replies.h"
#include "daemons/alarmd/staged.h"
#include "daemons/alarmd/syslog.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
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
enum alarm_topic {
	ALARM_TOPIC_HELLO,
	ALARM_TOPIC_HEALTH,
	ALARM_TOPIC_SUMMARY,
	ALARM_TOPIC_SCHEDULES,
	ALARM_TOPIC_PAGES, /* the first of WIRE_ALARM_PAGES */
};
_Static_assert(ALARM_TOPIC_PAGES + WIRE_ALARM_PAGES <= SERVER_TOPICS_MAX, "every page is a topic");

/* The channels of a table, by their places. */
struct table_ids {
	unsigned n;
	char ids[CHANNELS_MAX][CHANNEL_ID_MAX];
};

/* The connection to sensord. */
struct upstream {
	struct link link;
	bool fresh; /* a snapshot came since the last step */
	bool simulated;
	struct follower follower; /* of the simulator's lockstep */
	uint64_t instance;
	struct msg_hello table; /* of channels, and what goes with it */
	struct table_ids known; /* the table that what is remembered by place belongs to */
};

/* A kept schedule that the settings do not have any more. */
struct window_gone {
	char id[CHANNEL_ID_MAX];
	bool running;
};

/* A schedule at the last look. */
struct window_state {
	bool running;
	int64_t next_us; /* wall clock of its next change, 0 for none */
};

/* What the journal says last of an output, and since when the snapshot says otherwise. */
struct output_record {
	bool known, active;
	int64_t differs_us; /* own time; 0: it does not */
};

struct alarmd {
	struct daemon *daemon;
	struct loop *loop;
	struct loop_timer work;
	struct introduction self;
	struct troubles troubles;
	int64_t health_due_us; /* own time */

	struct live_settings live;
	char state_folder[FOLDER_MAX], runtime_folder[FOLDER_MAX];

	struct upstream up;
	struct clock clock;
	struct snapshot snapshot;
	bool has_snapshot;

	struct engine *engine;
	bool engine_ready; /* what was kept is in it: it may run */
	struct alarm
		*orphans; /* kept alarms that no rule goes on with, until they are told; owned */
	unsigned n_orphans;
	bool holds_seen; /* what sensord held when we came was looked at */
	struct transitions transitions;
	bool holds_known; /* sensord has what follows, on this connection */
	struct msg_hold_all sent_alarm, sent_schedule;
	struct onsets onsets;

	struct window_state windows[SCHEDULES_MAX];
	struct window_state logging;
	struct window_gone windows_gone[SCHEDULES_MAX]; /* until they are told */
	unsigned n_windows_gone;
	int64_t windows_seen_us; /* wall clock of the last look; 0: not since the settings changed
				  */
	int64_t windows_due_us;	 /* wall clock before which nothing can have changed */
	bool wall_known;	 /* by the last snapshot: until one says so, schedules wait */
	bool may_raise;

	struct log_word log_word;
	enum log_stand log_shown; /* as of the last decision */

	struct journal *journal;
	struct loop_fd journal_source;
	uint64_t added;			/* number of the last event handed to it */
	uint64_t marks[EVENT_KIND_MAX]; /* marks of the last ones that other daemons told */
	struct kept_cursor cursor;	/* into sensord's facts: the next one wanted */
	uint64_t cursor_kept;		/* number of it that the journal has */
	struct output_record outputs[CHANNELS_MAX];
	uint64_t ticks_missed; /* not written yet */
	int64_t ticks_due_us;  /* own time at which they are */
	char maintenance_reason[ALARM_NOTE_MAX];
	char maintenance_by[ACTOR_NAME_MAX];
	uint64_t dirty_alarms[(ALARMS_MAX + 63) / 64]; /* to be kept and published */

	struct server *server;
	struct replies replies;
	struct budget budget; /* of who asks for what writes events */
	bool table_changed, summary_changed, schedules_changed; /* since they were staged */
	struct staged staged;
	uint64_t told; /* number of the last event that clients find in what they were told */
	uint64_t page_hash[WIRE_ALARM_PAGES]; /* of the pages as staged last */
	struct log_limit denied;	      /* requests without the right, as events */
	struct syslog syslog;
	int64_t head_due_us; /* own time at which the head goes to syslog */
	uint8_t packet[WIRE_PACKET_MAX];
};

/* alarmd.c: start and stop for the daemon's spec. */
int alarmd_start(struct daemon *d, bool lockstep);
void alarmd_stop(struct daemon *d);

/* The present moment in the publisher's time. */
struct instant alarmd_now(struct alarmd *s);

/* Decides, acts, records, tells; arms the timer for what comes next. */
void alarmd_work(struct alarmd *s);
/* The same after sensord spoke: decides only when there is a new snapshot. */
void alarmd_heard(struct alarmd *s);
/* alarmd_work() in the next turn of the loop. */
void alarmd_work_soon(struct alarmd *s);

void alarmd_trouble(struct alarmd *s, const char *subject, const char *text);

/* What the transitions of a request or a configuration ask for: outputs first, then the journal. */
void alarmd_act(struct alarmd *s);

/* upstream.c */
void upstream_start(struct alarmd *s);
void upstream_stop(struct alarmd *s);
/* Says that sensord has been quiet for too long. */
bool upstream_silent(const struct alarmd *s, int64_t own_us);
/* Own time at which it would be. */
int64_t upstream_silent_due_us(const struct alarmd *s);
/* Sends the `len` bytes in s->packet, what an X_put returned; never waits. */
int upstream_send(struct alarmd *s, int len);
/* In lockstep: ready for the next tick, everything that the last one asked for is sent. */
void upstream_step(struct alarmd *s);
/* The channel of a table's index, or NULL. */
const struct channel *upstream_channel(const struct alarmd *s, int index);

/* table.c */
/* The channel table may be another one, whoever said so: what follows from that. */
void table_moved(struct alarmd *s);

/* holds.c */
/* Sends the complete sets of held outputs when they differ from what was sent. */
void holds_send(struct alarmd *s);

/* record.c */
/* Adds the event; 0 when it was lost. Time, boot and the clock's state are filled in where they are
 * missing. */
uint64_t record_event(struct alarmd *s, struct event *e);
/* The same for an event that another daemon tells. Its number is that one's mark of it, or 0: it is
 * kept in the event's transaction, so that one that is told again is known. */
uint64_t record_told(struct alarmd *s, struct event *e);
void record_transitions(struct alarmd *s, const struct transitions *t, const struct actor *actor,
			const char *note, uint16_t more_flags);
/* A kept alarm whose rule went while we were not there: cleared if it was active, and forgotten. */
void record_orphan(struct alarmd *s, const struct alarm *a);
void record_fact(struct alarmd *s, const struct fact *f);
void record_fact_gap(struct alarmd *s, const struct msg_fact_gap *gap);
/* Compares outputs with what the journal says of them. */
void record_outputs(struct alarmd *s, int64_t own_us);
/* Maintenance with its reason, as the engine has it now. */
void record_maintenance(struct alarmd *s);
/* Writes missed ticks when their time has come. */
void record_due(struct alarmd *s, int64_t own_us);
/* This event says how the log stands: so does the journal from now on. */
void record_log(struct alarmd *s, const struct event *e);
/* Hands changed states to the journal, to be kept with the next transaction. */
void record_keep(struct alarmd *s);

/* restore.c */
void restore_kept(void *ctx, const char *key, const void *bytes, size_t len);
void restore_done(struct alarmd *s);
/* Alarms that hold outputs in sensord and are not in the journal: written now. */
void restore_holds(struct alarmd *s, const struct msg_holds *holds);

/* windows.c */
/* Looks at all schedules; what began or ended is an event. */
void windows_look(struct alarmd *s, struct instant now);
/* Nobody knows what time it is: the logging schedule keeps no alarm from being raised. */
void windows_unknown(struct alarmd *s);
/* Other settings are in force: what runs goes on by its id, and one that is gone has ended. */
void windows_carry(struct alarmd *s, const struct settings *old);
/* What was kept of a schedule; and, when events can be added, the end of those that went. */
void windows_restore(struct alarmd *s, const char *id, bool running);
void windows_tell_gone(struct alarmd *s);
/* The outputs that running schedules hold, and the state of each. */
uint64_t windows_outputs(const struct alarmd *s, uint64_t *ret_active,
			 int ret_schedule[CHANNELS_MAX]);
/* Wall clock of the next change of any, INT64_MAX for none. */
int64_t windows_due_us(const struct alarmd *s);

/* publish.c */
int publish_hello(void *ctx, unsigned rights, void *buf, size_t size);
int publish_event(void *ctx, uint64_t *at, void *buf, size_t size);
void publish_newcomer(void *ctx);
/* What changed, once it is on the disk (or cannot be). */
void publish_changes(struct alarmd *s, int64_t own_us);

/* requests.c */
int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body);
void requests_gone(void *ctx, struct server_peer *p);
void requests_denied(void *ctx, struct server_peer *p, const struct msg_head *head);

/* reload.c */
int reload_start(struct alarmd *s);
struct journal_limits reload_limits(const struct settings *settings);
/* Makes the engine's rules from the settings in force and the channel table. */
void reload_rules(struct alarmd *s);
