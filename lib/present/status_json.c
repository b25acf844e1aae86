// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/status_json.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/present/battery_path.h"
#include "lib/present/state.h"
#include "lib/present/value.h"
#include "lib/present/verdict.h"

/* 64 bits as text: a JSON reader with doubles would lose the last ones. */
static void json_hex(struct json *j, const char *key, uint64_t v)
{
	char hex[17];

	(void)snprintf(hex, sizeof(hex), "%016" PRIx64, v);
	json_string(j, key, hex);
}

static void json_text(struct json *j, const char *key, struct text *t)
{
	json_string(j, key, text_get(t));
	text_clear(t);
}

/* A value is a number only if it is one: unknown is null, never 0. */
static void json_reading(struct json *j, const struct channel *c, const struct sample *s)
{
	if (s->quality != QUALITY_OK)
		json_null(j, "value");
	else
		json_micro(j, "value", s->value);
	if (!channel_digital(c))
		return;
	if (s->quality != QUALITY_OK)
		json_null(j, "active");
	else
		json_bool(j, "active", sample_active(s));
}

void present_channel_json(struct json *j, const struct channel *c, const struct sample *sample,
			  int64_t now_us, bool fahrenheit)
{
	const struct present_style style = { .fahrenheit = fahrenheit };
	AUTO_TEXT struct text t = TEXT_INIT;

	json_object(j, NULL);
	json_string(j, "id", c->id);
	json_string(j, "name", c->name);
	json_string(j, "kind", channel_kind_to_name(c->kind));
	json_string(j, "role", channel_role_to_name(c->role));
	json_string(j, "source", source_kind_to_name(c->source));
	json_string(j, "unit", unit_to_name(c->unit));
	json_reading(j, c, sample);
	present_value(&t, c, sample, &style);
	json_text(j, "text", &t);
	json_string(j, "quality", quality_to_name(sample->quality));
	json_int(j, "age_ms", MAX(now_us - sample->mono_us, 0) / USEC_PER_MSEC);
	json_bool(j, "approximate", c->approximate);
	json_bool(j, "hidden", channel_hidden(c));
	json_object_end(j);
}

static void json_states(struct json *j, const struct channel *c)
{
	json_array(j, "state_texts");
	json_string(j, NULL, present_state_text(c, false));
	json_string(j, NULL, present_state_text(c, true));
	json_array_end(j);
	json_array(j, "colours");
	json_string(j, NULL, colour_to_name(c->colour[0]));
	json_string(j, NULL, colour_to_name(c->colour[1]));
	json_array_end(j);
}

void present_channel_table_json(struct json *j, const struct channel *c)
{
	json_object(j, NULL);
	json_string(j, "id", c->id);
	json_string(j, "name", c->name);
	json_string(j, "kind", channel_kind_to_name(c->kind));
	json_string(j, "role", channel_role_to_name(c->role));
	json_string(j, "source", source_kind_to_name(c->source));
	json_string(j, "unit", unit_to_name(c->unit));
	json_int(j, "digits", c->digits);
	json_int(j, "averaging", c->averaging);
	json_micro(j, "range_min", c->range_min);
	json_micro(j, "range_max", c->range_max);
	json_states(j, c);
	json_bool(j, "active_low", c->active_low);
	json_bool(j, "pulse", c->pulse);
	json_int(j, "pulse_ms", c->pulse_ms);
	json_bool(j, "confirm", c->confirm);
	json_bool(j, "approximate", c->approximate);
	json_bool(j, "hidden", channel_hidden(c));
	json_object_end(j);
}

static void json_hold(struct json *j, const struct present_status *s, const struct output_state *o)
{
	const struct hold *h = present_hold(o, s->holds, s->n_holds);

	json_string(j, "holder", holder_to_name(o->holder));
	if (!h) {
		json_null(j, "reason");
		json_null(j, "by");
		json_null(j, "since");
		return;
	}
	json_string(j, "reason", h->reason);
	json_string(j, "by", h->actor.name);
	json_time(j, "since", h->since_wall_us);
}

static void json_deadline(struct json *j, const struct present_status *s,
			  const struct output_state *o)
{
	int64_t left_us = o->until_us - s->snapshot->now.mono_us;

	if (!o->pulsing && !o->unconfirmed) {
		json_null(j, "until");
		json_null(j, "left_ms");
		return;
	}
	json_time(j, "until", s->snapshot->now.wall_us + left_us);
	json_int(j, "left_ms", MAX(left_us, 0) / USEC_PER_MSEC);
}

