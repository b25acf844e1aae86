// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/wire_samples.h"

/* SplitMix64, as in test.h, which brings a main along. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static unsigned below(uint64_t *s, unsigned n)
{
	return (unsigned)(next(s) % n);
}

/* Small, large and extreme numbers. */
static uint64_t number(uint64_t *s)
{
	static const uint64_t extremes[] = { 0, 1, INT64_MAX, (uint64_t)INT64_MIN, UINT64_MAX };

	return below(s, 4) ? next(s) >> below(s, 64) : extremes[below(s, ARRAY_SIZE(extremes))];
}

static bool flag(uint64_t *s)
{
	return next(s) & 1;
}

/* Any length that fits the field, one and more bytes a character. */
static void text(uint64_t *s, char *ret, size_t size)
{
	static const char *const parts[] = { "a", "Z", "7", " ", "_", "'", "ö", "°", "→", "😀" };
	size_t most = below(s, 3) ? below(s, (unsigned)size) : size - 1, len = 0;

	for (;;) {
		const char *part = parts[below(s, ARRAY_SIZE(parts))];

		if (len + strlen(part) > most)
			break;
		memcpy(ret + len, part, strlen(part));
		len += strlen(part);
	}
}

#define TEXT(field) text(s, field, sizeof(field))

static void actor(uint64_t *s, struct actor *a)
{
	TEXT(a->name);
	TEXT(a->address);
	TEXT(a->door);
}

/* A count at its ends more often than between them. */
static uint8_t count(uint64_t *s, unsigned max)
{
	unsigned which = below(s, 4);

	return (uint8_t)(which == 0 ? 0 : which == 1 ? max : below(s, max + 1));
}

static void fill_channel(uint64_t *s, struct channel *c)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t len = 1 + below(s, CHANNEL_ID_MAX - 1);

	c->id[0] = letters[below(s, 26)];
	for (size_t i = 1; i < len; i++)
		c->id[i] = letters[below(s, sizeof(letters) - 1)];
	TEXT(c->name);
	c->kind = below(s, CHANNEL_KIND_MAX);
	c->unit = below(s, UNIT_MAX);
	c->source = below(s, SOURCE_KIND_MAX);
	c->role = below(s, ROLE_MAX);
	c->digits = (uint8_t)below(s, 7);
	c->averaging = (uint8_t)below(s, 256);
	c->approximate = flag(s);
	c->pulse = flag(s);
	c->active_low = flag(s);
	c->confirm = flag(s);
	c->range_min = (int64_t)number(s);
	c->range_max = (int64_t)number(s);
	c->pulse_ms = (uint32_t)number(s);
	for (int i = 0; i < 2; i++) {
		TEXT(c->state_text[i]);
		c->colour[i] = below(s, COLOUR_MAX);
		c->side[i] = below(s, SIDE_MAX);
	}
}

static void fill_hello(uint64_t *s, void *p)
{
	struct msg_hello *m = p;

	m->protocol = WIRE_PROTOCOL;
	TEXT(m->version);
	TEXT(m->service);
	for (int i = 0; i < 16; i++)
		m->boot_id[i] = (uint8_t)next(s);
	m->instance = number(s);
	m->generation = number(s);
	m->simulated = flag(s);
	m->rights = (uint8_t)next(s);
	m->fahrenheit = flag(s);
	TEXT(m->site);
	TEXT(m->model);
	m->n_channels = count(s, CHANNELS_MAX);
	for (unsigned i = 0; i < m->n_channels; i++)
		fill_channel(s, &m->channels[i]);
}

static void fill_reply(uint64_t *s, void *p)
{
	struct msg_reply *m = p;

	m->error = (uint32_t)number(s);
	TEXT(m->sentence);
}

