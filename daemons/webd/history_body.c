// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/history_body.h"

#include "lib/base/json.h"

const struct history_fact *history_fact_of(const struct history_facts *f, const char *channel)
{
	for (unsigned i = 0; i < f->n; i++)
		if (streq(f->channels[i].channel, channel))
			return &f->channels[i];
	return NULL;
}

const struct history_rule *history_rule_of(const struct history_facts *f, const char *alarm)
{
	for (unsigned i = 0; i < f->n_rules; i++)
		if (streq(f->rules[i].alarm, alarm))
			return &f->rules[i];
	return NULL;
}

static void add_micro_or_null(struct json *j, const char *key, bool there, int64_t micro)
{
	if (there)
		json_micro(j, key, micro);
	else
		json_null(j, key);
}

/* ------------------------------------------------------------------ what was measured */

static void add_numbers(struct json *j, const struct history_report *r, unsigned i)
{
	static const char *const keys[3] = { "min", "mean", "max" };

	for (unsigned k = 0; k < ARRAY_SIZE(keys); k++) {
		json_array(j, keys[k]);
		for (unsigned b = 0; b < r->range.buckets; b++) {
			const struct history_sum *sum = &r->sums[i][b];
			int64_t micro[3] = { 0 };

			if (sum->seconds > 0)
				history_report_numbers(r->channels[i], sum, micro);
			add_micro_or_null(j, NULL, sum->seconds > 0, micro[k]);
		}
		json_array_end(j);
	}
	json_array(j, "seconds");
	for (unsigned b = 0; b < r->range.buckets; b++)
		json_int(j, NULL, r->sums[i][b].seconds);
	json_array_end(j);
}

static void add_channel(struct json *j, const struct history_report *r, unsigned i,
			const struct history_facts *f)
{
	const struct channel *c = &r->channels[i]->info;
	const struct history_fact *fact = history_fact_of(f, c->id);
	int64_t below = fact ? fact->below : SETTINGS_UNSET;
	int64_t above = fact ? fact->above : SETTINGS_UNSET;

	json_object(j, NULL);
	json_string(j, "id", c->id);
	json_string(j, "name", c->name);
	json_string(j, "kind", channel_kind_to_name(c->kind));
	json_string(j, "role", channel_role_to_name(c->role));
	json_string(j, "unit", unit_symbol(c->unit));
	json_int(j, "digits", c->digits);
	if (channel_digital(c)) {
		json_array(j, "states");
		json_string(j, NULL, c->state_text[0]);
		json_string(j, NULL, c->state_text[1]);
		json_array_end(j);
	}
	add_micro_or_null(j, "below", below != SETTINGS_UNSET, below);
	add_micro_or_null(j, "above", above != SETTINGS_UNSET, above);
	add_numbers(j, r, i);
	json_object_end(j);
}

void history_body_series(struct text *out, const struct history_report *r,
			 const struct history_facts *f)
{
	struct json j;

	json_begin(&j, out, false);
	json_object(&j, NULL);
	json_time(&j, "from", r->range.from * USEC_PER_SEC);
	json_time(&j, "to", r->range.to * USEC_PER_SEC);
	json_int(&j, "step_s", history_report_step(r));
	json_array(&j, "times");
	for (unsigned b = 0; b < r->range.buckets; b++)
		json_int(&j, NULL, history_bucket_start(&r->range, b));
	json_array_end(&j);
	json_array(&j, "channels");
	for (unsigned i = 0; i < r->n; i++)
		add_channel(&j, r, i, f);
	json_array_end(&j);
	json_object_end(&j);
	text_add_char(out, '\n');
}

static void add_means(struct json *j, const struct history_report *r, unsigned i)
{
	json_array(j, r->channels[i]->info.id);
	for (unsigned b = 0; b < r->range.buckets; b++) {
		const struct history_sum *sum = &r->sums[i][b];
		int64_t micro[3] = { 0 }; /* lowest, mean, highest */

		if (sum->seconds > 0)
			history_report_numbers(r->channels[i], sum, micro);
		add_micro_or_null(j, NULL, sum->seconds > 0, micro[1]);
	}
	json_array_end(j);
}

