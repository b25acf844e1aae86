// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include "lib/base/parse.h"
#include "lib/base/util.h"

#define REFUSE(c, ch, key, ...) check_refuse(c, &subject_channels, (ch)->info.id, key, __VA_ARGS__)

static void check_iio(struct check *c, const struct settings_channel *ch)
{
	if (!ch->converter[0])
		REFUSE(c, ch, "converter", "is missing; source iio needs the id of a converter");
	else if (subject_find(&subject_converters, c->s, ch->converter) < 0)
		REFUSE(c, ch, "converter", "there is no converter '%s'", ch->converter);
	if (!ch->input[0])
		REFUSE(c, ch, "input",
		       "is missing; source iio needs the converter's channel, e.g. "
		       "voltage0");
	if (ch->scale == 0)
		REFUSE(c, ch, "scale", "0 would make every reading the same; allowed: any other");
}

static void check_derived_input(struct check *c, const struct settings_channel *ch, const char *key,
				const char *id)
{
	const struct settings_channel *input = check_channel(c, id);

	if (!id[0])
		REFUSE(c, ch, key, "is missing; source derived needs the id of a channel");
	else if (!input)
		REFUSE(c, ch, key, "there is no channel '%s'", id);
	/* They are computed in this order, and so no circle is possible. */
	else if (input->info.source == SOURCE_DERIVED && input >= ch)
		REFUSE(c, ch, key, "'%s' is derived itself and must stand before it", id);
	else if (streq(key, "input_a") && channel_digital(&input->info))
		REFUSE(c, ch, key, "'%s' is digital; allowed: an analog channel", id);
	else if (ch->derive == DERIVE_PRODUCT && channel_digital(&input->info))
		REFUSE(c, ch, key, "'%s' is digital; allowed: an analog channel", id);
}

static void check_derived(struct check *c, const struct settings_channel *ch)
{
	if (ch->derive == DERIVE_NONE)
		REFUSE(c, ch, "derive", "is missing; allowed: product, while-on, while-off");
	check_derived_input(c, ch, "input_a", ch->input_a);
	check_derived_input(c, ch, "input_b", ch->input_b);
}

/* Every chip has a line of that number: the first chip found would be read or switched. */
static void check_gpio(struct check *c, const struct settings_channel *ch)
{
	uint64_t number;

	if (!ch->line[0])
		REFUSE(c, ch, "line", "is missing; source gpio needs a line's name or number");
	else if (!ch->chip[0] && parse_u64(ch->line, &number) == 0)
		REFUSE(c, ch, "line",
		       "a line's number needs its chip; set channels.%s.chip, or give the line's "
		       "name",
		       ch->info.id);
}

/* One value of the modem is a number, the other one a state. */
static void check_modem(struct check *c, const struct settings_channel *ch)
{
	bool digital = channel_digital(&ch->info);

	if (ch->modem != (digital ? MODEM_REGISTERED : MODEM_SIGNAL))
		REFUSE(c, ch, "modem", "%s %s channel; allowed: %s",
		       ch->modem == MODEM_NOTHING ? "is missing, for" : "is not for",
		       digital ? "a digital" : "an analog", digital ? "registered" : "signal");
	if (!digital && ch->info.unit != UNIT_PERCENT)
		REFUSE(c, ch, "unit", "a modem's signal is a share of the best; allowed: percent");
}

static void check_source(struct check *c, const struct settings_channel *ch)
{
	switch (ch->info.source) {
	case SOURCE_NONE:
	case SOURCE_KIND_MAX:
		break;
	case SOURCE_IIO:
		check_iio(c, ch);
		break;
	case SOURCE_GPIO:
		check_gpio(c, ch);
		break;
	case SOURCE_SIM:
		if (!ch->signal[0])
			REFUSE(c, ch, "signal", "is missing; source sim needs a signal");
		break;
	case SOURCE_DERIVED:
		check_derived(c, ch);
		break;
	case SOURCE_MODEM:
		check_modem(c, ch);
		break;
	}
}

static bool same_chip(const struct settings_channel *a, const struct settings_channel *b)
{
	return !a->chip[0] || !b->chip[0] || streq(a->chip, b->chip);
}

/* Two channels on one wire: one of them is not what it says. */
static void check_shared(struct check *c, const struct settings_channel *ch,
			 const struct settings_channel *other)
{
	const char *id = other->info.id;

	if (ch->info.source != other->info.source)
		return;
	if (ch->info.source == SOURCE_IIO && ch->input[0] && streq(ch->input, other->input) &&
	    streq(ch->converter, other->converter))
		REFUSE(c, ch, "input", "channels.%s is wired to %s of %s already", id, ch->input,
		       ch->converter);
	if (ch->info.source == SOURCE_GPIO && ch->line[0] && streq(ch->line, other->line) &&
	    same_chip(ch, other))
		REFUSE(c, ch, "line", "channels.%s is wired to line '%s' already", id, ch->line);
	if (ch->info.source == SOURCE_SIM && ch->signal[0] && streq(ch->signal, other->signal))
		REFUSE(c, ch, "signal", "channels.%s is wired to '%s' already", id, ch->signal);
	if (ch->info.source == SOURCE_MODEM && ch->modem == other->modem)
		REFUSE(c, ch, "modem", "channels.%s shows it already", id);
}

static void check_converter(struct check *c, unsigned i)
{
	const struct settings_converter *cv = &c->s->converters[i];

	if (!cv->label[0] == !cv->parent[0])
		check_refuse(c, &subject_converters, cv->id, "label",
			     "a converter is found by its label or by its parent; set one of both");
	if (!cv->bus[0])
		check_refuse(c, &subject_converters, cv->id, "bus",
			     "is missing; the bus it sits on, e.g. i2c-1");
	for (unsigned k = 0; k < i; k++) {
		const struct settings_converter *other = &c->s->converters[k];

		if (cv->label[0] && streq(cv->label, other->label))
			check_refuse(c, &subject_converters, cv->id, "label",
				     "converters.%s has the label '%s' already", other->id,
				     cv->label);
		if (cv->parent[0] && streq(cv->parent, other->parent))
			check_refuse(c, &subject_converters, cv->id, "parent",
				     "converters.%s has the parent '%s' already", other->id,
				     cv->parent);
	}
}

void check_wiring(struct check *c)
{
	for (unsigned i = 0; i < c->s->n_converters; i++)
		check_converter(c, i);
	for (unsigned i = 0; i < c->s->n_channels; i++) {
		check_source(c, &c->s->channels[i]);
		for (unsigned k = 0; k < i; k++)
			check_shared(c, &c->s->channels[i], &c->s->channels[k]);
	}
}