static void fill_snapshot(uint64_t *s, void *p)
{
	struct snapshot *m = p;

	m->number = number(s);
	m->now = (struct instant){ (int64_t)number(s), (int64_t)number(s) };
	m->rate_milli = (uint32_t)number(s);
	m->wall_sane = flag(s);
	m->edge = flag(s);
	m->missed_ticks = number(s);
	m->n_samples = count(s, CHANNELS_MAX);
	m->n_outputs = m->n_samples ? count(s, OUTPUTS_MAX) : 0;
	for (unsigned i = 0; i < m->n_samples; i++) {
		int64_t taken, age = (int64_t)(uint32_t)number(s);

		/* an age travels, so the time must be one that an age can tell */
		if (__builtin_sub_overflow(m->now.mono_us, age, &taken))
			taken = m->now.mono_us;
		m->samples[i] = (struct sample){ (int64_t)number(s), taken, below(s, QUALITY_MAX) };
	}
	for (unsigned i = 0; i < m->n_outputs; i++) {
		struct output_state *o = &m->outputs[i];

		o->channel = (uint8_t)below(s, m->n_samples);
		o->holder = below(s, HOLDER_MAX);
		o->active = flag(s);
		o->pulsing = flag(s);
		o->unconfirmed = flag(s);
		o->vetoed = flag(s);
		o->fault = flag(s);
		o->until_us = (int64_t)number(s);
	}
}

static void fill_health(uint64_t *s, void *p)
{
	struct health *m = p;

	m->started_wall_us = (int64_t)number(s);
	m->ticks = number(s);
	m->missed_ticks = number(s);
	m->snapshots = number(s);
	m->skipped = number(s);
	m->dropped_clients = number(s);
	m->refused_clients = number(s);
	m->clients = (uint32_t)number(s);
	m->tick_us = (uint32_t)number(s);
	m->troubles_left_out = (uint16_t)number(s);
	m->n_troubles = count(s, TROUBLES_MAX);
	for (unsigned i = 0; i < m->n_troubles; i++) {
		TEXT(m->troubles[i].subject);
		TEXT(m->troubles[i].text);
		m->troubles[i].since_wall_us = (int64_t)number(s);
	}
}

static void fill_holds(uint64_t *s, void *p)
{
	struct msg_holds *m = p;

	m->n = count(s, HOLDS_MAX);
	for (unsigned i = 0; i < m->n; i++) {
		m->holds[i].channel = (uint8_t)below(s, CHANNELS_MAX);
		m->holds[i].holder = below(s, HOLDER_MAX);
		m->holds[i].active = flag(s);
		TEXT(m->holds[i].reason);
		actor(s, &m->holds[i].actor);
		m->holds[i].since_wall_us = (int64_t)number(s);
	}
}

static void fill_fact(uint64_t *s, void *p)
{
	struct fact *m = p;

	m->number = number(s);
	m->kind = FACT_EDGE + below(s, FACT_KIND_MAX - FACT_EDGE);
	m->now = (struct instant){ (int64_t)number(s), (int64_t)number(s) };
	m->channel = flag(s) ? FACT_NO_CHANNEL : (uint8_t)below(s, CHANNELS_MAX);
	m->quality = below(s, QUALITY_MAX);
	m->holder = below(s, HOLDER_MAX);
	m->value = (int64_t)number(s);
	actor(s, &m->actor);
	TEXT(m->text);
}

static void fill_fact_gap(uint64_t *s, void *p)
{
	*(struct msg_fact_gap *)p = (struct msg_fact_gap){ number(s), number(s) };
}

static void fill_facts_from(uint64_t *s, void *p)
{
	*(struct msg_facts_from *)p = (struct msg_facts_from){ number(s), number(s) };
}

static void fill_output_set(uint64_t *s, void *p)
{
	struct msg_output_set *m = p;

	TEXT(m->channel);
	m->action = below(s, OUTPUT_ACTION_MAX);
	m->pulse_ms = (uint32_t)number(s);
	m->confirm_s = (uint32_t)number(s);
	m->dry_run = flag(s);
	TEXT(m->reason);
	actor(s, &m->actor);
}

static void fill_output_confirm(uint64_t *s, void *p)
{
	struct msg_output_confirm *m = p;

	TEXT(m->channel);
	actor(s, &m->actor);
}

static void fill_hold_all(uint64_t *s, void *p)
{
	struct msg_hold_all *m = p;

	m->holder = below(s, HOLDER_MAX);
	m->n = count(s, OUTPUTS_MAX);
	for (unsigned i = 0; i < m->n; i++) {
		TEXT(m->holds[i].channel);
		m->holds[i].active = flag(s);
		TEXT(m->holds[i].reason);
	}
}

