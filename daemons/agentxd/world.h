// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the agent knows, all of it: every answer comes from here, none from another process. The
 * connections fill it in, the groups of the MIBs read it. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/agentxd/event_list.h"
#include "lib/present/value.h"
#include "lib/settings/settings.h"
#include "lib/wire/msg.h"

/* In the order of their rows. */
enum world_daemon_id {
	WORLD_SENSORD,
	WORLD_ALARMD,
	WORLD_LOGGERD,
	WORLD_AGENTXD,
	WORLD_DAEMONS,
};

/* Of a daemon's health what is told. */
struct world_daemon {
	bool here;
	int64_t started_wall_us;
	uint64_t ticks, missed_ticks, published, skipped, dropped, refused;
	uint32_t clients, troubles;
	char trouble[TROUBLE_TEXT_MAX]; /* the first of them */
};

/* What the agent does itself. */
struct world_counts {
	uint32_t requests, sets, sent;
	uint32_t waiting; /* events that it has not told about */
	bool connected;	  /* to the master */
	bool registered;  /* and it has taken all our MIBs */
	int64_t since_us; /* wall clock: when it came or went; the start when it never was there */
};

/* Well-known alarms of the UPS-MIB (RFC 1628): their numbers go from 1 to this. */
#define WORLD_UPS_ALARMS 24

/* What the UPS-MIB tells of the past; ups_follow() keeps it. */
struct world_ups {
	bool any;	       /* a first look was taken */
	bool on_battery;       /* since: */
	int64_t battery_us;    /* monotonic, of the publisher */
	bool testing;	       /* the supply is off and comes back by itself */
	int64_t test_from_us;  /* monotonic, of the publisher */
	int64_t test_until_us; /* when it was to end */
	int test_result;       /* upsTestResultsSummary; 0: none was seen */
	uint32_t test_ticks, test_took_ticks;
	bool test_low;	/* the battery was low meanwhile */
	bool test_dark; /* nothing fed the load meanwhile */
	bool alarms[WORLD_UPS_ALARMS + 1];
	uint32_t alarm_ticks[WORLD_UPS_ALARMS + 1];
};

struct world {
	const struct settings *settings; /* in force; borrowed, never NULL */
	struct world_daemon daemons[WORLD_DAEMONS];
	struct world_counts counts;
	uint32_t serial; /* of requests that are to be made once */

	/* sensord's; what `snapshot` says holds only while there is one */
	struct msg_hello table;
	bool any; /* a snapshot came on this connection */
	struct snapshot snapshot;
	/* sysUpTime when the snapshot came, and when what there is to measure became another */
	uint32_t snapshot_ticks, entity_ticks;
	uint64_t entity_hash;
	struct world_ups ups;
	struct msg_holds holds;
	unsigned n_visible;
	uint8_t visible[CHANNELS_MAX]; /* channels with a name */
	unsigned n_outputs;
	uint8_t outputs[OUTPUTS_MAX]; /* places in the snapshot, in the order of channels */

	/* rules of the settings, in the order of their ids */
	unsigned n_limits;
	uint8_t limits[ALARM_RULES_MAX];

	/* alarmd's */
	bool watched; /* the summary came on this connection */
	struct msg_alarm_summary summary;
	unsigned n_pages;
	uint8_t page_n[WIRE_ALARM_PAGES]; /* alarms on each */
	struct alarm alarms[WIRE_ALARM_PAGES][WIRE_ALARMS_PAGE];
	unsigned n_standing;
	uint8_t standing[ALARMS_MAX]; /* numbers of alarms, in the order of their occurrences */
	struct event_list events;
};

/* The settings were loaded, or changed. */
void world_settings(struct world *w, const struct settings *settings);

/* w->table came, or was made from the settings. */
void world_table(struct world *w);

/* w->snapshot came, of that table. -EBADMSG when it is of another one. */
int world_snapshot(struct world *w);

/* Takes over what a daemon says of itself. */
void world_health(struct world *w, enum world_daemon_id id, const struct health *h);

/* sensord is gone: there is no value. */
void world_sensor_lost(struct world *w);

/* A page of the alarm table. */
void world_alarms(struct world *w, const struct msg_alarms *page);

/* alarmd is gone; events and what stood last stay. */
void world_alarms_lost(struct world *w);

/* ------------------------------------------------------------------ for getters */

const struct alarm *world_standing(const struct world *w, unsigned row);
/* Place in the table of channels, or -ENOENT. */
int world_channel(const struct world *w, const char *id);
/* The reading of a channel, NULL when there is none at all. */
const struct sample *world_sample(const struct world *w, unsigned channel);
/* How texts want the table. Temperatures are Celsius in every MIB. */
struct present_table world_present(const struct world *w);
