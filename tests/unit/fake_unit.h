// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A unit for tests of psctl's commands: servers of lib/bus in a child that say what sensord,
 * alarmd and loggerd would, from `unit` as the test has filled it; and psctl, run in this process
 * with its output caught.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/bus/server.h"
#include "lib/wire/chain.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define UNIT_EVENTS_MAX 400
/* 2026-11-23T06:47:00Z */
#define UNIT_NOW_US (INT64_C(1795416420) * USEC_PER_SEC)
#define UNIT_WORDS  16

enum {
	UNIT_SNAPSHOT = 1,
	UNIT_HEALTH = 1,
	UNIT_SUMMARY,
	UNIT_SCHEDULES,
	UNIT_PAGES,
	UNIT_LOG = 2,
	UNIT_SNMP = 2,
	UNIT_WEB = 2,
};

static struct fake_unit {
	bool sensord, alarmd; /* they run */
	bool loggerd, agentxd, webd;
	bool mute;	   /* alarmd takes connections and tells nothing of alarms */
	bool summary_only; /* nor does it tell the pages */
	struct msg_hello hello;
	struct snapshot snapshot;
	struct health health;
	struct msg_alarm_summary summary;
	struct msg_schedules schedules;
	struct msg_log_status log;
	struct msg_snmp_status snmp;
	struct msg_web_status web;
	struct alarm alarms[ALARMS_MAX];
	unsigned n_alarms;
	struct event events[UNIT_EVENTS_MAX]; /* numbers from 1 on */
	unsigned n_events;		      /* committed; more may be told after that */
	unsigned n_later;		      /* events that come after the others, then the end */
} unit;

static struct server *unit_alarm_server, *unit_sensor_server, *unit_log_server;
static struct text unit_out, unit_err;
static char unit_folder[FOLDER_PATH_MAX];
static pid_t unit_child;

static int unit_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	static struct msg_hello m;

	m = unit.hello;
	m.rights = (uint8_t)rights;
	(void)snprintf(m.service, sizeof(m.service), "%s", (const char *)ctx);
	return msg_hello_put(buf, size, &m);
}

/* Says back what it understood. */
static void unit_answer(struct server_peer *p, const struct msg_head *head,
			const struct msg_alarm_request *m)
{
	if (streq(m->alarm, "refused"))
		server_reply(unit_alarm_server, p, head->id, EBUSY, "it still holds");
	else
		server_reply(unit_alarm_server, p, head->id, 0, "%s '%s' for %u: '%s' (%s)",
			     msg_name(head->type), m->alarm, m->for_s, m->note, m->actor.door);
}

static int unit_request(void *ctx, struct server_peer *p, const struct msg_head *head,
			struct cursor *body)
{
	struct msg_alarm_request m;
	struct msg_events_from from;

	(void)ctx;
	if (head->type == MSG_EVENTS_FROM) {
		if (msg_events_from_get(body, &from) < 0)
			return -EBADMSG;
		server_follow(unit_alarm_server, p, from.from);
		return 0;
	}
	if (msg_alarm_request_get(body, &m) < 0)
		return -EBADMSG;
	unit_answer(p, head, &m);
	return 0;
}

static int unit_log_request(void *ctx, struct server_peer *p, const struct msg_head *head,
			    struct cursor *body)
{
	struct msg_log_request m;

	(void)ctx;
	if (msg_log_request_get(body, &m) < 0)
		return -EBADMSG;
	if (m.file == 999)
		server_reply(unit_log_server, p, head->id, ENOENT, "there is no file 999");
	else
		server_reply(unit_log_server, p, head->id, 0, "%s of file %u (%s)",
			     msg_name(head->type), m.file, m.actor.door);
	return 0;
}

static int unit_stream(void *ctx, uint64_t *at, void *buf, size_t size)
{
	uint64_t first = unit.summary.anchor + 1;

	(void)ctx;
	if (*at < first) {
		struct msg_fact_gap gap = { .next = first, .lost = first - *at };

		*at = first;
		return msg_event_gap_put(buf, size, &gap);
	}
	if (*at > unit.n_events + unit.n_later) {
		/* who follows sees the end of it */
		if (unit.n_later > 0)
			_exit(0);
		return 0;
	}
	++*at;
	return msg_event_put(buf, size, &unit.events[*at - 2]);
}