static void fill_sim(uint64_t *s, void *p)
{
	struct msg_sim *m = p;

	TEXT(m->text);
	m->value = (int64_t)number(s);
	actor(s, &m->actor);
}

static void fill_sim_listing(uint64_t *s, void *p)
{
	struct msg_sim_listing *m = p;

	TEXT(m->running);
	m->rate_milli = (uint32_t)number(s);
	m->joined = (uint8_t)number(s);
	m->elapsed_us = (int64_t)number(s);
	m->n_scenarios = count(s, ARRAY_SIZE(m->scenarios));
	for (unsigned i = 0; i < m->n_scenarios; i++) {
		TEXT(m->scenarios[i].name);
		TEXT(m->scenarios[i].title);
	}
	m->n_knobs = count(s, ARRAY_SIZE(m->knobs));
	for (unsigned i = 0; i < m->n_knobs; i++) {
		TEXT(m->knobs[i].name);
		m->knobs[i].value = (int64_t)number(s);
	}
}

static void fill_settings_change(uint64_t *s, void *p)
{
	struct msg_settings_change *m = p;

	m->expected_generation = number(s);
	actor(s, &m->actor);
	m->n = count(s, ARRAY_SIZE(m->changes));
	for (unsigned i = 0; i < m->n; i++) {
		TEXT(m->changes[i].path);
		m->changes[i].unset = flag(s);
		TEXT(m->changes[i].value);
	}
}

static void fill_settings_result(uint64_t *s, void *p)
{
	struct msg_settings_result *m = p;

	m->error = (uint32_t)number(s);
	TEXT(m->sentence);
	m->generation = number(s);
	m->n_mistakes = count(s, ARRAY_SIZE(m->mistakes));
	for (unsigned i = 0; i < m->n_mistakes; i++) {
		TEXT(m->mistakes[i].path);
		TEXT(m->mistakes[i].sentence);
	}
}

static struct instant instant(uint64_t *s)
{
	return (struct instant){ (int64_t)number(s), (int64_t)number(s) };
}

static void bytes(uint64_t *s, uint8_t *ret, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ret[i] = (uint8_t)next(s);
}

static void fill_alarm(uint64_t *s, struct alarm *a)
{
	TEXT(a->id);
	TEXT(a->channel);
	a->when = below(s, ALARM_WHEN_MAX);
	a->priority = below(s, ALARM_PRIORITY_MAX);
	a->setpoint = (int64_t)number(s);
	a->condition = flag(s);
	a->active = flag(s);
	a->acknowledged = flag(s);
	a->latched = flag(s);
	a->chattering = flag(s);
	a->first_out = flag(s);
	a->consequence = flag(s);
	a->shelved = flag(s);
	a->occurrence = number(s);
	a->count = (uint32_t)number(s);
	a->onset = instant(s);
	a->raised = instant(s);
	a->cleared = instant(s);
	a->value = (int64_t)number(s);
	a->quality = below(s, QUALITY_MAX);
	a->shelved_until_us = (int64_t)number(s);
	TEXT(a->note);
	TEXT(a->by);
}

static void fill_alarms(uint64_t *s, void *p)
{
	struct msg_alarms *m = p;

	m->pages = (uint8_t)(1 + below(s, WIRE_ALARM_PAGES));
	m->page = (uint8_t)below(s, m->pages);
	m->n = count(s, WIRE_ALARMS_PAGE);
	for (unsigned i = 0; i < m->n; i++)
		fill_alarm(s, &m->alarms[i]);
}

static void fill_alarm_summary(uint64_t *s, void *p)
{
	struct msg_alarm_summary *m = p;

	bytes(s, m->journal_id, sizeof(m->journal_id));
	m->anchor = number(s);
	bytes(s, m->anchor_hash, sizeof(m->anchor_hash));
	m->head = number(s);
	bytes(s, m->head_hash, sizeof(m->head_hash));
	m->waiting = number(s);
	m->lost = number(s);
	m->bytes = number(s);
	m->active = (uint16_t)number(s);
	m->unacknowledged = (uint16_t)number(s);
	m->shelved = (uint16_t)number(s);
	m->highest = below(s, ALARM_PRIORITY_MAX);
	m->silent = flag(s);
	m->may_raise = flag(s);
	TEXT(m->log_trouble);
	m->maintenance_until_us = (int64_t)number(s);
	TEXT(m->maintenance_reason);
	TEXT(m->maintenance_by);
}

