// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * sensord: owns the hardware. The object behind the program: its event sources, the channel table,
 * the outputs, and the socket on which it publishes. Pure files beside it decide; this one acts.
 *
 *   sensord.c   the object: start, stop, the work of a turn
 *   inputs.c    what sources call: readings, edges, losses
 *   inputs_modem.c  the same of the modem, which others ask
 *   publish.c   snapshots, health, holds and HELLO for the socket
 *   requests.c  what clients ask for
 *   reload.c    settings: taking them over, and watching their files
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/sensord/channels.h"
#include "daemons/sensord/facts.h"
#include "daemons/sensord/lockstep.h"
#include "daemons/sensord/modem.h"
#include "daemons/sensord/outputs/outputs.h"
#include "daemons/sensord/signal/grid.h"
#include "daemons/sensord/sources/gpio_in.h"
#include "daemons/sensord/sources/iio.h"
#include "daemons/sensord/sources/sim_source.h"
#include "lib/base/log.h"
#include "lib/bus/server.h"
#include "lib/daemon/daemon.h"
#include "lib/daemon/folders.h"
#include "lib/daemon/troubles.h"
#include "lib/settings/last_good.h"
#include "lib/settings/watch.h"

/* Topics of the socket, in the order in which a new client gets them. */
enum topic_number {
	TOPIC_HELLO,
	TOPIC_HEALTH,
	TOPIC_HOLDS,
	TOPIC_SNAPSHOT,
};

/* Edges publish at most 200 snapshots a second; what comes quicker shares one. */
#define EDGE_PAUSE_US (5 * USEC_PER_MSEC)

struct sensord {
	struct daemon *daemon;
	struct loop *loop;
	struct loop_timer work; /* the next thing that is due */
	uint64_t instance;	/* random: tells one life of sensord from the next */

	struct settings_paths paths;
	struct settings *settings; /* in force */
	enum settings_from loaded_from;
	struct text mistakes; /* of the start, until reload_tell_start() */
	struct settings_watch *watch;
	struct loop_fd watch_source;
	struct keeper *good; /* of the last good settings */
	int keep_error;	     /* of handing them to it */
	int told_keep_error; /* of either, as told last */
	char runtime_folder[FOLDER_MAX], state_folder[FOLDER_MAX];

	struct channels channels;
	struct grid grid;
	struct iio_source *iio;
	struct gpio_source *gpio;
	/* hashes: a source is made anew when its wiring changed */
	uint64_t iio_wiring, gpio_wiring, modem_wiring;
	struct modem modem;
	bool modem_lost; /* and that was told */
	struct sim_source *sim;
	int64_t past_us; /* of the command line: so long ago a simulated world begins */
	struct lockstep lockstep;

	struct outputs *outputs;
	int64_t outputs_due_us; /* publisher's time */
	bool outputs_wait;	/* not configured yet: no settings could be loaded */

	struct server *server;
	struct facts *facts;
	struct troubles troubles;
	struct snapshot snapshot; /* the last one */
	uint64_t snapshots;	  /* published */
	uint64_t ticks;
	int64_t started_wall_us;
	int64_t edge_allowed_us; /* own time before which no edge publishes */
	int64_t health_due_us;	 /* own time */
	uint64_t missed_told;	 /* missed ticks in the last health message */
	struct log_limit denied; /* requests without the right, as facts */
	int64_t wall_offset_us;	 /* wall minus monotonic at the last tick */
	bool edge_waits;	 /* something changed since the last snapshot */
	bool holds_changed;
	uint8_t packet[WIRE_PACKET_MAX];
};

/* sensord.c: start and stop for the daemon's spec; a first simulated world begins `past_us` ago. */
int sensord_start(struct daemon *d, int64_t past_us);
void sensord_stop(struct daemon *d);

/* The present moment in the publisher's time: the simulator's when there is one. */
struct instant sensord_now(const struct sensord *s, int64_t own_us);

/* Does everything that is due and arms the timer for what comes next. */
void sensord_work(struct sensord *s);

/* The same in the next turn of the loop: for callers in the middle of something. */
void sensord_work_soon(struct sensord *s);

/* A snapshot now, as a tick of the lockstep. */
void sensord_tick(struct sensord *s, struct instant now, uint64_t missed);

/* Numbers, keeps and announces a fact; a zero time becomes the present. */
void sensord_fact(struct sensord *s, const struct fact *fact);

/* Begins or ends (NULL) a trouble. */
void sensord_trouble(struct sensord *s, const char *subject, const char *text);

/* inputs.c */
int inputs_start(struct sensord *s);
void inputs_stop(struct sensord *s);
/* Opens, keeps or closes the hardware sources as the settings in force want it. */
void inputs_configure(struct sensord *s);
/* Handles what settled by `mono_us`. */
void inputs_settle(struct sensord *s, int64_t mono_us);
/* Collects the readings of a tick. */
void inputs_tick(struct sensord *s, struct instant now, int64_t own_us);
/* A level of a contact that is no edge. */
void inputs_level(struct sensord *s, unsigned index, bool active, int64_t mono_us);
/* Tells that the source of a channel is lost, or back. */
void inputs_presence(struct sensord *s, unsigned index, bool present, const char *text);

/* inputs_modem.c */
/* Takes what was told of the modem. */
void inputs_modem(struct sensord *s, const struct msg_modem *told, int64_t mono_us);
/* Sees whether it has been silent for too long. */
void inputs_modem_tick(struct sensord *s, int64_t mono_us);
/* Takes over which channels show it. */
void inputs_modem_configure(struct sensord *s, bool rewired);

/* publish.c */
/* The samples of all channels, without outputs. */
void publish_fill_samples(struct sensord *s, struct instant now);
void publish_fill(struct sensord *s, struct instant now, bool edge);
void publish_snapshot(struct sensord *s);
void publish_state(struct sensord *s, int64_t own_us);
void publish_starved(void *ctx, bool starved);
/* Counters move without being published: who connects gets those of that moment. */
void publish_newcomer(void *ctx);
int publish_hello(void *ctx, unsigned rights, void *buf, size_t size);
int publish_fact(void *ctx, uint64_t *at, void *buf, size_t size);

/* requests.c */
int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body);
void requests_gone(void *ctx, struct server_peer *p);
void requests_denied(void *ctx, struct server_peer *p, const struct msg_head *head);

/* reload.c */
int reload_start(struct sensord *s);
/* Tells what reload_start() found, as soon as the publisher's time is known. */
void reload_tell_start(struct sensord *s);
void reload_stop(struct sensord *s);
/* Loads the settings anew and takes them over if they are good and different. */
void reload_settings(struct sensord *s);
/* Tells whether the settings in force are kept for the next start. */
void reload_tell_kept(struct sensord *s);