static void unit_tell(struct server *s, unsigned topic, const void *packet, int len)
{
	if (len <= 0)
		_exit(2);
	server_publish(s, topic, packet, (size_t)len);
}

static void unit_tell_pages(uint8_t *packet)
{
	static struct msg_alarms m;
	unsigned pages = MAX((unit.n_alarms + WIRE_ALARMS_PAGE - 1) / WIRE_ALARMS_PAGE, 1u);

	for (unsigned page = 0; page < pages; page++) {
		unsigned first = page * WIRE_ALARMS_PAGE;

		m = (struct msg_alarms){ .page = (uint8_t)page, .pages = (uint8_t)pages };
		m.n = (uint8_t)MIN(unit.n_alarms - first, (unsigned)WIRE_ALARMS_PAGE);
		memcpy(m.alarms, &unit.alarms[first], m.n * sizeof(m.alarms[0]));
		unit_tell(unit_alarm_server, UNIT_PAGES + page, packet,
			  msg_alarms_put(packet, WIRE_PACKET_MAX, &m));
	}
}

static void unit_tell_alarms(uint8_t *packet)
{
	struct server *s = unit_alarm_server;

	unit_tell(s, UNIT_HEALTH, packet, msg_health_put(packet, WIRE_PACKET_MAX, &unit.health));
	if (unit.mute)
		return;
	unit_tell(s, UNIT_SUMMARY, packet,
		  msg_alarm_summary_put(packet, WIRE_PACKET_MAX, &unit.summary));
	unit_tell(s, UNIT_SCHEDULES, packet,
		  msg_schedules_put(packet, WIRE_PACKET_MAX, &unit.schedules));
	if (!unit.summary_only)
		unit_tell_pages(packet);
}

static const struct server_calls unit_calls = { .hello = unit_hello,
						.request = unit_request,
						.stream = unit_stream };
static const struct server_calls unit_log_calls = { .hello = unit_hello,
						    .request = unit_log_request };

static struct server *unit_listen(struct loop *loop, const char *name, const char *service,
				  const struct server_calls *calls)
{
	char path[CLIENT_PATH_MAX];
	struct server *s;
	int fd;

	client_path(name, path);
	if (server_listen(path, &fd) < 0 ||
	    server_new(loop, fd, calls, (void *)(uintptr_t)service, &s) < 0)
		_exit(1);
	return s;
}

static void unit_serve(int ready)
{
	uint8_t *packet = malloc(WIRE_PACKET_MAX);
	struct loop *loop;

	if (!packet || loop_new(&loop) < 0)
		_exit(1);
	if (unit.sensord) {
		unit_sensor_server = unit_listen(loop, "sensor", "sensord", &unit_calls);
		unit_tell(unit_sensor_server, UNIT_SNAPSHOT + 1, packet,
			  msg_health_put(packet, WIRE_PACKET_MAX, &unit.health));
		unit_tell(unit_sensor_server, UNIT_SNAPSHOT + 2, packet,
			  msg_snapshot_put(packet, WIRE_PACKET_MAX, &unit.snapshot));
	}
	if (unit.alarmd) {
		unit_alarm_server = unit_listen(loop, "alarm", "alarmd", &unit_calls);
		unit_tell_alarms(packet);
	}
	if (unit.loggerd) {
		unit_log_server = unit_listen(loop, "logger", "loggerd", &unit_log_calls);
		unit_tell(unit_log_server, UNIT_LOG - 1, packet,
			  msg_health_put(packet, WIRE_PACKET_MAX, &unit.health));
		unit_tell(unit_log_server, UNIT_LOG, packet,
			  msg_log_status_put(packet, WIRE_PACKET_MAX, &unit.log));
	}
	if (unit.agentxd) {
		struct server *s = unit_listen(loop, "agentx", "agentxd", &unit_calls);

		unit_tell(s, UNIT_SNMP - 1, packet,
			  msg_health_put(packet, WIRE_PACKET_MAX, &unit.health));
		unit_tell(s, UNIT_SNMP, packet,
			  msg_snmp_status_put(packet, WIRE_PACKET_MAX, &unit.snmp));
	}
	if (unit.webd) {
		struct server *s = unit_listen(loop, "web", "webd", &unit_calls);
		unit_tell(s, UNIT_WEB - 1, packet,
			  msg_health_put(packet, WIRE_PACKET_MAX, &unit.health));
		unit_tell(s, UNIT_WEB, packet,
			  msg_web_status_put(packet, WIRE_PACKET_MAX, &unit.web));
	}
	(void)close(ready);
	for (;;)
		loop_turn(loop, -1);
}

