// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The messages of the local bus: numbers, rights, and one put and one get function for each.
 * Numbers are never reused. PROTOCOL.md beside this file is the specification in prose.
 *
 * A packet is a head (type, id) and a body. X_put writes both and returns the length, or -ENOBUFS;
 * X_get reads a body whose head was taken by msg_get_head, and returns 0 or -EBADMSG, also for
 * left-over bytes.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/channel.h"
#include "lib/model/fact.h"
#include "lib/model/health.h"
#include "lib/model/hold.h"
#include "lib/model/snapshot.h"
#include "lib/wire/cursor.h"

/* Raised when a peer of the other version could misunderstand; additions get new numbers instead.
 */
#define WIRE_PROTOCOL 1

/* 64 channels with the longest texts are 24 KiB of HELLO. */
#define WIRE_PACKET_MAX 32768
/* What a server takes from a client: a settings change with 64 long values. */
#define WIRE_REQUEST_MAX 16384

#define WIRE_VERSION_MAX  32
#define WIRE_SENTENCE_MAX 256

enum msg_type {
	/* from any server */
	MSG_HELLO = 1,
	MSG_REFUSED = 2, /* the last thing that a peer without a right or a place hears */
	MSG_REPLY = 3,
	/* published by sensord */
	MSG_SNAPSHOT = 16,
	MSG_HEALTH = 17,
	MSG_HOLDS = 18,
	MSG_FACT = 19,
	MSG_FACT_GAP = 20,
	/* requests to sensord */
	MSG_FACTS_FROM = 32,
	MSG_OUTPUT_SET = 33,
	MSG_OUTPUT_CONFIRM = 34,
	MSG_HOLD_ALL = 35,
	MSG_SIM_RUN = 48,
	MSG_SIM_SET = 49,
	MSG_SIM_SPEED = 50,
	MSG_SIM_JOIN = 51,
	MSG_SIM_STEP = 52,
	MSG_SIM_LIST = 53,
	MSG_SIM_LISTING = 54, /* the reply to it */
	/* settingsd */
	MSG_SETTINGS_CHANGE = 64,
	MSG_SETTINGS_RESULT = 65,
};

/* What a peer may do; a mask. */
enum msg_right {
	RIGHT_READ = 1,	   /* group rmcu */
	RIGHT_CONTROL = 2, /* group rmcu-control: outputs, acknowledgements, control settings */
	RIGHT_ADMIN = 4,   /* group rmcu-admin: users, secrets, network, resets */
	RIGHT_SUITE = 8,   /* a daemon of the suite: holds outputs, is believed about actors */
};

/* The right that a request needs, 0 if `type` is not a request. The one table of rights. */
unsigned msg_right_needed(unsigned type);

/* Name for logs, "message 77" style for unknown ones is the caller's business: NULL here. */
const char *msg_name(unsigned type);

struct msg_head {
	uint16_t type;
	uint32_t id; /* of a request, repeated in its reply; 0 in publications */
};

/* Takes the head off a packet; -EBADMSG when it is too short. */
int msg_get_head(struct cursor *c, struct msg_head *ret_head);

/* A message that is only a head: SIM_LIST, SIM_JOIN. */
int msg_bare_put(void *buf, size_t size, enum msg_type type, uint32_t id);

struct msg_hello {
	uint16_t protocol;
	char version[WIRE_VERSION_MAX]; /* of the suite */
	char service[WIRE_VERSION_MAX]; /* "sensord", "settingsd", … */
	uint8_t boot_id[16];
	uint64_t instance;   /* random, new with each start of the server */
	uint64_t generation; /* of the settings in force */
	bool simulated;
	uint8_t rights;	 /* of this peer */
	bool fahrenheit; /* how people want temperatures; values stay Celsius */
	char site[64];
	char model[64];
	uint8_t n_channels;
	struct channel channels[CHANNELS_MAX];
};
int msg_hello_put(void *buf, size_t size, const struct msg_hello *m);
int msg_hello_get(struct cursor *c, struct msg_hello *ret);

/* REFUSED and REPLY: 0 or a positive errno, and the sentence for a person. */
struct msg_reply {
	uint32_t error;
	char sentence[WIRE_SENTENCE_MAX];
};
int msg_reply_put(void *buf, size_t size, enum msg_type type, uint32_t id,
		  const struct msg_reply *m);
int msg_reply_get(struct cursor *c, struct msg_reply *ret);

int msg_snapshot_put(void *buf, size_t size, const struct snapshot *m);
int msg_snapshot_get(struct cursor *c, struct snapshot *ret);

int msg_health_put(void *buf, size_t size, const struct health *m);
int msg_health_get(struct cursor *c, struct health *ret);

struct msg_holds {
	uint8_t n;
	struct hold holds[HOLDS_MAX];
};
int msg_holds_put(void *buf, size_t size, const struct msg_holds *m);
int msg_holds_get(struct cursor *c, struct msg_holds *ret);

int msg_fact_put(void *buf, size_t size, const struct fact *m);
int msg_fact_get(struct cursor *c, struct fact *ret);

/* Facts that left the ring before they were read, or were in that of an earlier instance. */
struct msg_fact_gap {
	uint64_t next; /* the number that comes next */
	uint64_t lost; /* how many are missing; 0 = not known (another instance) */
};
int msg_fact_gap_put(void *buf, size_t size, const struct msg_fact_gap *m);
int msg_fact_gap_get(struct cursor *c, struct msg_fact_gap *ret);