static void fill_schedules(uint64_t *s, void *p)
{
	struct msg_schedules *m = p;

	m->n = count(s, WIRE_SCHEDULES_MAX);
	for (unsigned i = 0; i < m->n; i++) {
		TEXT(m->schedules[i].id);
		TEXT(m->schedules[i].output);
		m->schedules[i].enabled = flag(s);
		m->schedules[i].active = flag(s);
		m->schedules[i].running = flag(s);
		m->schedules[i].from = (uint16_t)number(s);
		m->schedules[i].to = (uint16_t)number(s);
		m->schedules[i].days = (uint8_t)below(s, 128);
		m->schedules[i].next_us = (int64_t)number(s);
	}
}

static void fill_event_append(uint64_t *s, void *p)
{
	struct event *m = p;

	m->number = number(s);
	do
		m->kind = below(s, EVENT_KIND_MAX);
	while (!event_kind_valid(m->kind));
	m->now = instant(s);
	bytes(s, m->boot_id, sizeof(m->boot_id));
	TEXT(m->channel);
	TEXT(m->alarm);
	m->occurrence = number(s);
	m->priority = below(s, ALARM_PRIORITY_MAX);
	m->value = (int64_t)number(s);
	m->unit = below(s, UNIT_MAX);
	m->quality = below(s, QUALITY_MAX);
	m->holder = below(s, HOLDER_MAX);
	m->flags = (uint16_t)below(s, EVENT_FLAGS_ALL + 1);
	actor(s, &m->actor);
	TEXT(m->text);
}

static void fill_event(uint64_t *s, void *p)
{
	struct event *m = p;

	fill_event_append(s, p);
	bytes(s, m->hash, sizeof(m->hash));
}

static void fill_events_from(uint64_t *s, void *p)
{
	struct msg_events_from *m = p;

	m->from = number(s);
}

static void fill_alarm_request(uint64_t *s, void *p)
{
	struct msg_alarm_request *m = p;

	TEXT(m->alarm);
	m->occurrence = number(s);
	m->for_s = below(s, SHELVE_S_MAX + 1);
	TEXT(m->note);
	actor(s, &m->actor);
}

static void fill_log_status(uint64_t *s, void *p)
{
	struct msg_log_status *m = p;

	TEXT(m->status);
	m->error = (uint32_t)number(s);
	m->what = below(s, LOG_WHAT_MAX);
	m->rate_min = (uint8_t)below(s, LOG_RATE_MIN_MAX + 1);
	m->in_window = flag(s);
	m->clock_set = flag(s);
	m->first_us = (int64_t)number(s);
	m->last_us = (int64_t)number(s);
	m->next_us = (int64_t)number(s);
	m->rows = number(s);
	m->files = (uint32_t)number(s);
	m->log_bytes = number(s);
	m->quota_bytes = number(s);
	m->lost_rows = number(s);
	m->db_bytes = number(s);
	m->db_bytes_most = number(s);
	m->written_bytes = number(s);
	m->written_since_us = (int64_t)number(s);
	m->boxes = (uint32_t)number(s);
	m->boxes_most = (uint32_t)number(s);
	m->oldest_second_us = (int64_t)number(s);
	m->oldest_minute_us = (int64_t)number(s);
	m->oldest_hour_us = (int64_t)number(s);
}

static void fill_snmp_status(uint64_t *s, void *p)
{
	struct msg_snmp_status *m = p;

	TEXT(m->master);
	m->connected = flag(s);
	m->registered = flag(s);
	m->since_us = (int64_t)number(s);
	m->requests = (uint32_t)number(s);
	m->sets = (uint32_t)number(s);
	m->sent = (uint32_t)number(s);
	m->waiting = (uint32_t)number(s);
	m->watched = flag(s);
}

