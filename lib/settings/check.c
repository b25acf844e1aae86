// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "lib/base/cleanup.h"
#include "lib/base/nearest.h"
#include "lib/base/parse.h"
#include "lib/settings/ids.h"
#include "lib/settings/mistake.h"

void check_refuse(struct check *c, const struct subject *subject, const char *id, const char *key,
		  const char *fmt, ...)
{
	struct settings_path path = { .subject = subject, .row = schema_row(subject, key) };
	AUTO_TEXT struct text name = TEXT_INIT;
	AUTO_FREE char *what = NULL;
	struct origin origin;
	va_list ap;

	(void)snprintf(path.id, sizeof(path.id), "%s", id);
	path_print(&path, &name);
	origin = layers_origin(c->layers, &path);
	/* What is missing stands nowhere; its item does. */
	if (origin.layer == LAYER_DEFAULT && id[0])
		origin = layers_item_origin(c->layers, &path);
	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		what = NULL;
	va_end(ap);
	mistake_add(c->mistakes, origin.file, origin.line, text_get(&name), "%s", what ? what : "");
	c->mistaken = true;
}

const struct settings_channel *check_channel(const struct check *c, const char *id)
{
	int i = subject_find(&subject_channels, c->s, id);

	return i < 0 ? NULL : &c->s->channels[i];
}

/* With outputs only an output can be meant. */
static void refuse_near(struct check *c, const struct subject *subject, const char *id,
			const char *key, const char *channel, bool outputs)
{
	const char *ids[CHANNELS_MAX], *near;
	size_t n = 0;

	for (unsigned i = 0; i < c->s->n_channels; i++)
		if (!outputs || c->s->channels[i].info.kind == CHANNEL_DIGITAL_OUT)
			ids[n++] = c->s->channels[i].info.id;
	near = nearest_word(channel, ids, n);
	check_refuse(c, subject, id, key, "there is no channel '%s'%s%s%s", channel,
		     near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "");
}

void check_refuse_channel(struct check *c, const struct subject *subject, const char *id,
			  const char *key, const char *channel)
{
	refuse_near(c, subject, id, key, channel, false);
}

void check_output(struct check *c, const struct subject *subject, const char *id, const char *key,
		  const char *output)
{
	const struct settings_channel *out = check_channel(c, output);

	if (!out)
		refuse_near(c, subject, id, key, output, true);
	else if (out->info.kind != CHANNEL_DIGITAL_OUT)
		check_refuse(c, subject, id, key, "'%s' is not a digital-out", output);
}

void check_outputs(struct check *c, const struct subject *subject, const char *id, const char *key,
		   const char *outputs)
{
	char one[CHANNEL_ID_MAX];

	for (const char *at = outputs; ids_next(&at, one);) {
		if (ids_have(at, one))
			check_refuse(c, subject, id, key, "'%s' stands there twice", one);
		else
			check_output(c, subject, id, key, one);
	}
}

/* `low` must be below `high`; both are decimals of the device. */
static void in_order(struct check *c, const char *low_key, int64_t low, const char *high_key,
		     int64_t high)
{
	char low_text[PARSE_MICRO_MAX], high_text[PARSE_MICRO_MAX];

	/* 0 and 0: the profile says nothing about it. */
	if (low < high || (low == 0 && high == 0))
		return;
	format_micro(low, low_text);
	format_micro(high, high_text);
	check_refuse(c, &subject_device, "", low_key, "%s is not below device.%s (%s)", low_text,
		     high_key, high_text);
}

void check_device(struct check *c)
{
	const struct settings_device *d = &c->s->device;

	in_order(c, "lvd_open_volts", d->lvd_open_volts, "lvd_close_volts", d->lvd_close_volts);
	in_order(c, "ovp_min_volts", d->ovp_min_volts, "ovp_max_volts", d->ovp_max_volts);
	in_order(c, "overload_min_percent", d->overload_min_percent, "overload_max_percent",
		 d->overload_max_percent);
	in_order(c, "work_min_celsius", d->work_min_celsius, "work_max_celsius",
		 d->work_max_celsius);
}

int check_ids(const struct settings *s, const struct layers *l, struct text *mistakes)
{
	struct check c = { .s = s, .layers = l, .mistakes = mistakes };

	check_known_channels(&c);
	return c.mistaken ? -EINVAL : 0;
}

int check_settings(const struct settings *s, const struct layers *l, struct text *mistakes)
{
	struct check c = { .s = s, .layers = l, .mistakes = mistakes };

	check_device(&c);
	check_channels(&c);
	check_wiring(&c);
	check_rate(&c);
	check_interlocks(&c);
	check_alarms(&c);
	check_schedules(&c);
	check_logging(&c);
	check_tokens(&c);
	check_recipients(&c);
	return c.mistaken ? -EINVAL : 0;
}