/* Asks for facts from a cursor on: `from` of that instance; instance 0: from now on. */
struct msg_facts_from {
	uint64_t instance;
	uint64_t from;
};
int msg_facts_from_put(void *buf, size_t size, uint32_t id, const struct msg_facts_from *m);
int msg_facts_from_get(struct cursor *c, struct msg_facts_from *ret);

enum output_action {
	OUTPUT_OFF,	/* inactive */
	OUTPUT_ON,	/* active */
	OUTPUT_PULSE,	/* active for pulse_ms, then what it was */
	OUTPUT_RELEASE, /* takes the manual holder away */
	OUTPUT_ACTION_MAX,
};

/* The longest time to confirm, seconds: a change nobody confirms for an hour was not seen. */
#define CONFIRM_S_MAX 3600
/* The longest pulse: an hour; what is longer is a state. */
#define PULSE_MS_MAX 3600000
/* confirm_s: as the settings say. */
#define CONFIRM_S_DEFAULT UINT32_MAX

struct msg_output_set {
	char channel[CHANNEL_ID_MAX];
	enum output_action action;
	uint32_t pulse_ms;  /* 0 = as the settings say */
	uint32_t confirm_s; /* 0 = at once for good, where the settings allow it */
	bool dry_run;	    /* answers what would happen */
	char reason[HOLD_REASON_MAX];
	struct actor actor; /* believed only from the suite */
};
int msg_output_set_put(void *buf, size_t size, uint32_t id, const struct msg_output_set *m);
int msg_output_set_get(struct cursor *c, struct msg_output_set *ret);

struct msg_output_confirm {
	char channel[CHANNEL_ID_MAX]; /* "" = all that wait */
	struct actor actor;
};
int msg_output_confirm_put(void *buf, size_t size, uint32_t id, const struct msg_output_confirm *m);
int msg_output_confirm_get(struct cursor *c, struct msg_output_confirm *ret);

/* "Exactly these outputs, for these reasons": the complete set of one holder. */
struct msg_hold_all {
	enum holder holder;
	uint8_t n;
	struct {
		char channel[CHANNEL_ID_MAX];
		bool active;
		char reason[HOLD_REASON_MAX];
	} holds[OUTPUTS_MAX];
};
int msg_hold_all_put(void *buf, size_t size, uint32_t id, const struct msg_hold_all *m);
int msg_hold_all_get(struct cursor *c, struct msg_hold_all *ret);

/*
 * SIM_RUN: text is a scenario's id. SIM_SET: text is an action in the words of scenarios ("set
 * load_watts 120", "fail battery_volts broken-wire"). SIM_SPEED and SIM_STEP: value alone.
 */
struct msg_sim {
	char text[128];
	int64_t value; /* SPEED: thousandths; STEP: microseconds */
	struct actor actor;
};
int msg_sim_put(void *buf, size_t size, enum msg_type type, uint32_t id, const struct msg_sim *m);
int msg_sim_get(struct cursor *c, struct msg_sim *ret);

/* More scenarios than this in a folder are not listed. */
#define WIRE_SCENARIOS_MAX 64
#define WIRE_KNOBS_MAX	   32

struct msg_sim_listing {
	uint8_t n_scenarios, n_knobs;
	char running[64];
	uint32_t rate_milli;
	bool lockstep;
	int64_t elapsed_us; /* simulated time since the scenario began */
	struct {
		char name[64];
		char title[64];
	} scenarios[WIRE_SCENARIOS_MAX];
	struct {
		char name[32];
		int64_t value;
	} knobs[WIRE_KNOBS_MAX];
};
int msg_sim_listing_put(void *buf, size_t size, uint32_t id, const struct msg_sim_listing *m);
int msg_sim_listing_get(struct cursor *c, struct msg_sim_listing *ret);

/* Changes in one request: what a form saves at once. */
#define WIRE_CHANGES_MAX  64
#define WIRE_PATH_MAX	  96
#define WIRE_VALUE_MAX	  128
#define WIRE_MISTAKES_MAX 64

struct msg_settings_change {
	uint64_t expected_generation; /* 0 = whatever it is */
	struct actor actor;
	uint8_t n;
	struct {
		char path[WIRE_PATH_MAX];
		bool unset;
		char value[WIRE_VALUE_MAX];
	} changes[WIRE_CHANGES_MAX];
};
int msg_settings_change_put(void *buf, size_t size, uint32_t id,
			    const struct msg_settings_change *m);
int msg_settings_change_get(struct cursor *c, struct msg_settings_change *ret);

struct msg_settings_result {
	uint32_t error;
	char sentence[WIRE_SENTENCE_MAX];
	uint64_t generation; /* in force now */
	uint8_t n_mistakes;
	struct {
		char path[WIRE_PATH_MAX];
		char sentence[WIRE_SENTENCE_MAX];
	} mistakes[WIRE_MISTAKES_MAX];
};
int msg_settings_result_put(void *buf, size_t size, uint32_t id,
			    const struct msg_settings_result *m);
int msg_settings_result_get(struct cursor *c, struct msg_settings_result *ret);