static void fill_web_status(uint64_t *s, void *p)
{
	struct msg_web_status *m = p;

	m->http_port = (uint16_t)number(s);
	m->https_port = (uint16_t)number(s);
	TEXT(m->print);
	m->own = flag(s);
	m->valid_until_us = (int64_t)number(s);
	m->sessions = (uint16_t)number(s);
	m->streams = (uint16_t)number(s);
	m->signed_in = (uint32_t)number(s);
	m->refused = (uint32_t)number(s);
	m->refused_at_us = (int64_t)number(s);
	m->code = flag(s);
}

static enum event_kind some_kind(uint64_t *s)
{
	unsigned v;

	do
		v = below(s, EVENT_KIND_MAX);
	while (!event_kind_valid(v));
	return (enum event_kind)v;
}

static void fill_notify_status(uint64_t *s, void *p)
{
	struct msg_notify_status *m = p;

	m->watched = flag(s);
	m->paused_until_us = (int64_t)number(s);
	TEXT(m->paused_by);
	m->n = count(s, NOTIFY_RECIPIENTS_MAX);
	for (unsigned i = 0; i < m->n; i++) {
		TEXT(m->recipients[i].id);
		m->recipients[i].by = below(s, DELIVERY_MAX);
		m->recipients[i].enabled = flag(s);
		m->recipients[i].next = number(s);
		m->recipients[i].waiting = (uint16_t)number(s);
		m->recipients[i].open = (uint16_t)number(s);
		m->recipients[i].sent = (uint32_t)number(s);
		m->recipients[i].failed = (uint32_t)number(s);
		m->recipients[i].last_us = (int64_t)number(s);
		m->recipients[i].outcome = below(s, OUTCOME_MAX);
		TEXT(m->recipients[i].sentence);
		m->recipients[i].due_us = (int64_t)number(s);
		TEXT(m->recipients[i].why);
	}
}

static void fill_notify_request(uint64_t *s, void *p)
{
	struct msg_notify_request *m = p;

	TEXT(m->recipient);
	m->for_s = (uint32_t)number(s);
	actor(s, &m->actor);
}

static void fill_notify_waiting(uint64_t *s, void *p)
{
	struct msg_notify_waiting *m = p;

	m->left_out = (uint32_t)number(s);
	m->n = count(s, NOTIFY_WAITING_MAX);
	for (unsigned i = 0; i < m->n; i++) {
		TEXT(m->list[i].recipient);
		m->list[i].event = number(s);
		m->list[i].kind = some_kind(s);
		TEXT(m->list[i].about);
		m->list[i].earlier = (uint32_t)number(s);
		m->list[i].since_us = (int64_t)number(s);
		m->list[i].due_us = (int64_t)number(s);
	}
}

static void fill_send(uint64_t *s, void *p)
{
	struct msg_send *m = p;

	m->by = below(s, DELIVERY_MAX);
	TEXT(m->server);
	m->port = (uint16_t)number(s);
	m->security = below(s, MAIL_SECURITY_MAX);
	TEXT(m->ca);
	TEXT(m->user);
	TEXT(m->password);
	TEXT(m->from);
	TEXT(m->to);
	TEXT(m->type);
	m->n_fields = count(s, SEND_FIELDS_MAX);
	for (unsigned i = 0; i < m->n_fields; i++) {
		TEXT(m->fields[i].name);
		TEXT(m->fields[i].value);
	}
	m->limit_ms = (uint32_t)number(s);
	m->body_len = (uint16_t)(flag(s) ? below(s, 64) : below(s, SEND_BODY_MAX + 1));
	for (unsigned i = 0; i < m->body_len; i++)
		m->body[i] = (uint8_t)next(s);
}

static void fill_sent(uint64_t *s, void *p)
{
	struct msg_sent *m = p;

	m->outcome = below(s, OUTCOME_MAX);
	m->unsure = flag(s);
	m->code = (uint16_t)number(s);
	TEXT(m->sentence);
}

static void fill_modem_ask(uint64_t *s, void *p)
{
	struct msg_modem_ask *m = p;

	m->limit_ms = (uint32_t)number(s);
}

