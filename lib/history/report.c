// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/report.h"

#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/calendar.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

#define LINE_END "\r\n" /* RFC 4180, section 2 */

#define MINUTE_S INT64_C(60)
#define HOUR_S	 (60 * MINUTE_S)
#define DAY_S	 (24 * HOUR_S)
#define WEEK_S	 (7 * DAY_S)
/* 1970 began on a Thursday. */
#define MONDAY_S (3 * DAY_S)

int64_t history_span_step(int64_t seconds, unsigned lines)
{
	static const int64_t nice[] = {
		1,
		2,
		5,
		10,
		15,
		30,
		MINUTE_S,
		2 * MINUTE_S,
		5 * MINUTE_S,
		10 * MINUTE_S,
		15 * MINUTE_S,
		30 * MINUTE_S,
		HOUR_S,
		2 * HOUR_S,
		3 * HOUR_S,
		6 * HOUR_S,
		12 * HOUR_S,
		DAY_S,
	};
	int64_t step = WEEK_S;

	for (size_t i = 0; i < ARRAY_SIZE(nice); i++)
		if (nice[i] * lines >= seconds)
			return nice[i];
	while (step * lines < seconds)
		step *= 2;
	return step;
}

int64_t history_span_align(int64_t t, int64_t step)
{
	int64_t east = calendar_east_s(t * USEC_PER_SEC);
	int64_t shift = east + (step % WEEK_S == 0 ? MONDAY_S : 0);
	int64_t start = t - (t + shift) % step;
	/* the clock may have been set forward or back in between */
	int64_t other = east - calendar_east_s(start * USEC_PER_SEC);

	return MAX(start + other <= t ? start + other : start, INT64_C(0));
}

void history_report_done(struct history_report *r)
{
	for (unsigned i = 0; i < r->n; i++)
		free(r->sums[i]);
	*r = (struct history_report){ 0 };
}

int64_t history_report_us(const struct history_report *r, unsigned bucket)
{
	return history_bucket_start(&r->range, bucket) * USEC_PER_SEC;
}

int64_t history_report_step(const struct history_report *r)
{
	return (r->range.to - r->range.from) / r->range.buckets;
}

void history_report_numbers(const struct history_channel *c, const struct history_sum *sum,
			    int64_t ret[3])
{
	ret[0] = (int64_t)sum->min * c->step;
	ret[1] = history_mean(sum) * c->step;
	ret[2] = (int64_t)sum->max * c->step;
}

void history_report_csv(struct text *out, const struct history_report *r)
{
	text_add(out, "time");
	for (unsigned i = 0; i < r->n; i++) {
		const char *id = r->channels[i]->info.id;

		text_printf(out, ",%s_min,%s_mean,%s_max,%s_seconds", id, id, id, id);
	}
	text_add(out, LINE_END);
	for (unsigned bucket = 0; bucket < r->range.buckets; bucket++) {
		char when[CLOCK_RFC3339_MAX];

		calendar_format(history_report_us(r, bucket), when);
		text_add(out, when);
		for (unsigned i = 0; i < r->n; i++) {
			const struct history_sum *sum = &r->sums[i][bucket];
			char number[PARSE_MICRO_MAX] = "";
			int64_t micro[3];

			history_report_numbers(r->channels[i], sum, micro);
			for (unsigned k = 0; k < ARRAY_SIZE(micro); k++) {
				if (sum->seconds > 0)
					format_micro(micro[k], number);
				text_printf(out, ",%s", number);
			}
			text_printf(out, ",%" PRId64, sum->seconds);
		}
		text_add(out, LINE_END);
	}
}