/* The folder of the sockets, and a unit with one channel of each kind that never was in trouble. */
static inline void unit_init(void)
{
	static const struct channel channels[] = {
		{ .id = "volts_battery",
		  .name = "Volts Battery",
		  .kind = CHANNEL_ANALOG_IN,
		  .unit = UNIT_VOLT,
		  .role = ROLE_BATTERY_VOLTS,
		  .digits = 2 },
		{ .id = "door",
		  .name = "Door",
		  .kind = CHANNEL_DIGITAL_IN,
		  .state_text = { "OPEN", "CLOSED" } },
		{ .id = "siren",
		  .name = "Siren",
		  .kind = CHANNEL_DIGITAL_OUT,
		  .state_text = { "OFF", "ON" } },
	};

	memset(&unit, 0, sizeof(unit));
	unit.sensord = unit.alarmd = true;
	unit.hello = (struct msg_hello){ .protocol = WIRE_PROTOCOL,
					 .version = "1.2.3",
					 .simulated = true,
					 .site = "Hilltop",
					 .n_channels = ARRAY_SIZE(channels) };
	memcpy(unit.hello.channels, channels, sizeof(channels));
	unit.snapshot = (struct snapshot){ .number = 5,
					   .now = { UNIT_NOW_US, 100 * USEC_PER_SEC },
					   .rate_milli = 1000,
					   .wall_sane = true,
					   .n_samples = ARRAY_SIZE(channels) };
	for (unsigned i = 0; i < ARRAY_SIZE(channels); i++)
		unit.snapshot.samples[i].mono_us = unit.snapshot.now.mono_us;
	unit.snapshot.samples[0].value = 13800000;
	unit.summary.may_raise = true;
	setenv("TZ", "UTC", 1);
	setenv("LC_ALL", "C", 1);
	setenv("RMCU_CONFIG_DIR", "/nonexistent", 1);
	log_setup("test", LOG_LEVEL_ERROR);
	folder_fresh(unit_folder, "unit");
	setenv("RMCU_RUNTIME_DIR", unit_folder, 1);
}

/* An alarm more, and the summary that goes with it. */
static inline struct alarm *unit_alarm(const char *id, const char *channel, enum alarm_when when)
{
	struct alarm *a = &unit.alarms[unit.n_alarms++];

	*a = (struct alarm){ .when = when, .priority = PRIORITY_HIGH };
	(void)snprintf(a->id, sizeof(a->id), "%s", id);
	(void)snprintf(a->channel, sizeof(a->channel), "%s", channel);
	return a;
}

/* Raised so long ago. */
static inline struct alarm *unit_raise(struct alarm *a, int64_t ago_us)
{
	a->condition = a->active = true;
	a->count = 1;
	a->occurrence = 7;
	a->onset.wall_us = a->raised.wall_us = UNIT_NOW_US - ago_us;
	unit.summary.active++;
	unit.summary.unacknowledged++;
	return a;
}

/* An event more, so long ago, in its place in the chain. */
static inline struct event *unit_event(enum event_kind kind, int64_t ago_us)
{
	struct event *e = &unit.events[unit.n_events++];

	*e = (struct event){ .number = unit.n_events, .kind = kind };
	e->now.wall_us = UNIT_NOW_US - ago_us;
	return e;
}

