// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/rules.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/settings/ids.h"

#define USEC_PER_MSEC_OF(ms) ((ms)*USEC_PER_MSEC)

struct maker {
	const struct settings *settings;
	const struct channel *channels;
	unsigned n_channels;
	struct rules *rules;
	char groups[ALARM_RULES_MAX][CHANNEL_ID_MAX]; /* number in the list plus 1 is the group's */
	unsigned n_groups;
};

/* The outputs named in a list of ids, as a mask over the channel table. */
static uint64_t outputs_mask(const struct maker *m, const char *ids)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < m->n_channels; i++)
		if (m->channels[i].kind == CHANNEL_DIGITAL_OUT && ids_have(ids, m->channels[i].id))
			mask |= UINT64_C(1) << i;
	return mask;
}

static unsigned group_number(struct maker *m, const char *group)
{
	if (!*group)
		return 0;
	for (unsigned i = 0; i < m->n_groups; i++)
		if (streq(m->groups[i], group))
			return i + 1;
	(void)snprintf(m->groups[m->n_groups], CHANNEL_ID_MAX, "%s", group);
	return ++m->n_groups;
}

static struct rule *add(struct maker *m, int channel)
{
	struct rule *r = &m->rules->rules[m->rules->n++];

	*r = (struct rule){ .channel = channel, .cause = RULE_NONE };
	if (channel >= 0)
		(void)snprintf(r->channel_id, sizeof(r->channel_id), "%s", m->channels[channel].id);
	return r;
}

static void add_configured(struct maker *m, const struct settings_alarm *a, int channel)
{
	struct rule *r = add(m, channel);

	(void)snprintf(r->id, sizeof(r->id), "%s", a->id);
	r->when = a->when;
	r->priority = a->priority;
	r->setpoint = a->setpoint == SETTINGS_UNSET ? 0 : a->setpoint;
	r->recovery = a->recovery == SETTINGS_UNSET ? r->setpoint : a->recovery;
	r->window_us = a->window_s * USEC_PER_SEC;
	r->on_delay_us = USEC_PER_MSEC_OF(a->on_delay_ms);
	r->off_delay_us = USEC_PER_MSEC_OF(a->off_delay_ms);
	r->latched = a->latched;
	r->message = a->email;
	r->outputs = outputs_mask(m, a->alarm_outputs);
	r->group = group_number(m, a->group);
}

static void add_quality(struct maker *m, int channel)
{
	const struct settings_alarm_system *all = &m->settings->alarm_system;
	struct rule *r = add(m, channel);

	(void)snprintf(r->id, sizeof(r->id), "%s" RULE_QUALITY_SUFFIX, m->channels[channel].id);
	r->when = ALARM_QUALITY;
	r->priority = all->quality_priority;
	r->on_delay_us = USEC_PER_MSEC_OF(all->quality_delay_ms);
	r->message = all->quality_email;
	r->outputs = outputs_mask(m, all->quality_outputs);
}

/* All rules of one channel: ties of a first-out go to the channel order. */
static void add_channel(struct maker *m, int channel)
{
	bool quality = false;

	if (channel_hidden(&m->channels[channel]))
		return;
	for (unsigned i = 0; i < m->settings->n_alarms; i++) {
		const struct settings_alarm *a = &m->settings->alarms[i];

		if (!streq(a->channel, m->channels[channel].id))
			continue;
		/* a disabled rule about the quality takes the built-in one's place too */
		quality |= a->when == ALARM_QUALITY;
		if (a->enabled)
			add_configured(m, a, channel);
	}
	if (!quality)
		add_quality(m, channel);
}

/* About the suite itself: somebody is told in any case. */
static void add_system(struct maker *m, const char *id, enum alarm_when when,
		       enum alarm_priority priority)
{
	struct rule *r = add(m, RULE_NONE);

	(void)snprintf(r->id, sizeof(r->id), "%s", id);
	r->when = when;
	r->priority = priority;
	r->message = true;
}

static int find_rule(const struct rules *rules, const char *id)
{
	for (unsigned i = 0; i < rules->n; i++)
		if (streq(rules->rules[i].id, id))
			return (int)i;
	return RULE_NONE;
}

/* A cause that is disabled or hidden is none. */
static void find_causes(const struct maker *m)
{
	for (unsigned i = 0; i < m->settings->n_alarms; i++) {
		const struct settings_alarm *a = &m->settings->alarms[i];
		int rule = find_rule(m->rules, a->id);

		if (rule >= 0 && *a->cause)
			m->rules->rules[rule].cause = find_rule(m->rules, a->cause);
	}
}

void rules_make(const struct settings *settings, const struct channel *channels, unsigned n,
		struct rules *ret_rules)
{
	struct maker m = {
		.settings = settings, .channels = channels, .n_channels = n, .rules = ret_rules
	};

	*ret_rules = (struct rules){
		.n_channels = n,
		.chatter_count = (uint32_t)settings->alarm_system.chatter_count,
		.chatter_us = settings->alarm_system.chatter_s * USEC_PER_SEC,
	};
	for (unsigned i = 0; i < n; i++)
		add_channel(&m, (int)i);
	add_system(&m, RULE_SILENT_ID, ALARM_SILENT, settings->alarm_system.silent_priority);
	add_system(&m, ALARM_LOG_ID, ALARM_LOG, settings->alarm_system.log_priority);
	find_causes(&m);
	ret_rules->n_groups = m.n_groups + 1;
}
