// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A bar that shows where a value stands. It repeats the text beside it, so nobody must read it. */
#include "daemons/webd/html.h"
#include "daemons/webd/page.h"
#include "lib/base/util.h"
#include "lib/settings/settings.h"

/* So coarse that noise tells no change: a slow line has better to do. */
#define STEPS 50
#define WHOLE 100 /* per cent */

/* From one end of the bar to the other. */
struct scale {
	int64_t from, to;
};

/* Beyond every sensor: a range that nobody has set (schema_channels.c). */
#define RANGE_UNSET (1000000 * MICRO)

static bool has_range(const struct channel *c)
{
	return c->range_min > -RANGE_UNSET && c->range_max < RANGE_UNSET;
}

/* Between two limits the middle half is theirs; else what the sensor can measure. */
static struct scale scale_of(const struct channel *c, int64_t low, int64_t high)
{
	int64_t half;

	if (has_range(c) && (low == SETTINGS_UNSET || high == SETTINGS_UNSET || low >= high ||
			     (low <= c->range_min && high >= c->range_max)))
		return (struct scale){ c->range_min, c->range_max };
	if (low == SETTINGS_UNSET || high == SETTINGS_UNSET || low >= high)
		return (struct scale){ 0 };
	half = (high - low) / 2;
	return (struct scale){ low - half, high + half };
}

static int place(const struct scale *s, int64_t value, int steps)
{
	double part = ((double)value - (double)s->from) / ((double)s->to - (double)s->from);

	return (int)(MIN(MAX(part, 0.0), 1.0) * steps + 0.5) * (WHOLE / steps);
}

void page_bar(struct text *out, const struct channel *c, const struct sample *sample, int64_t low,
	      int64_t high)
{
	const struct scale s = scale_of(c, low, high);
	int from, to;

	if (s.from >= s.to)
		return;
	text_add(out, "<span class=\"rg\"><svg class=\"rng\" aria-hidden=\"true\"");
	html_live(out, "bar", c->id);
	text_add(out, "><rect class=\"tr\"/>");
	if (low != SETTINGS_UNSET || high != SETTINGS_UNSET) {
		from = low == SETTINGS_UNSET ? 0 : place(&s, low, WHOLE);
		to = high == SETTINGS_UNSET ? WHOLE : place(&s, high, WHOLE);
		text_printf(out, "<rect class=\"ok\" x=\"%d%%\" width=\"%d%%\"/>", from,
			    MAX(to - from, 0));
	}
	if (sample->quality == QUALITY_OK)
		text_printf(out, "<rect class=\"mk\" x=\"%d%%\"/>",
			    MIN(place(&s, sample->value, STEPS), WHOLE - WHOLE / STEPS));
	text_add(out, "</svg></span>");
}