/* Makes the hashes, and the summary's head from all events but the last `later`. */
static inline void unit_chain(unsigned later)
{
	static const uint8_t zeros[EVENT_HASH_SIZE];
	const uint8_t *before = zeros;

	for (unsigned i = 0; i < unit.n_events; i++) {
		chain_hash(before, &unit.events[i], unit.events[i].hash);
		before = unit.events[i].hash;
	}
	unit.n_later = later;
	unit.n_events -= later;
	unit.summary.head = unit.n_events;
	if (unit.n_events > 0)
		memcpy(unit.summary.head_hash, unit.events[unit.n_events - 1].hash,
		       EVENT_HASH_SIZE);
}

static inline void unit_start(void)
{
	int ready[2];
	char byte;

	ASSERT_EQ(pipe(ready), 0);
	unit_child = fork();
	if (unit_child == 0) {
		(void)close(ready[0]);
		unit_serve(ready[1]);
	}
	ASSERT_TRUE(unit_child > 0);
	(void)close(ready[1]);
	/* the end of the pipe is the beginning of the service */
	ASSERT_EQ(read(ready[0], &byte, 1), 0);
	(void)close(ready[0]);
}

static inline void unit_stop(void)
{
	(void)kill(unit_child, SIGKILL);
	(void)waitpid(unit_child, NULL, 0);
	folder_remove(unit_folder);
}

static inline int unit_catch(int fd, FILE *file)
{
	int before = dup(fd);

	(void)fflush(NULL);
	(void)dup2(fileno(file), fd);
	return before;
}

static inline void unit_release(int fd, int before, FILE *file, struct text *out)
{
	char bytes[4096];
	size_t n;

	(void)dup2(before, fd);
	(void)close(before);
	text_clear(out);
	rewind(file);
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		text_add_n(out, bytes, n);
	(void)fclose(file);
}

/* Runs it as a process would: what it printed is in unit_out and unit_err. */
static inline int unit_run(const struct call *call)
{
	FILE *out = tmpfile(), *err = tmpfile();
	int out_before = unit_catch(STDOUT_FILENO, out);
	int err_before = unit_catch(STDERR_FILENO, err);
	int code = call->command->run(call);

	unit_release(STDOUT_FILENO, out_before, out, &unit_out);
	unit_release(STDERR_FILENO, err_before, err, &unit_err);
	return code;
}

/* Runs `psctl LINE`, whose words are parted by blanks; "~" is one in a word. The exit code. */
static inline int psctl(const char *line)
{
	struct text AUTO_TEXT mistake = TEXT_INIT;
	char words[512], *argv[UNIT_WORDS] = { words }, *at = words;
	struct call call;
	int argc = 1;

	(void)snprintf(words, sizeof(words), "%s", line);
	for (char *w = strsep(&at, " "); w && argc < UNIT_WORDS; w = strsep(&at, " "))
		argv[argc++] = w;
	for (int i = 1; i < argc; i++)
		for (char *blank = argv[i]; (blank = strchr(blank, '~'));)
			*blank = ' ';
	if (options_parse(argc, argv, &call, &mistake) < 0) {
		text_clear(&unit_err);
		text_add(&unit_err, text_get(&mistake));
		return EX_USAGE;
	}
	return unit_run(&call);
}

#define ASSERT_PRINTS(line, text)                                                                  \
	do {                                                                                       \
		ASSERT_EQ(psctl(line), EX_OK);                                                     \
		ASSERT_STREQ(text_get(&unit_out), text);                                           \
		ASSERT_STREQ(text_get(&unit_err), "");                                             \
	} while (0)

#define ASSERT_COMPLAINS(line, code, text)                                                         \
	do {                                                                                       \
		ASSERT_EQ(psctl(line), code);                                                      \
		ASSERT_STREQ(text_get(&unit_out), "");                                             \
		ASSERT_CONTAINS(text_get(&unit_err), text);                                        \
	} while (0)