void history_body_hour(struct text *out, const struct history_report *r)
{
	struct json j;

	json_begin(&j, out, false);
	json_object(&j, NULL);
	json_time_or_null(&j, "to", r ? r->range.to * USEC_PER_SEC : 0);
	json_object(&j, "channels");
	for (unsigned i = 0; r && i < r->n; i++)
		add_means(&j, r, i);
	json_object_end(&j);
	json_object_end(&j);
	text_add_char(out, '\n');
}

/* ------------------------------------------------------------------ marks */

/* Whether an alarm says that the mains are out. */
static bool is_mains(const char *alarm, const struct history_facts *f,
		     const struct history_channels *channels)
{
	const struct history_rule *rule = history_rule_of(f, alarm);
	const struct history_channel *c =
		rule && rule->below ? history_channels_find(channels, rule->channel) : NULL;

	return c && c->info.role == ROLE_AC_LINE;
}

static void add_mark(struct json *j, const struct history_mark *m, const struct history_facts *f)
{
	const struct history_rule *rule = history_rule_of(f, m->alarm);

	json_object(j, NULL);
	json_time(j, "time", m->t_us);
	json_string(j, "kind", history_mark_name(m->kind));
	json_string(j, "alarm", m->alarm);
	json_int(j, "event", m->event);
	if (rule) {
		json_string(j, "channel", rule->channel);
		json_string(j, "priority", alarm_priority_to_name(rule->priority));
	} else {
		json_null(j, "channel");
		json_null(j, "priority");
	}
	json_object_end(j);
}

static void add_outage(struct json *j, int64_t from_us, int64_t to_us)
{
	json_object(j, NULL);
	json_time_or_null(j, "from", from_us);
	json_time_or_null(j, "to", to_us);
	json_object_end(j);
}

/* The alarm that said already at the begin that the mains are out. */
static const char *out_before(const struct history_marks *m, const struct history_facts *f,
			      const struct history_channels *channels)
{
	for (unsigned i = 0; i < m->n_before; i++)
		if (m->before[i].kind == HISTORY_MARK_RAISED &&
		    is_mains(m->before[i].alarm, f, channels))
			return m->before[i].alarm;
	return NULL;
}

/* From one mark to the next; null for what began before the first, or goes on. */
static void add_outages(struct json *j, const struct history_marks *m,
			const struct history_facts *f, const struct history_channels *channels)
{
	const char *alarm = out_before(m, f, channels);
	int64_t since_us = 0;
	bool any = false;

	for (unsigned i = 0; i < m->n; i++) {
		const struct history_mark *k = &m->list[i];

		if (!is_mains(k->alarm, f, channels) || (alarm && !streq(alarm, k->alarm)))
			continue;
		if (k->kind == HISTORY_MARK_RAISED && !alarm) {
			alarm = k->alarm;
			since_us = k->t_us;
		} else if (k->kind == HISTORY_MARK_CLEARED && (alarm || !any)) {
			add_outage(j, since_us, k->t_us);
			alarm = NULL;
			since_us = 0;
		}
		any = true;
	}
	if (alarm)
		add_outage(j, since_us, 0);
}

void history_body_marks(struct text *out, const struct history_marks *m,
			const struct history_facts *f, const struct history_channels *channels)
{
	struct json j;

	json_begin(&j, out, false);
	json_object(&j, NULL);
	json_bool(&j, "complete", m->complete);
	json_array(&j, "marks");
	for (unsigned i = 0; i < m->n; i++)
		add_mark(&j, &m->list[i], f);
	json_array_end(&j);
	json_array(&j, "outages");
	add_outages(&j, m, f, channels);
	json_array_end(&j);
	json_object_end(&j);
	text_add_char(out, '\n');
}

/* ------------------------------------------------------------------ black boxes */

void history_body_boxes(struct text *out, const struct history_box *boxes, unsigned n)
{
	struct json j;

	json_begin(&j, out, false);
	history_boxes_json(&j, boxes, n);
	text_add_char(out, '\n');
}