static void fill_modem(uint64_t *s, void *p)
{
	struct msg_modem *m = p;

	m->there = flag(s);
	m->registered = flag(s);
	m->recent = flag(s);
	m->signal = (uint8_t)below(s, 101);
	TEXT(m->why);
}

static void fill_log_request(uint64_t *s, void *p)
{
	struct msg_log_request *m = p;

	m->file = (uint32_t)number(s);
	actor(s, &m->actor);
}

/* A message that is only a head; its one byte of memory stays zero. */
static void fill_bare(uint64_t *s, void *p)
{
	(void)s;
	(void)p;
}

static int get_bare(struct cursor *c, void *m)
{
	(void)m;
	return cursor_finish(c);
}

static int put_sim_join(void *buf, size_t size, uint32_t id, const void *m)
{
	(void)m;
	return msg_bare_put(buf, size, MSG_SIM_JOIN, id);
}

static int put_sim_list(void *buf, size_t size, uint32_t id, const void *m)
{
	(void)m;
	return msg_bare_put(buf, size, MSG_SIM_LIST, id);
}

static int put_web_code(void *buf, size_t size, uint32_t id, const void *m)
{
	(void)m;
	return msg_bare_put(buf, size, MSG_WEB_CODE, id);
}

static int put_sim_release(void *buf, size_t size, uint32_t id, const void *m)
{
	(void)m;
	return msg_bare_put(buf, size, MSG_SIM_RELEASE, id);
}

/* One signature for codecs with and without an id, and for those that several types share. */
#define GETTER(prefix, struct_type)                                                                \
	static int get_##prefix(struct cursor *c, void *m)                                         \
	{                                                                                          \
		return msg_##prefix##_get(c, (struct_type *)m);                                    \
	}
#define PUBLICATION(prefix, struct_type)                                                           \
	static int put_##prefix(void *buf, size_t size, uint32_t id, const void *m)                \
	{                                                                                          \
		(void)id;                                                                          \
		return msg_##prefix##_put(buf, size, (const struct_type *)m);                      \
	}                                                                                          \
	GETTER(prefix, struct_type)
#define REQUEST(prefix, struct_type)                                                               \
	static int put_##prefix(void *buf, size_t size, uint32_t id, const void *m)                \
	{                                                                                          \
		return msg_##prefix##_put(buf, size, id, (const struct_type *)m);                  \
	}                                                                                          \
	GETTER(prefix, struct_type)
#define SHARED(name, prefix, struct_type, type)                                                    \
	static int put_##name(void *buf, size_t size, uint32_t id, const void *m)                  \
	{                                                                                          \
		return msg_##prefix##_put(buf, size, type, id, (const struct_type *)m);            \
	}

PUBLICATION(hello, struct msg_hello)
SHARED(refused, reply, struct msg_reply, MSG_REFUSED)
SHARED(reply, reply, struct msg_reply, MSG_REPLY)
GETTER(reply, struct msg_reply)
PUBLICATION(snapshot, struct snapshot)
PUBLICATION(health, struct health)
PUBLICATION(holds, struct msg_holds)
PUBLICATION(fact, struct fact)
PUBLICATION(fact_gap, struct msg_fact_gap)
REQUEST(facts_from, struct msg_facts_from)
REQUEST(output_set, struct msg_output_set)
REQUEST(output_confirm, struct msg_output_confirm)
REQUEST(hold_all, struct msg_hold_all)
SHARED(sim_run, sim, struct msg_sim, MSG_SIM_RUN)
SHARED(sim_set, sim, struct msg_sim, MSG_SIM_SET)
SHARED(sim_speed, sim, struct msg_sim, MSG_SIM_SPEED)
SHARED(sim_step, sim, struct msg_sim, MSG_SIM_STEP)
GETTER(sim, struct msg_sim)
REQUEST(sim_listing, struct msg_sim_listing)
REQUEST(settings_change, struct msg_settings_change)
REQUEST(settings_result, struct msg_settings_result)

