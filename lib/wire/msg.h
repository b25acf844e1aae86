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

#include "lib/model/alarm.h"
#include "lib/model/channel.h"
#include "lib/model/delivery.h"
#include "lib/model/event.h"
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
	MSG_MODEM = 36,
	MSG_SIM_RUN = 48,
	MSG_SIM_SET = 49,
	MSG_SIM_SPEED = 50,
	MSG_SIM_JOIN = 51,
	MSG_SIM_STEP = 52,
	MSG_SIM_LIST = 53,
	MSG_SIM_LISTING = 54, /* the reply to it */
	MSG_SIM_RELEASE = 55, /* ends the lockstep for all */
	/* settingsd */
	MSG_SETTINGS_CHANGE = 64,
	MSG_SETTINGS_RESULT = 65,
	/* published by alarmd */
	MSG_ALARMS = 80,
	MSG_ALARM_SUMMARY = 81,
	MSG_SCHEDULES = 82,
	MSG_EVENT = 83,
	MSG_EVENT_GAP = 84,
	/* requests to alarmd */
	MSG_EVENTS_FROM = 96,
	MSG_ALARM_ACKNOWLEDGE = 97,
	MSG_ALARM_SHELVE = 98,
	MSG_ALARM_UNSHELVE = 99,
	MSG_ALARM_RESET = 100,
	MSG_MAINTENANCE = 101,
	MSG_EVENT_APPEND = 102,
	MSG_NOTIFY_TEST = 103,
	/* published by loggerd */
	MSG_LOG_STATUS = 112,
	/* requests to loggerd */
	MSG_LOG_APPEND = 120,
	MSG_LOG_CLEAR = 121,
	MSG_LOG_DELETE = 122,
	/* published by agentxd */
	MSG_SNMP_STATUS = 128,
	/* published by webd */
	MSG_WEB_STATUS = 136,
	/* requests to webd */
	MSG_WEB_CODE = 144,
	/* published by notifyd */
	MSG_NOTIFY_STATUS = 160,
	/* requests to notifyd */
	MSG_NOTIFY_PAUSE = 168,
	MSG_NOTIFY_FLUSH = 169,
	MSG_NOTIFY_TRY = 170,
	MSG_NOTIFY_QUEUE = 171,
	MSG_NOTIFY_WAITING = 172, /* the reply to it */
	/* from notifyd to who delivers one message, and back */
	MSG_SEND = 176,
	MSG_SENT = 177,
	/* and to who asks the modem how it is, and back */
	MSG_MODEM_ASK = 178,
	MSG_MODEM_ANSWER = 179,
};

