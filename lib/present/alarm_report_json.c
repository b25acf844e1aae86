// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The report as JSON, by whichever door. The names of its fields are a promise. */
#include "lib/present/alarm_report.h"

static void json_acknowledged(struct json *j, unsigned n, int64_t mean_us, int64_t median_us)
{
	json_uint(j, "acknowledged", n);
	if (n == 0) {
		json_null(j, "acknowledged_after_mean_s");
		json_null(j, "acknowledged_after_median_s");
		return;
	}
	/* microseconds are the millionths of a second */
	json_micro(j, "acknowledged_after_mean_s", mean_us);
	json_micro(j, "acknowledged_after_median_s", median_us);
}

static void json_row(struct json *j, const struct alarm_report_row *row)
{
	json_object(j, NULL);
	json_string(j, "alarm", row->alarm);
	json_string(j, "channel", row->channel);
	json_string(j, "priority", alarm_priority_to_name(row->priority));
	json_uint(j, "raised", row->raises);
	json_uint(j, "chattered", row->chatters);
	json_micro(j, "active_total_s", row->active_us);
	json_acknowledged(j, row->acknowledged, row->ack_mean_us, row->ack_median_us);
	json_bool(j, "active", row->active);
	if (row->active)
		json_micro(j, "active_for_s", row->now_us);
	else
		json_null(j, "active_for_s");
	json_bool(j, "stale", row->active && row->now_us > ALARM_REPORT_STALE_US);
	json_object_end(j);
}

void alarm_report_json(struct json *j, const struct alarm_report *r)
{
	json_object(j, NULL);
	json_time(j, "since", r->since_us);
	json_time(j, "until", r->now_us);
	json_uint(j, "raised", r->raises);
	json_uint(j, "active", r->active);
	json_uint(j, "stale", r->stale);
	json_acknowledged(j, r->acknowledged, r->ack_mean_us, r->ack_median_us);
	json_array(j, "alarms");
	for (unsigned i = 0; i < r->n; i++)
		json_row(j, &r->rows[i]);
	json_array_end(j);
	json_uint(j, "events_left_out", r->left_out);
	json_uint(j, "events_not_looked_at", r->not_looked_at);
	json_object_end(j);
}