PUBLICATION(alarms, struct msg_alarms)
PUBLICATION(alarm_summary, struct msg_alarm_summary)
PUBLICATION(schedules, struct msg_schedules)
PUBLICATION(event, struct event)
static int put_event_gap(void *buf, size_t size, uint32_t id, const void *m)
{
	(void)id;
	return msg_event_gap_put(buf, size, m);
}
REQUEST(events_from, struct msg_events_from)
SHARED(alarm_acknowledge, alarm_request, struct msg_alarm_request, MSG_ALARM_ACKNOWLEDGE)
SHARED(alarm_shelve, alarm_request, struct msg_alarm_request, MSG_ALARM_SHELVE)
SHARED(alarm_unshelve, alarm_request, struct msg_alarm_request, MSG_ALARM_UNSHELVE)
SHARED(alarm_reset, alarm_request, struct msg_alarm_request, MSG_ALARM_RESET)
SHARED(maintenance, alarm_request, struct msg_alarm_request, MSG_MAINTENANCE)
SHARED(notify_test, alarm_request, struct msg_alarm_request, MSG_NOTIFY_TEST)
GETTER(alarm_request, struct msg_alarm_request)
REQUEST(event_append, struct event)

PUBLICATION(log_status, struct msg_log_status)
PUBLICATION(snmp_status, struct msg_snmp_status)
PUBLICATION(web_status, struct msg_web_status)
SHARED(log_append, log_request, struct msg_log_request, MSG_LOG_APPEND)
SHARED(log_clear, log_request, struct msg_log_request, MSG_LOG_CLEAR)
SHARED(log_delete, log_request, struct msg_log_request, MSG_LOG_DELETE)
GETTER(log_request, struct msg_log_request)

PUBLICATION(notify_status, struct msg_notify_status)
SHARED(notify_pause, notify_request, struct msg_notify_request, MSG_NOTIFY_PAUSE)
SHARED(notify_flush, notify_request, struct msg_notify_request, MSG_NOTIFY_FLUSH)
SHARED(notify_try, notify_request, struct msg_notify_request, MSG_NOTIFY_TRY)
SHARED(notify_queue, notify_request, struct msg_notify_request, MSG_NOTIFY_QUEUE)
GETTER(notify_request, struct msg_notify_request)
REQUEST(notify_waiting, struct msg_notify_waiting)
REQUEST(send, struct msg_send)
REQUEST(sent, struct msg_sent)
REQUEST(modem_ask, struct msg_modem_ask)
SHARED(modem, modem, struct msg_modem, MSG_MODEM)
SHARED(modem_answer, modem, struct msg_modem, MSG_MODEM_ANSWER)
GETTER(modem, struct msg_modem)

#define KIND(type, struct_type, filler, prefix, getter)                                            \
	{                                                                                          \
#prefix, type, sizeof(struct_type), fill_##filler, put_##prefix, get_##getter      \
	}

