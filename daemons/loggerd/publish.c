// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* HELLO, health and status for the socket. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/util.h"

/* How often counters are told although nothing is wrong. */
#define HEALTH_EVERY_US (10 * USEC_PER_SEC)

int publish_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	const struct loggerd *s = ctx;

	return introduce_hello(&s->self, &s->live, &s->sensor.table, rights, buf, size);
}

static int write_health(struct loggerd *s)
{
	return introduce_health(&s->self, s->server, &s->troubles, s->packet, sizeof(s->packet));
}

void publish_newcomer(void *ctx)
{
	struct loggerd *s = ctx;
	int len = write_health(s);

	if (len > 0)
		server_refresh(s->server, LOG_TOPIC_HEALTH, s->packet, (size_t)len);
}

static void publish_health(struct loggerd *s)
{
	int len = write_health(s);

	s->troubles.changed = false;
	if (len > 0)
		server_publish(s->server, LOG_TOPIC_HEALTH, s->packet, (size_t)len);
}

static int64_t next_row_us(const struct loggerd *s)
{
	enum log_what what = s->live.now->logging.what;

	if (!s->gather.any || !s->gather.clock_set ||
	    (what != LOG_WHAT_PERIODIC && what != LOG_WHAT_BOTH))
		return 0;
	return periodic_next_us(s->live.now->logging.rate_min, s->gather.now.wall_us);
}

static void publish_status(struct loggerd *s)
{
	const struct store_status *st = &s->report.status;
	struct msg_log_status m = {
		.error = (uint32_t)-s->report.error,
		.what = s->live.now->logging.what,
		.rate_min = (uint8_t)s->live.now->logging.rate_min,
		.in_window = events_in_window(s),
		.clock_set = s->gather.any ? s->gather.clock_set : true,
		.first_us = st->first_ms * USEC_PER_MSEC,
		.last_us = st->last_ms * USEC_PER_MSEC,
		.next_us = next_row_us(s),
		.rows = st->rows,
		.files = st->files,
		.log_bytes = st->log_bytes,
		.quota_bytes = s->limits.quota_bytes,
		.lost_rows = s->lost,
		.db_bytes = st->bytes,
		.db_bytes_most = st->bytes_most,
		.written_bytes = st->written,
		.written_since_us = st->written_since_us,
		.boxes = st->boxes,
		.boxes_most = s->limits.boxes,
		.oldest_second_us = st->oldest_second * USEC_PER_SEC,
		.oldest_minute_us = st->oldest_minute * USEC_PER_SEC,
		.oldest_hour_us = st->oldest_hour * USEC_PER_SEC,
	};
	int len;

	if (trouble_of_log(s) && !m.error)
		m.error = ETIMEDOUT;
	(void)snprintf(m.status, sizeof(m.status), "%s", m.error ? trouble_of_log(s) : "Success");
	len = msg_log_status_put(s->packet, sizeof(s->packet), &m);
	if (len > 0)
		server_publish(s->server, LOG_TOPIC_STATUS, s->packet, (size_t)len);
}

void publish_changes(struct loggerd *s, int64_t own_us)
{
	if (!s->server)
		return;
	if (s->troubles.changed || own_us >= s->health_due_us) {
		publish_health(s);
		s->health_due_us = own_us + HEALTH_EVERY_US;
	}
	/* what the file holds is known as soon as it is open, or cannot be */
	if (s->status_changed && (s->report.opened || trouble_of_log(s))) {
		publish_status(s);
		s->status_changed = false;
	}
}
