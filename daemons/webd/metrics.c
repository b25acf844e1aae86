// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/metrics.h"

#include "lib/base/util.h"
#include "lib/present/power.h"
#include "lib/present/value.h"

struct family {
	const char *name, *type, *help;
	const char *head; /* what stands before its lines */
};

/* What is asked for every few seconds, day by day, is put together without printf. */
#define FAMILY(name, type, help)                                                                   \
	{                                                                                          \
		name, type, help, "# TYPE " name " " type "\n# HELP " name " " help "\n"           \
	}

static void begin(struct text *out, const struct family *f)
{
	text_add(out, f->head);
}

/* In the older format a family has the name of its lines, and an info is a gauge. */
static void begin_suffixed(struct text *out, bool open, const struct family *f, const char *suffix)
{
	if (open)
		begin(out, f);
	else
		text_printf(out, "# TYPE %s%s %s\n# HELP %s%s %s\n", f->name, suffix,
			    streq(f->type, "info") ? "gauge" : f->type, f->name, suffix, f->help);
}

bool metrics_open_wanted(const char *accept)
{
	return accept && strstr(accept, "application/openmetrics-text");
}

/* A value of a label, as OpenMetrics has it between quotes. */
static void add_label(struct text *out, const char *before, const char *value)
{
	const char *from = value;

	text_add(out, before);
	for (; *value; value++) {
		if (*value != '\\' && *value != '"' && *value != '\n')
			continue;
		text_add_n(out, from, (size_t)(value - from));
		text_add_char(out, '\\');
		text_add_char(out, *value == '\n' ? 'n' : *value);
		from = value + 1;
	}
	text_add_n(out, from, (size_t)(value - from));
	text_add_char(out, '"');
}

/* The end of a line, behind what is still missing of its name. */
static void add_line(struct text *out, const char *name, uint64_t count)
{
	text_add(out, name);
	text_add_char(out, ' ');
	text_add_digits(out, count, 1);
	text_add_char(out, '\n');
}

static void add_micro(struct text *out, int64_t micro)
{
	text_add_char(out, ' ');
	present_number(out, micro, MICRO_DIGITS, true);
	text_add_char(out, '\n');
}

static void add_channel(struct text *out, const char *family, const struct channel *c)
{
	text_add(out, family);
	add_label(out, "{channel=\"", c->id);
	add_label(out, ",name=\"", c->name);
}

static void add_values(struct text *out, const struct present_status *s)
{
	static const struct family f =
		FAMILY("rmcu_channel_value", "gauge",
		       "What is measured, in the unit of the channel, contacts as "
		       "1 when active; none while there is no good reading.");

	begin(out, &f);
	for (unsigned i = 0; i < present_n_readings(s); i++) {
		const struct channel *c = &s->channels[i];

		if (channel_hidden(c) || s->snapshot->samples[i].quality != QUALITY_OK)
			continue;
		add_channel(out, f.name, c);
		add_label(out, ",unit=\"", unit_to_name(c->unit));
		add_label(out, ",role=\"", channel_role_to_name(c->role));
		text_add(out, "}");
		add_micro(out, s->snapshot->samples[i].value);
	}
}

static void add_qualities(struct text *out, const struct present_status *s)
{
	static const struct family f =
		FAMILY("rmcu_channel_ok", "gauge", "1 while the channel has a good reading.");

	begin(out, &f);
	for (unsigned i = 0; i < present_n_readings(s); i++) {
		if (channel_hidden(&s->channels[i]))
			continue;
		add_channel(out, f.name, &s->channels[i]);
		add_line(out, "}", s->snapshot->samples[i].quality == QUALITY_OK);
	}
}

static void add_outputs(struct text *out, const struct present_status *s)
{
	static const struct family f = FAMILY("rmcu_output_active", "gauge",
					      "1 while the output is commanded to be active.");

	begin(out, &f);
	for (unsigned i = 0; i < s->snapshot->n_outputs; i++) {
		const struct output_state *o = &s->snapshot->outputs[i];

		if (o->channel >= s->n_channels || channel_hidden(&s->channels[o->channel]))
			continue;
		add_channel(out, f.name, &s->channels[o->channel]);
		add_label(out, ",holder=\"", holder_to_name(o->holder));
		add_line(out, "}", o->active);
	}
}