/* What a peer may do; a mask. */
enum msg_right {
	RIGHT_READ = 1,	   /* group rmcu */
	RIGHT_CONTROL = 2, /* group rmcu-control: outputs, acknowledgements, control settings */
	RIGHT_ADMIN = 4,   /* group rmcu-admin: users, secrets, network, resets */
	RIGHT_SUITE = 8,   /* a daemon of the suite: holds outputs, is believed about actors */
	RIGHT_MODEM = 16,  /* notifyd: tells sensord how the modem is */
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

/* A message that is only a head: SIM_LIST, SIM_JOIN, SIM_RELEASE, WEB_CODE. */
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
	uint8_t joined;	    /* how many are in the lockstep */
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

/* The alarm table in pages: one with the longest texts fits a packet. */
#define WIRE_ALARMS_PAGE 48
#define WIRE_ALARM_PAGES ((ALARMS_MAX + WIRE_ALARMS_PAGE - 1) / WIRE_ALARMS_PAGE)

struct msg_alarms {
	uint8_t page, pages; /* pages: that there are now */
	uint8_t n;
	struct alarm alarms[WIRE_ALARMS_PAGE];
};
int msg_alarms_put(void *buf, size_t size, const struct msg_alarms *m);
int msg_alarms_get(struct cursor *c, struct msg_alarms *ret);

/* One alarm by itself, as the journal keeps its state. */
void msg_put_alarm(struct cursor *c, const struct alarm *a);
void msg_get_alarm(struct cursor *c, struct alarm *ret);

/* How alarmd and its journal are. */
struct msg_alarm_summary {
	uint8_t journal_id[16];
	uint64_t anchor; /* the event before the first one kept; 0 at the beginning */
	uint8_t anchor_hash[EVENT_HASH_SIZE];
	uint64_t head; /* the last event committed */
	uint8_t head_hash[EVENT_HASH_SIZE];
	uint64_t waiting; /* events not yet on the disk */
	uint64_t lost;	  /* events that the disk had no room for, since the start */
	uint64_t bytes;	  /* of the journal's file */
	uint16_t active, unacknowledged,
		shelved;		  /* alarms: active; standing and not acknowledged */
	enum alarm_priority highest;	  /* of the active ones that are not shelved */
	bool silent;			  /* sensord says nothing */
	bool may_raise;			  /* false outside the logging schedule */
	char log_trouble[EVENT_TEXT_MAX]; /* why nothing is logged; "" while all is well */
	int64_t maintenance_until_us;	  /* wall clock; 0 when there is none */
	char maintenance_reason[ALARM_NOTE_MAX];
	char maintenance_by[ACTOR_NAME_MAX];
};
int msg_alarm_summary_put(void *buf, size_t size, const struct msg_alarm_summary *m);
int msg_alarm_summary_get(struct cursor *c, struct msg_alarm_summary *ret);

/* The schedules of outputs, and what they do at the moment. */
#define WIRE_SCHEDULES_MAX 16
struct msg_schedules {
	uint8_t n;
	struct {
		char id[CHANNEL_ID_MAX];
		char output[CHANNEL_ID_MAX];
		bool enabled;
		bool active;	   /* the state that it holds */
		bool running;	   /* at this moment */
		uint16_t from, to; /* minutes of the local day */
		uint8_t days;	   /* mask, bit 0 is Sunday */
		int64_t next_us; /* wall clock of its next beginning or end; 0 when there is none */
	} schedules[WIRE_SCHEDULES_MAX];
};
int msg_schedules_put(void *buf, size_t size, const struct msg_schedules *m);
int msg_schedules_get(struct cursor *c, struct msg_schedules *ret);

int msg_event_put(void *buf, size_t size, const struct event *m);
int msg_event_get(struct cursor *c, struct event *ret);

/* Events that are gone: pruned, or asked for before the first one. Like a gap of facts. */
int msg_event_gap_put(void *buf, size_t size, const struct msg_fact_gap *m);

/* Asks for events from a number on; UINT64_MAX: from now on. Numbers go on over journals. */
struct msg_events_from {
	uint64_t from;
};
int msg_events_from_put(void *buf, size_t size, uint32_t id, const struct msg_events_from *m);
int msg_events_from_get(struct cursor *c, struct msg_events_from *ret);

/* The longest shelving and maintenance: a week. What should be silent longer is a setting. */
#define SHELVE_S_MAX (7 * 86400)

/* ALARM_ACKNOWLEDGE, _SHELVE, _UNSHELVE, _RESET, MAINTENANCE and NOTIFY_TEST. */
struct msg_alarm_request {
	char alarm[ALARM_ID_MAX]; /* "": all that can be; MAINTENANCE, NOTIFY_TEST: always "" */
	uint64_t occurrence;	  /* ACKNOWLEDGE: 0 is the present one */
	uint32_t for_s;		  /* SHELVE, MAINTENANCE (0 ends it) */
	char note[ALARM_NOTE_MAX];
	struct actor actor;
};
int msg_alarm_request_put(void *buf, size_t size, enum msg_type type, uint32_t id,
			  const struct msg_alarm_request *m);
int msg_alarm_request_get(struct cursor *c, struct msg_alarm_request *ret);

/* An event of another program; time, number and hash are alarmd's business. */
int msg_event_append_put(void *buf, size_t size, uint32_t id, const struct event *m);
int msg_event_append_get(struct cursor *c, struct event *ret);

/* The log that people download, and the database that it and the history behind it lie in. */
struct msg_log_status {
	char status[WIRE_SENTENCE_MAX]; /* "Success", or what is wrong (S73) */
	uint32_t error;			/* 0, or the errno of what is wrong */
	enum log_what what;
	uint8_t rate_min; /* 0: no periodic rows */
	bool in_window;	  /* false outside the logging schedule */
	bool clock_set;	  /* false while the board's clock was never set */
	/* Wall clock: the first and the last row of the log (S69, S70), the next periodic one; 0
	 * when there is none. */
	int64_t first_us, last_us, next_us;
	uint64_t rows;
	uint32_t files;
	uint64_t log_bytes, quota_bytes;  /* as CSV */
	uint64_t lost_rows;		  /* that the disk had no room for, since the start */
	uint64_t db_bytes, db_bytes_most; /* of the file: now, and what it can reach */
	/* By loggerd to the card since the file was made; wall clock of that, 0: not known. */
	uint64_t written_bytes;
	int64_t written_since_us;
	uint32_t boxes, boxes_most; /* black boxes */
	/* Wall clock of the oldest value of each tier, 0: none. */
	int64_t oldest_second_us, oldest_minute_us, oldest_hour_us;
};
int msg_log_status_put(void *buf, size_t size, const struct msg_log_status *m);
int msg_log_status_get(struct cursor *c, struct msg_log_status *ret);

/* LOG_APPEND, LOG_CLEAR and LOG_DELETE. */
struct msg_log_request {
	uint32_t file; /* DELETE: number of the file; else 0 */
	struct actor actor;
};
int msg_log_request_put(void *buf, size_t size, enum msg_type type, uint32_t id,
			const struct msg_log_request *m);
int msg_log_request_get(struct cursor *c, struct msg_log_request *ret);

/* How the agent stands with its master, and what was asked of it since its start. */
struct msg_snmp_status {
	char master[112];  /* path of the AgentX socket */
	bool connected;	   /* to the master */
	bool registered;   /* and it has taken all our MIBs */
	int64_t since_us;  /* wall clock: connected since, lost since, or never since the start */
	uint32_t requests; /* names that were asked for */
	uint32_t sets;	   /* SET requests, those that were refused among them */
	uint32_t sent;	   /* notifications handed to the master */
	uint32_t waiting;  /* events of the journal that were not told yet */
	bool watched;	   /* alarmd is there; else what waits is not known */
};
int msg_snmp_status_put(void *buf, size_t size, const struct msg_snmp_status *m);
int msg_snmp_status_get(struct cursor *c, struct msg_snmp_status *ret);

/* Where pages are served, and to whom. */
#define WEB_PRINT_MAX 96 /* SHA-256 as people compare it, "AB:CD:…" */
struct msg_web_status {
	uint16_t http_port, https_port; /* 0: it is not served */
	char print[WEB_PRINT_MAX];	/* of the certificate in force; "": there is none yet */
	bool own;			/* it is the site's own, not one that webd made */
	int64_t valid_until_us;		/* wall clock; 0 without one */
	uint16_t sessions, streams;	/* browsers that are signed in, open streams of events */
	uint32_t signed_in, refused;	/* sign-ins since its start, those that were refused */
	int64_t refused_at_us;		/* wall clock of the last one; 0: there was none */
	bool code;			/* one for the first administrator waits to be used */
};
int msg_web_status_put(void *buf, size_t size, const struct msg_web_status *m);
int msg_web_status_get(struct cursor *c, struct msg_web_status *ret);

/* The recipients of the settings, and the mail server's own. */
#define NOTIFY_RECIPIENTS_MAX 17

/* How it goes with each recipient, since the start of notifyd. */
struct msg_notify_status {
	bool watched;		 /* alarmd is there; else what waits is not known */
	int64_t paused_until_us; /* wall clock; 0: it is not */
	char paused_by[ACTOR_NAME_MAX];
	uint8_t n;
	struct {
		char id[CHANNEL_ID_MAX]; /* "mail" is the mail server's own */
		enum delivery by;
		bool enabled;	       /* in the settings, and they say where to */
		uint64_t next;	       /* number of the event behind those that are done */
		uint16_t waiting;      /* what he is to be told */
		uint16_t open;	       /* alarms that he was told of and that are not over */
		uint32_t sent, failed; /* messages: delivered, given up */
		int64_t last_us;       /* wall clock of the last try, 0: none yet */
		enum delivery_outcome outcome;	  /* of it */
		char sentence[WIRE_SENTENCE_MAX]; /* and what the other side said */
		int64_t due_us; /* wall clock of the next message, 0: nothing waits */
		char why[64];	/* it waits: "quiet hours", "minimum interval"; "" */
	} recipients[NOTIFY_RECIPIENTS_MAX];
};
int msg_notify_status_put(void *buf, size_t size, const struct msg_notify_status *m);
int msg_notify_status_get(struct cursor *c, struct msg_notify_status *ret);

/* NOTIFY_PAUSE, _FLUSH, _TRY and _QUEUE. */
struct msg_notify_request {
	char recipient[CHANNEL_ID_MAX]; /* TRY: always; FLUSH, QUEUE: "" is all; PAUSE: "" */
	uint32_t for_s;			/* PAUSE: 0 ends it */
	struct actor actor;
};
int msg_notify_request_put(void *buf, size_t size, enum msg_type type, uint32_t id,
			   const struct msg_notify_request *m);
int msg_notify_request_get(struct cursor *c, struct msg_notify_request *ret);

/* What recipients are still to be told, the next message first. */
#define NOTIFY_WAITING_MAX 64
struct msg_notify_waiting {
	uint32_t left_out; /* that there was no room for */
	uint8_t n;
	struct {
		char recipient[CHANNEL_ID_MAX];
		uint64_t event; /* its number */
		enum event_kind kind;
		char about[EVENT_TEXT_MAX]; /* alarm or channel, as words */
		uint32_t earlier;	    /* events that it stands for beside itself */
		int64_t since_us;	    /* wall clock of the event */
		int64_t due_us; /* wall clock: told then if it still lasts; 0: with the next */
	} list[NOTIFY_WAITING_MAX];
};
int msg_notify_waiting_put(void *buf, size_t size, uint32_t id, const struct msg_notify_waiting *m);
int msg_notify_waiting_get(struct cursor *c, struct msg_notify_waiting *ret);

/*
 * One message, whole, for a program that delivers it and ends. It trusts nobody: addresses, URL and
 * fields are looked at again before anything leaves.
 */
#define SEND_FIELDS_MAX 12
#define SEND_BODY_MAX                                                                              \
	11264 /* 64 lines of a mail; all of it is a request as others (WIRE_REQUEST_MAX) */
struct msg_send {
	enum delivery by;
	char server[256]; /* mail: name or address; requests: the URL; else "" */
	uint16_t port;	  /* mail */
	enum mail_security security;
	char ca[64]; /* file, "" is the system's */
	char user[64], password[128];
	char from[128]; /* mail */
	char to[128];	/* mail: addresses with commas between; a telephone number; a program */
	char type[64];	/* requests: Content-Type; "": GET without a body */
	uint8_t n_fields;
	/* requests: header fields; command: its environment */
	struct {
		char name[64];
		char value[256];
	} fields[SEND_FIELDS_MAX];
	uint32_t limit_ms; /* it gives up after so long */
	uint16_t body_len;
	/* mail: the message as RFC 5322 has it, with CRLF; a text: its words in UTF-8; a request's
	 * body; what a command reads */
	uint8_t body[SEND_BODY_MAX];
};
int msg_send_put(void *buf, size_t size, uint32_t id, const struct msg_send *m);
int msg_send_get(struct cursor *c, struct msg_send *ret);

struct msg_sent {
	enum delivery_outcome outcome;
	bool unsure;   /* nobody knows: it may have been delivered all the same */
	uint16_t code; /* of SMTP or HTTP, exit status; 0: it came not so far */
	char sentence[WIRE_SENTENCE_MAX]; /* what the other side said, or why it came not so far */
};
int msg_sent_put(void *buf, size_t size, uint32_t id, const struct msg_sent *m);
int msg_sent_get(struct cursor *c, struct msg_sent *ret);

/* How often the modem is asked while a channel is of it: each time is a process, and a signal that
 * has gone for a minute is soon enough known. */
#define MODEM_EVERY_S 60
/* And for how long its answer holds: one that fails, or comes late, is no loss of the modem. */
#define MODEM_VALID_S (3 * MODEM_EVERY_S)

/* MSG_MODEM_ASK */
struct msg_modem_ask {
	uint32_t limit_ms; /* it gives up after so long */
};
int msg_modem_ask_put(void *buf, size_t size, uint32_t id, const struct msg_modem_ask *m);
int msg_modem_ask_get(struct cursor *c, struct msg_modem_ask *ret);

/* MSG_MODEM, MSG_MODEM_ANSWER: how the modem is. */
#define MSG_MODEM_SIGNAL_MAX 100 /* per cent */
struct msg_modem {
	bool there;
	bool registered;	 /* in a network */
	bool recent;		 /* the signal was measured lately */
	uint8_t signal;		 /* per cent */
	char why[FACT_TEXT_MAX]; /* it is not there, for a person */
};
int msg_modem_put(void *buf, size_t size, enum msg_type type, uint32_t id,
		  const struct msg_modem *m);
int msg_modem_get(struct cursor *c, struct msg_modem *ret);