const struct wire_kind wire_kinds[] = {
	KIND(MSG_HELLO, struct msg_hello, hello, hello, hello),
	KIND(MSG_REFUSED, struct msg_reply, reply, refused, reply),
	KIND(MSG_REPLY, struct msg_reply, reply, reply, reply),
	KIND(MSG_SNAPSHOT, struct snapshot, snapshot, snapshot, snapshot),
	KIND(MSG_HEALTH, struct health, health, health, health),
	KIND(MSG_HOLDS, struct msg_holds, holds, holds, holds),
	KIND(MSG_FACT, struct fact, fact, fact, fact),
	KIND(MSG_FACT_GAP, struct msg_fact_gap, fact_gap, fact_gap, fact_gap),
	KIND(MSG_FACTS_FROM, struct msg_facts_from, facts_from, facts_from, facts_from),
	KIND(MSG_OUTPUT_SET, struct msg_output_set, output_set, output_set, output_set),
	KIND(MSG_OUTPUT_CONFIRM, struct msg_output_confirm, output_confirm, output_confirm,
	     output_confirm),
	KIND(MSG_HOLD_ALL, struct msg_hold_all, hold_all, hold_all, hold_all),
	KIND(MSG_SIM_RUN, struct msg_sim, sim, sim_run, sim),
	KIND(MSG_SIM_SET, struct msg_sim, sim, sim_set, sim),
	KIND(MSG_SIM_SPEED, struct msg_sim, sim, sim_speed, sim),
	KIND(MSG_SIM_JOIN, char, bare, sim_join, bare),
	KIND(MSG_SIM_STEP, struct msg_sim, sim, sim_step, sim),
	KIND(MSG_SIM_LIST, char, bare, sim_list, bare),
	KIND(MSG_SIM_LISTING, struct msg_sim_listing, sim_listing, sim_listing, sim_listing),
	KIND(MSG_SIM_RELEASE, char, bare, sim_release, bare),
	KIND(MSG_SETTINGS_CHANGE, struct msg_settings_change, settings_change, settings_change,
	     settings_change),
	KIND(MSG_SETTINGS_RESULT, struct msg_settings_result, settings_result, settings_result,
	     settings_result),
	KIND(MSG_ALARMS, struct msg_alarms, alarms, alarms, alarms),
	KIND(MSG_ALARM_SUMMARY, struct msg_alarm_summary, alarm_summary, alarm_summary,
	     alarm_summary),
	KIND(MSG_SCHEDULES, struct msg_schedules, schedules, schedules, schedules),
	KIND(MSG_EVENT, struct event, event, event, event),
	KIND(MSG_EVENT_GAP, struct msg_fact_gap, fact_gap, event_gap, fact_gap),
	KIND(MSG_EVENTS_FROM, struct msg_events_from, events_from, events_from, events_from),
	KIND(MSG_ALARM_ACKNOWLEDGE, struct msg_alarm_request, alarm_request, alarm_acknowledge,
	     alarm_request),
	KIND(MSG_ALARM_SHELVE, struct msg_alarm_request, alarm_request, alarm_shelve,
	     alarm_request),
	KIND(MSG_ALARM_UNSHELVE, struct msg_alarm_request, alarm_request, alarm_unshelve,
	     alarm_request),
	KIND(MSG_ALARM_RESET, struct msg_alarm_request, alarm_request, alarm_reset, alarm_request),
	KIND(MSG_MAINTENANCE, struct msg_alarm_request, alarm_request, maintenance, alarm_request),
	KIND(MSG_EVENT_APPEND, struct event, event_append, event_append, event_append),
	KIND(MSG_NOTIFY_TEST, struct msg_alarm_request, alarm_request, notify_test, alarm_request),
	KIND(MSG_LOG_STATUS, struct msg_log_status, log_status, log_status, log_status),
	KIND(MSG_LOG_APPEND, struct msg_log_request, log_request, log_append, log_request),
	KIND(MSG_LOG_CLEAR, struct msg_log_request, log_request, log_clear, log_request),
	KIND(MSG_LOG_DELETE, struct msg_log_request, log_request, log_delete, log_request),
	KIND(MSG_WEB_CODE, char, bare, web_code, bare),
	KIND(MSG_SNMP_STATUS, struct msg_snmp_status, snmp_status, snmp_status, snmp_status),
	KIND(MSG_WEB_STATUS, struct msg_web_status, web_status, web_status, web_status),
	KIND(MSG_NOTIFY_STATUS, struct msg_notify_status, notify_status, notify_status,
	     notify_status),
	KIND(MSG_NOTIFY_PAUSE, struct msg_notify_request, notify_request, notify_pause,
	     notify_request),
	KIND(MSG_NOTIFY_FLUSH, struct msg_notify_request, notify_request, notify_flush,
	     notify_request),
	KIND(MSG_NOTIFY_TRY, struct msg_notify_request, notify_request, notify_try, notify_request),
	KIND(MSG_NOTIFY_QUEUE, struct msg_notify_request, notify_request, notify_queue,
	     notify_request),
	KIND(MSG_NOTIFY_WAITING, struct msg_notify_waiting, notify_waiting, notify_waiting,
	     notify_waiting),
	KIND(MSG_SEND, struct msg_send, send, send, send),
	KIND(MSG_SENT, struct msg_sent, sent, sent, sent),
	KIND(MSG_MODEM, struct msg_modem, modem, modem, modem),
	KIND(MSG_MODEM_ASK, struct msg_modem_ask, modem_ask, modem_ask, modem_ask),
	KIND(MSG_MODEM_ANSWER, struct msg_modem, modem, modem_answer, modem),
};
const size_t wire_kinds_n = ARRAY_SIZE(wire_kinds);
