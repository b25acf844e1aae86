// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/value.h"

#include "lib/base/parse.h"

#define MINUS "\xe2\x88\x92" /* U+2212, as wide as a digit */

/* No temperature on earth; below it, 18 c + 320 cannot overflow. */
#define CELSIUS_MOST (INT64_MAX / 20)

const struct channel *present_table_find(const struct present_table *t, const char *id)
{
	int i = channel_find(t->channels, t->n_channels, id);

	return i < 0 ? NULL : &t->channels[i];
}

const char *present_name(const struct channel *c)
{
	return channel_hidden(c) ? c->id : c->name;
}

static uint64_t ten_to(unsigned n)
{
	uint64_t v = 1;

	while (n-- > 0)
		v *= 10;
	return v;
}

/* Adds v / 10^places with `digits` of them, half rounded away from 0. */
static void add_rounded(struct text *out, int64_t v, unsigned places, unsigned digits, bool ascii)
{
	uint64_t magnitude = v < 0 ? -(uint64_t)v : (uint64_t)v;
	uint64_t step, one;

	digits = MIN(digits, places);
	step = ten_to(places - digits);
	one = ten_to(digits);
	magnitude = magnitude / step + (magnitude % step * 2 >= step);
	/* what rounds to nothing has no sign: "-0.0" makes people look for a fault */
	if (v < 0 && magnitude > 0)
		text_add(out, ascii ? "-" : MINUS);
	text_add_digits(out, magnitude / one, 1);
	if (digits > 0) {
		text_add_char(out, '.');
		text_add_digits(out, magnitude % one, digits);
	}
}

void present_number(struct text *out, int64_t micro, unsigned digits, bool ascii)
{
	add_rounded(out, micro, MICRO_DIGITS, digits, ascii);
}

/* Ten-millionths of a degree Fahrenheit: exact, so that a number is rounded once and not twice. */
static int64_t fahrenheit_exact(int64_t celsius_micro)
{
	int64_t c = MAX(MIN(celsius_micro, CELSIUS_MOST), -CELSIUS_MOST);

	return c * 18 + 320 * MICRO;
}

int64_t present_fahrenheit(int64_t celsius_micro)
{
	int64_t v = fahrenheit_exact(celsius_micro);

	return v / 10 + (v % 10 >= 5) - (v % 10 <= -5);
}

static bool shown_in_fahrenheit(const struct channel *c, const struct present_style *style)
{
	return c->unit == UNIT_CELSIUS && style->fahrenheit;
}

/* Symbols of a terminal that has no Unicode are words. */
static const char *symbol(enum unit unit, const struct present_style *style)
{
	if (unit == UNIT_CELSIUS) {
		if (style->ascii)
			return style->fahrenheit ? "deg F" : "deg C";
		return style->fahrenheit ? "°F" : "°C";
	}
	return unit == UNIT_OHM && style->ascii ? "ohm" : unit_symbol(unit);
}

const char *present_unit(const struct channel *c, const struct present_style *style)
{
	if (channel_digital(c))
		return "";
	/* the one voltage that is an effective value */
	if (c->unit == UNIT_VOLT && c->role == ROLE_AC_LINE)
		return "V AC";
	return symbol(c->unit, style);
}

const char *present_quality(enum quality v)
{
	switch (v) {
	case QUALITY_OK:
		return "ok";
	case QUALITY_STALE:
		return "stale";
	case QUALITY_OVER_RANGE:
		return "over range";
	case QUALITY_UNDER_RANGE:
		return "under range";
	case QUALITY_BROKEN_WIRE:
		return "broken wire";
	case QUALITY_FAULT:
		return "fault";
	case QUALITY_DISABLED:
		return "hidden";
	case QUALITY_MAX:
		break;
	}
	return "unknown";
}

const char *present_state_text(const struct channel *c, bool active)
{
	const char *own = c->state_text[active];

	return *own ? own : active ? "active" : "inactive";
}

static void add_dashes(struct text *out, unsigned digits)
{
	text_add(out, "--");
	for (unsigned i = 0; i < digits; i++)
		text_add(out, i == 0 ? ".-" : "-");
}

void present_value_number(struct text *out, const struct channel *c, const struct sample *s,
			  const struct present_style *style)
{
	if (channel_digital(c)) {
		text_add(out, s->quality == QUALITY_OK ? present_state_text(c, sample_active(s))
						       : "---");
		return;
	}
	if (s->quality != QUALITY_OK)
		add_dashes(out, c->digits);
	else if (shown_in_fahrenheit(c, style))
		add_rounded(out, fahrenheit_exact(s->value), MICRO_DIGITS + 1, c->digits,
			    style->ascii);
	else
		present_number(out, s->value, c->digits, style->ascii);
}

void present_value(struct text *out, const struct channel *c, const struct sample *s,
		   const struct present_style *style)
{
	const char *unit = present_unit(c, style);

	if (s->quality != QUALITY_OK) {
		text_add(out, present_quality(s->quality));
		return;
	}
	present_value_number(out, c, s, style);
	if (*unit)
		text_printf(out, " %s", unit);
}

void present_micro(struct text *out, const struct channel *c, int64_t micro,
		   const struct present_style *style)
{
	const struct sample s = { .value = micro };

	present_value(out, c, &s, style);
}

void present_difference(struct text *out, const struct channel *c, int64_t micro,
			const struct present_style *style)
{
	int64_t step = MAX(MIN(micro, CELSIUS_MOST), -CELSIUS_MOST);

	if (!shown_in_fahrenheit(c, style)) {
		present_micro(out, c, micro, style);
		return;
	}
	add_rounded(out, step * 18, MICRO_DIGITS + 1, c->digits, style->ascii);
	text_printf(out, " %s", present_unit(c, style));
}

void present_bare(struct text *out, int64_t micro, enum unit unit,
		  const struct present_style *style)
{
	bool fahrenheit = unit == UNIT_CELSIUS && style->fahrenheit;
	char number[PARSE_MICRO_MAX];

	format_micro(fahrenheit ? present_fahrenheit(micro) : micro, number);
	/* its minus sign is ASCII's */
	if (*number == '-')
		text_add(out, style->ascii ? "-" : MINUS);
	text_add(out, number + (*number == '-'));
	if (unit != UNIT_NONE)
		text_printf(out, " %s", symbol(unit, style));
}