/* What decides on a site whatever its channels are called; without a measurement there is none. */
static void add_power(struct text *out, const struct present_status *s)
{
	static const struct family f[] = {
		FAMILY("rmcu_mains_up", "gauge", "1 while there is mains."),
		FAMILY("rmcu_on_battery", "gauge", "1 while the battery alone feeds the load."),
	};
	const enum power_answer mains = power_mains(s);
	const enum power_source source = power_source(s);

	begin(out, &f[0]);
	if (mains != POWER_UNKNOWN)
		add_line(out, f[0].name, mains == POWER_YES);
	begin(out, &f[1]);
	if (source != POWER_FROM_UNKNOWN)
		add_line(out, f[1].name, source == POWER_FROM_BATTERY);
}

static void add_time(struct text *out, const struct present_status *s)
{
	static const struct family f =
		FAMILY("rmcu_time_seconds", "gauge", "The clock of the unit, seconds since 1970.");

	begin(out, &f);
	text_add(out, f.name);
	add_micro(out, s->snapshot->now.wall_us);
}

static void add_ticks(struct text *out, bool open, const struct present_status *s)
{
	static const struct family f[] = {
		FAMILY("rmcu_ticks", "counter", "Ticks of the grid since sensord started."),
		FAMILY("rmcu_missed_ticks", "counter",
		       "Those of them that came too late to measure."),
	};
	const uint64_t counts[] = { s->health->ticks, s->snapshot->missed_ticks };

	for (size_t i = 0; i < ARRAY_SIZE(f); i++) {
		begin_suffixed(out, open, &f[i], "_total");
		text_add(out, f[i].name);
		add_line(out, "_total", counts[i]);
	}
}

static void add_unit(struct text *out, bool open, const struct present_status *s)
{
	static const struct family f = FAMILY("rmcu", "info", "The unit.");

	begin_suffixed(out, open, &f, "_info");
	add_label(out, "rmcu_info{version=\"", s->version);
	add_label(out, ",site=\"", s->site);
	add_label(out, ",model=\"", s->model);
	add_label(out, ",simulated=\"", s->simulated ? "true" : "false");
	add_line(out, "}", 1);
}

static void add_alarm_counts(struct text *out, const struct present_alarms *a)
{
	static const struct family f[] = {
		FAMILY("rmcu_alarms_active", "gauge", "Alarms that stand."),
		FAMILY("rmcu_alarms_unacknowledged", "gauge",
		       "Alarms that nobody has acknowledged."),
		FAMILY("rmcu_alarms_shelved", "gauge", "Alarms that are shelved."),
	};
	const unsigned counts[] = { a->active, a->unacknowledged, a->shelved };

	for (size_t i = 0; i < ARRAY_SIZE(f); i++) {
		begin(out, &f[i]);
		add_line(out, f[i].name, counts[i]);
	}
}

static void add_alarms(struct text *out, const struct present_alarms *a)
{
	static const struct family f =
		FAMILY("rmcu_alarm_active", "gauge",
		       "1 for each alarm that stands; acknowledged as a person "
		       "left it.");

	begin(out, &f);
	for (unsigned i = 0; i < a->n; i++) {
		const struct alarm *one = a->list[i];

		if (!one->active)
			continue;
		text_add(out, f.name);
		add_label(out, "{alarm=\"", one->id);
		add_label(out, ",channel=\"", one->channel);
		add_label(out, ",priority=\"", alarm_priority_to_name(one->priority));
		add_label(out, ",acknowledged=\"", one->acknowledged ? "true" : "false");
		add_line(out, "}", 1);
	}
}

static void add_daemons(struct text *out, bool sensord, bool alarmd, bool loggerd)
{
	static const struct family f =
		FAMILY("rmcu_daemon_up", "gauge", "1 while the daemon answers.");
	const struct {
		const char *name;
		bool up;
	} daemons[] = { { "sensord", sensord }, { "alarmd", alarmd }, { "loggerd", loggerd } };

	begin(out, &f);
	for (size_t i = 0; i < ARRAY_SIZE(daemons); i++) {
		text_add(out, f.name);
		add_label(out, "{daemon=\"", daemons[i].name);
		add_line(out, "}", daemons[i].up);
	}
}

void metrics_write(struct text *out, bool open, const struct present_status *s, bool alarmd,
		   bool loggerd)
{
	add_daemons(out, s, alarmd, loggerd);
	if (s) {
		add_unit(out, open, s);
		add_values(out, s);
		add_qualities(out, s);
		add_outputs(out, s);
		add_power(out, s);
		add_time(out, s);
		add_ticks(out, open, s);
	}
	/* what is not known is not there: 0 would say that all is well */
	if (s && s->alarms->watched) {
		add_alarm_counts(out, s->alarms);
		add_alarms(out, s->alarms);
	}
	if (open)
		text_add(out, "# EOF\n");
}
