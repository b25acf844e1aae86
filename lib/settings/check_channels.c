// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include <stdio.h>

#include "lib/base/nearest.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/model/snapshot.h"

#define REFUSE(c, ch, key, ...) check_refuse(c, &subject_channels, (ch)->info.id, key, __VA_ARGS__)

static void check_range(struct check *c, const struct settings_channel *ch)
{
	char low[PARSE_MICRO_MAX], high[PARSE_MICRO_MAX];

	if (channel_digital(&ch->info)) {
		if (ch->info.unit != UNIT_NONE)
			REFUSE(c, ch, "unit", "a digital channel has no unit; allowed: none");
		return;
	}
	if (ch->info.range_min < ch->info.range_max)
		return;
	format_micro(ch->info.range_min, low);
	format_micro(ch->info.range_max, high);
	REFUSE(c, ch, "range_min", "%s is not below channels.%s.range_max (%s)", low, ch->info.id,
	       high);
}

/* Settings that only some kinds have: set on another kind, somebody means something else. */
static void check_kind(struct check *c, const struct settings_channel *ch)
{
	bool out = ch->info.kind == CHANNEL_DIGITAL_OUT;

	if (!out && ch->info.pulse)
		REFUSE(c, ch, "pulse", "only a digital-out can pulse");
	if (!out && ch->info.confirm)
		REFUSE(c, ch, "confirm", "only a change of a digital-out can be confirmed");
	if (!out && ch->pwm)
		REFUSE(c, ch, "pwm", "only a digital-out can be pulse-width modulated");
	else if (ch->pwm && !c->s->device.pwm)
		REFUSE(c, ch, "pwm", "this hardware has no pulse-width modulation (device.pwm)");
	if (!channel_digital(&ch->info) && ch->email_on_change)
		REFUSE(c, ch, "email_on_change",
		       "only a digital channel changes; "
		       "analog channels have alarms");
	if (ch->info.kind == CHANNEL_ANALOG_IN && ch->info.source == SOURCE_GPIO)
		REFUSE(c, ch, "source",
		       "a gpio line is not analog; allowed: none, iio, sim, derived, modem");
	if (channel_digital(&ch->info) &&
	    (ch->info.source == SOURCE_IIO || ch->info.source == SOURCE_DERIVED))
		REFUSE(c, ch, "source",
		       "%s is analog; allowed for a digital channel: none, gpio, sim%s",
		       source_kind_to_name(ch->info.source), out ? "" : ", modem");
	if (out && ch->info.source == SOURCE_MODEM)
		REFUSE(c, ch, "source", "a modem switches nothing; allowed: none, gpio, sim");
}

/* A mistyped id in rmcu.conf would else become a new channel without any wire. */
static void check_known(struct check *c, const struct settings_channel *ch)
{
	const struct assignments *profile = &c->layers->layer[LAYER_PROFILE];
	const char *ids[CHANNELS_MAX], *near;
	char source[SETTINGS_PATH_MAX];
	size_t n = 0;

	/* A source that could not be read is a mistake already, and not that there is none. */
	(void)snprintf(source, sizeof(source), "channels.%s.source: ", ch->info.id);
	if (ch->info.source != SOURCE_NONE || strstr(text_get(c->mistakes), source))
		return;
	for (size_t i = 0; i < profile->n; i++) {
		const struct settings_path *p = &profile->list[i].path;

		if (p->subject != &subject_channels)
			continue;
		if (streq(p->id, ch->info.id))
			return;
		if (n < CHANNELS_MAX && (n == 0 || !streq(ids[n - 1], p->id)))
			ids[n++] = p->id;
	}
	near = nearest_word(ch->info.id, ids, n);
	REFUSE(c, ch, "source",
	       "the profile has no channel '%s'%s%s%s; a channel of your own needs a "
	       "source",
	       ch->info.id, near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "");
}

void check_known_channels(struct check *c)
{
	for (unsigned i = 0; i < c->s->n_channels; i++)
		check_known(c, &c->s->channels[i]);
}

static void check_role(struct check *c, unsigned i)
{
	const struct settings_channel *ch = &c->s->channels[i];

	if (ch->info.role == ROLE_NONE)
		return;
	for (unsigned k = 0; k < i; k++)
		if (c->s->channels[k].info.role == ch->info.role)
			REFUSE(c, ch, "role", "channels.%s has the role %s already",
			       c->s->channels[k].info.id, channel_role_to_name(ch->info.role));
}

void check_channels(struct check *c)
{
	unsigned outputs = 0;

	for (unsigned i = 0; i < c->s->n_channels; i++) {
		const struct settings_channel *ch = &c->s->channels[i];

		check_known(c, ch);
		check_range(c, ch);
		check_kind(c, ch);
		check_role(c, i);
		if (ch->info.kind == CHANNEL_DIGITAL_OUT && ++outputs > OUTPUTS_MAX)
			REFUSE(c, ch, "kind", "more than %d outputs are not possible", OUTPUTS_MAX);
	}
}
