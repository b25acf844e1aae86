// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* From a request to a job of the historian, and from its end to the answer. */
#include <stdio.h>
#include <stdlib.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/history_ask.h"
#include "daemons/webd/webd.h"
#include "lib/present/value.h"

const char history_csv_type[] = "text/csv; charset=utf-8; header=present";
const char history_busy[] =
	"the history is asked for by too many at once: try again in a few seconds";

/* ------------------------------------------------------------------ facts for the thread */

static int64_t limit_of(const struct settings *st, const char *channel, enum alarm_when when)
{
	for (unsigned i = 0; i < st->n_alarms; i++) {
		const struct settings_alarm *a = &st->alarms[i];

		if (a->enabled && a->when == when && streq(a->channel, channel))
			return a->setpoint;
	}
	return SETTINGS_UNSET;
}

static void take_channels(struct history_facts *f, const struct present_status *s,
			  const struct settings *st)
{
	const struct present_style style = { .fahrenheit = f->fahrenheit };

	for (unsigned i = 0; i < s->snapshot->n_samples && f->n < CHANNELS_MAX; i++) {
		const struct channel *c = &s->channels[i];
		struct history_fact *to = &f->channels[f->n++];
		AUTO_TEXT struct text now = TEXT_INIT;

		present_value(&now, c, &s->snapshot->samples[i], &style);
		(void)snprintf(to->channel, sizeof(to->channel), "%s", c->id);
		(void)snprintf(to->now, sizeof(to->now), "%s", text_get(&now));
		to->below = limit_of(st, c->id, ALARM_BELOW);
		to->above = limit_of(st, c->id, ALARM_ABOVE);
	}
}

static void take_rules(struct history_facts *f, const struct settings *st)
{
	for (unsigned i = 0; i < st->n_alarms && f->n_rules < ALARM_RULES_MAX; i++) {
		struct history_rule *to = &f->rules[f->n_rules++];

		(void)snprintf(to->alarm, sizeof(to->alarm), "%s", st->alarms[i].id);
		(void)snprintf(to->channel, sizeof(to->channel), "%s", st->alarms[i].channel);
		to->priority = st->alarms[i].priority;
		to->below = st->alarms[i].when == ALARM_BELOW;
	}
}

void history_folder(const struct webd *w, char ret[300])
{
	char state[FOLDER_MAX];

	folder_state("loggerd", state);
	(void)snprintf(ret, 300, "%s%s", state,
		       settings_simulated(w->live.now) ? "/simulated" : "");
}

/* ------------------------------------------------------------------ asking */

struct history_job *history_job_new(struct webd *w, enum history_want want,
				    void (*done)(struct history_job *j))
{
	struct history_job *j = calloc(1, sizeof(*j));
	const struct present_status *s = view_status(&w->view);

	if (!j)
		return NULL;
	j->want = want;
	j->done = done;
	j->webd = w;
	j->facts.fahrenheit = w->live.now->device.temperature_unit == TEMPERATURE_FAHRENHEIT;
	if (s)
		take_channels(&j->facts, s, w->live.now);
	take_rules(&j->facts, w->live.now);
	history_folder(w, j->folder);
	return j;
}

void history_ask(struct webd *w, const struct asked *q, struct history_job *j,
		 struct http_answer *a)
{
	bool full = historian_full(&w->historian);

	j->later = full ? NULL : http_later(q->http);
	if (!j->later) {
		answer_error(a, 503, full ? history_busy : "out of memory");
		free(j);
		return;
	}
	j->gzip = q->http->gzip;
	historian_ask(&w->historian, j);
}

int history_query_of(const struct asked *q, struct history_query *ret, struct text *why)
{
	const struct history_words words = {
		.channels = http_query(q->http, "channels"),
		.from = http_query(q->http, "from"),
		.to = http_query(q->http, "to"),
		.points = http_query(q->http, "points"),
	};

	return history_query_read(&words, ret, why);
}

void history_answer(struct history_job *j, const char *type, const char *file_name)
{
	struct http_answer a = { .status = j->status, .type = type, .file_name = file_name };

	if (j->status == 200) {
		a.body = j->out;
		a.packed = j->packed;
		j->out = TEXT_INIT;
	} else {
		a.file_name = NULL;
		answer_error(&a, j->status, text_get(&j->out));
	}
	http_answer_later(j->later, &a);
	text_done(&a.body);
}