static void json_output(struct json *j, const struct present_status *s,
			const struct output_state *o)
{
	const struct channel *c = &s->channels[o->channel];
	AUTO_TEXT struct text t = TEXT_INIT;

	json_object(j, NULL);
	json_string(j, "id", c->id);
	json_string(j, "name", c->name);
	json_bool(j, "active", o->active);
	json_string(j, "text", present_state_text(c, o->active));
	json_hold(j, s, o);
	json_bool(j, "pulsing", o->pulsing);
	json_bool(j, "unconfirmed", o->unconfirmed);
	json_bool(j, "vetoed", o->vetoed);
	json_bool(j, "fault", o->fault);
	json_deadline(j, s, o);
	present_output_note(&t, c, o, s->snapshot->now.mono_us);
	json_text(j, "note", &t);
	json_bool(j, "hidden", channel_hidden(c));
	json_object_end(j);
}

static void json_troubles(struct json *j, const char *key, const struct health *h)
{
	json_array(j, key);
	for (unsigned i = 0; h && i < h->n_troubles; i++) {
		json_object(j, NULL);
		json_string(j, "subject", h->troubles[i].subject);
		json_string(j, "text", h->troubles[i].text);
		json_time(j, "since", h->troubles[i].since_wall_us);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_health(struct json *j, const struct present_status *s)
{
	const struct health *h = s->health;

	json_object(j, "health");
	json_time(j, "started", h->started_wall_us);
	json_int(j, "uptime_s",
		 MAX(s->snapshot->now.wall_us - h->started_wall_us, 0) / USEC_PER_SEC);
	json_int(j, "tick_ms", h->tick_us / USEC_PER_MSEC);
	json_uint(j, "ticks", h->ticks);
	json_uint(j, "missed_ticks", h->missed_ticks);
	json_uint(j, "snapshots", h->snapshots);
	json_uint(j, "skipped", h->skipped);
	json_uint(j, "clients", h->clients);
	json_uint(j, "dropped_clients", h->dropped_clients);
	json_uint(j, "refused_clients", h->refused_clients);
	json_troubles(j, "troubles", h);
	json_uint(j, "troubles_left_out", h->troubles_left_out);
	json_object_end(j);
}

static void json_verdict(struct json *j, const struct present_status *s)
{
	AUTO_TEXT struct text t = TEXT_INIT;
	struct verdict v;

	present_verdict(s, &v);
	json_bool(j, "well", v.n == 0);
	present_headline(&t, s, &v);
	json_text(j, "headline", &t);
	json_array(j, "findings");
	for (unsigned i = 0; i < v.n; i++) {
		present_finding(&t, s, &v.findings[i]);
		json_text(j, NULL, &t);
	}
	json_array_end(j);
}

static void json_head(struct json *j, const struct present_status *s)
{
	const struct snapshot *now = s->snapshot;

	json_string(j, "service", "sensord");
	json_string(j, "version", s->version);
	json_hex(j, "instance", s->instance);
	json_hex(j, "generation", s->generation);
	json_string(j, "site", s->site);
	json_string(j, "model", s->model);
	json_bool(j, "simulated", s->simulated);
	json_int(j, "rate_milli", now->rate_milli);
	json_time(j, "time", now->now.wall_us);
	json_bool(j, "clock_set", now->wall_sane);
	json_uint(j, "snapshot", now->number);
	json_uint(j, "missed_ticks", now->missed_ticks);
}

static void json_alarms(struct json *j, const struct present_status *s)
{
	const struct present_table t = present_status_table(s);

	if (!s->alarms)
		json_null(j, "alarms");
	else
		present_alarms_json(j, "alarms", s->alarms, &t, s->snapshot->now.wall_us, false);
}

void present_status_json(struct json *j, const struct present_status *s)
{
	const struct snapshot *now = s->snapshot;
	struct battery_path path;

	json_object(j, NULL);
	json_head(j, s);
	json_verdict(j, s);
	json_alarms(j, s);
	battery_path_find(s, &path);
	battery_path_json(j, "battery_path", &path);
	json_array(j, "channels");
	for (unsigned i = 0; i < present_n_readings(s); i++)
		present_channel_json(j, &s->channels[i], &now->samples[i], now->now.mono_us,
				     s->fahrenheit);
	json_array_end(j);
	json_array(j, "outputs");
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].channel < s->n_channels)
			json_output(j, s, &now->outputs[i]);
	json_array_end(j);
	json_troubles(j, "alarmd_troubles", s->alarms ? s->alarms->health : NULL);
	json_troubles(j, "loggerd_troubles", s->log_health);
	json_health(j, s);
	json_object_end(j);
}
