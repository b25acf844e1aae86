// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What sensord, alarmd and loggerd tell, into the view; and the way to notifyd. */
#include <errno.h>

#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* sensord and alarmd may hang without an end of the connection: then what they told is old. The
 * slowest grid has a tick a second, and a page has to say it within five. */
#define SENSOR_SILENT_US (3 * USEC_PER_SEC)
/* A simulator in lockstep stands still, however well it is: it is asked, and answers at once. */
#define SENSOR_ASK_US (SENSOR_SILENT_US / 2)
/* alarmd tells its health every 10 s, and is quiet when all is well. */
#define ALARMS_SILENT_US (25 * USEC_PER_SEC)

static int sensor_hello(void *ctx, bool first)
{
	struct webd *w = ctx;

	(void)first;
	/* the readings were of another table */
	w->heard++;
	view_sensor_lost(&w->view);
	return 0;
}

/* Snapshots and troubles wait for their second. */
static void sensor_heard(void *ctx)
{
	struct webd *w = ctx;

	streams_changed(&w->streams, false);
}

static int take_snapshot(struct view *v, struct cursor *body)
{
	int r = msg_snapshot_get(body, &v->snapshot);

	if (r == 0 && v->snapshot.n_samples != v->table.n_channels)
		r = -EBADMSG;
	v->any = r == 0;
	return r;
}

static int sensor_take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct webd *w = ctx;
	int r;

	w->heard++;
	switch (head->type) {
	case MSG_SNAPSHOT:
		r = take_snapshot(&w->view, body);
		/* a page is told once a second; time that is driven waits for nobody */
		w->sensor.unhurried = w->view.snapshot.rate_milli == SNAPSHOT_RATE_REAL;
		return r;
	case MSG_HOLDS:
		return msg_holds_get(body, &w->view.holds);
	case MSG_HEALTH:
		return msg_health_get(body, &w->view.sensor_health);
	case MSG_REPLY:
		return actions_reply(w, &w->sensor, head, body);
	default:
		return 0;
	}
}

static void sensor_lost(void *ctx)
{
	struct webd *w = ctx;

	view_sensor_lost(&w->view);
	w->heard++;
	streams_changed(&w->streams, true);
	actions_lost(w, &w->sensor);
}

static int alarms_take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct webd *w = ctx;
	int r;

	w->heard++;
	w->view.alarmd = true;
	w->alarms_moved |= head->type != MSG_HEALTH;
	if (head->type == MSG_HEALTH)
		return msg_health_get(body, &w->view.alarm_health);
	if (head->type == MSG_REPLY)
		return actions_reply(w, &w->alarms, head, body);
	r = alarm_book_take(&w->view.book, head, body);
	return r < 0 ? r : 0;
}

/* When all of a burst is there: one alarm of two would be told as one. */
static void alarms_heard(void *ctx)
{
	struct webd *w = ctx;

	/* the values beside an alarm are not older than it */
	if (w->alarms_moved)
		link_hurry(&w->sensor);
	streams_changed(&w->streams, w->alarms_moved);
	w->alarms_moved = false;
}

static void alarms_lost(void *ctx)
{
	struct webd *w = ctx;

	view_alarms_lost(&w->view);
	w->heard++;
	streams_changed(&w->streams, true);
	actions_lost(w, &w->alarms);
}

static int logger_take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct webd *w = ctx;
	int r;

	if (head->type != MSG_HEALTH)
		return 0;
	w->heard++;
	r = msg_health_get(body, &w->view.log_health);
	w->view.loggerd = r == 0;
	return r;
}

static void logger_lost(void *ctx)
{
	struct webd *w = ctx;

	w->view.loggerd = false;
	w->heard++;
}

/* Its status is psctl's: what it says to a test is all that is shown. */
static int notifier_take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct webd *w = ctx;

	return head->type == MSG_REPLY ? actions_reply(w, &w->notifier, head, body) : 0;
}

static void notifier_lost(void *ctx)
{
	struct webd *w = ctx;

	tries_lost(&w->tries);
	actions_lost(w, &w->notifier);
}

/* ------------------------------------------------------------------ silence */

static void ask_whether_it_lives(struct webd *w)
{
	uint8_t packet[64];

	if (w->view.table.simulated)
		(void)link_send(&w->sensor, packet,
				msg_bare_put(packet, sizeof(packet), MSG_SIM_LIST,
					     client_next_id(&w->sensor.client)));
}

static void watch_silence(void *ctx, int64_t now_us)
{
	struct webd *w = ctx;
	int64_t ask_us = w->sensor.heard_us + SENSOR_ASK_US;
	int64_t lost_us = w->sensor.heard_us + SENSOR_SILENT_US, next_us = now_us + SENSOR_ASK_US;

	if (w->view.alarmd && now_us - w->alarms.heard_us > ALARMS_SILENT_US) {
		view_alarms_lost(&w->view);
		w->heard++;
		streams_changed(&w->streams, true);
	}
	if (w->view.any && now_us >= lost_us) {
		view_sensor_lost(&w->view);
		w->heard++;
		streams_changed(&w->streams, true);
	} else if (w->view.any && now_us >= ask_us) {
		ask_whether_it_lives(w);
		next_us = lost_us;
	} else if (w->view.any) {
		next_us = ask_us;
	}
	loop_arm(w->loop, &w->silence, next_us, watch_silence, w);
}

static void begin(struct webd *w, struct link *l, const char *socket, const char *server,
		  const struct link_calls *calls, struct msg_hello *table)
{
	*l = (struct link){
		.loop = w->loop,
		.socket = socket,
		.server = server,
		.calls = calls,
		.ctx = w,
		.table = table,
	};
	link_start(l);
}

void sources_start(struct webd *w)
{
	static const struct link_calls sensor = { .hello = sensor_hello,
						  .take = sensor_take,
						  .lost = sensor_lost,
						  .heard = sensor_heard };
	static const struct link_calls alarms = { .take = alarms_take,
						  .lost = alarms_lost,
						  .heard = alarms_heard };
	static const struct link_calls logger = { .take = logger_take, .lost = logger_lost };
	static const struct link_calls notifier = { .take = notifier_take, .lost = notifier_lost };

	begin(w, &w->sensor, "sensor", "sensord", &sensor, &w->view.table);
	begin(w, &w->alarms, "alarm", "alarmd", &alarms, &w->no_table);
	begin(w, &w->logger, "logger", "loggerd", &logger, &w->no_table);
	/* where the package is not installed it is asked for in vain, every other second */
	begin(w, &w->notifier, "notify", "notifyd", &notifier, &w->no_table);
	watch_silence(w, mono_read_us());
}

void sources_stop(struct webd *w)
{
	if (!w->sensor.calls)
		return;
	loop_disarm(w->loop, &w->silence);
	link_stop(&w->sensor);
	link_stop(&w->alarms);
	link_stop(&w->logger);
	link_stop(&w->notifier);
}
