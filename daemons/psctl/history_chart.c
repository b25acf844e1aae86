// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/history_chart.h"

#include "daemons/psctl/table.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"
#include "lib/present/value.h"

#define COLUMNS_DEFAULT 80
/* Less is no picture. */
#define COLUMNS_LEAST 10
#define LABEL_LEAST   6
/* A state has a name of up to 31 characters. */
#define LABEL_MOST 12
#define AXIS	   2 /* a space and the line */
#define TOP	   (HISTORY_CHART_LINES - 1)
#define MIDDLE	   (HISTORY_CHART_LINES / 2)
#define MICRO_STEP 1000000

enum chart_sign {
	BAR,
	MEAN,
	SIDE,
	MARK,
	CORNER,
	BOTTOM,
	BOTTOM_MARK,
	SIGNS
};

static const char *sign(const struct history_chart *c, enum chart_sign s)
{
	static const char *const signs[SIGNS][2] = {
		[BAR] = { ":", "░" },	      [MEAN] = { "#", "█" },   [SIDE] = { "|", "│" },
		[MARK] = { "+", "┤" },	      [CORNER] = { "+", "└" }, [BOTTOM] = { "-", "─" },
		[BOTTOM_MARK] = { "+", "┬" },
	};

	return signs[s][c->terminal->unicode];
}

static void add_times(struct text *out, const char *s, unsigned n)
{
	while (n-- > 0)
		text_add(out, s);
}

/* ------------------------------------------------------------------ the scale */

struct scale {
	int64_t low, high; /* of the lowest and the highest line, in steps */
	bool any;
};

/* How many steps the last digit that is shown counts. */
static int64_t digit_steps(const struct history_channel *c)
{
	int64_t micro = MICRO_STEP;

	for (unsigned i = 0; i < c->info.digits; i++)
		micro /= 10;
	return MAX(micro / c->step, INT64_C(1));
}

static struct scale find_scale(const struct history_chart *c)
{
	int64_t least = 3 * digit_steps(c->channel);
	struct scale s = { 0 };

	for (unsigned i = 0; i < c->n; i++) {
		if (c->sums[i].seconds == 0)
			continue;
		s.low = s.any ? MIN(s.low, c->sums[i].min) : c->sums[i].min;
		s.high = s.any ? MAX(s.high, c->sums[i].max) : c->sums[i].max;
		s.any = true;
	}
	if (channel_digital(&c->channel->info)) {
		s.low = 0;
		s.high = MAX(s.high, INT64_C(1));
	} else if (s.high - s.low < least) {
		/* three numbers that differ, and the values between them */
		s.low -= (least - (s.high - s.low)) / 2;
		s.high = s.low + least;
	}
	return s;
}

static unsigned line_of(const struct scale *s, int64_t v)
{
	return (unsigned)(((v - s->low) * TOP * 2 + (s->high - s->low)) / ((s->high - s->low) * 2));
}

static int64_t value_of(const struct scale *s, unsigned line)
{
	return s->low + (s->high - s->low) * line / TOP;
}

/* ------------------------------------------------------------------ numbers beside it */

static void add_label(struct text *out, const struct history_chart *c, const struct scale *s,
		      unsigned line)
{
	const struct present_style style = { c->fahrenheit, !c->terminal->unicode };
	const struct sample sample = { .value = value_of(s, line) * c->channel->step };
	AUTO_TEXT struct text number = TEXT_INIT;

	present_value_number(&number, &c->channel->info, &sample, &style);
	table_cut(out, c->terminal, text_get(&number), LABEL_MOST);
}

static bool has_label(const struct history_chart *c, unsigned line)
{
	return line == 0 || line == TOP || (line == MIDDLE && !channel_digital(&c->channel->info));
}

static unsigned measure_labels(const struct history_chart *c, const struct scale *s)
{
	size_t width = c->label;

	for (unsigned line = 0; line < HISTORY_CHART_LINES; line++) {
		AUTO_TEXT struct text label = TEXT_INIT;

		if (!has_label(c, line))
			continue;
		add_label(&label, c, s, line);
		width = MAX(width, utf8_count(text_get(&label)));
	}
	return (unsigned)width;
}

unsigned history_chart_label(const struct history_channel *c)
{
	size_t width = LABEL_LEAST;

	if (channel_digital(&c->info))
		width = MAX(utf8_count(present_state_text(&c->info, false)),
			    utf8_count(present_state_text(&c->info, true)));
	return (unsigned)MIN(width, (size_t)LABEL_MOST);
}

unsigned history_chart_columns(const struct terminal *terminal, unsigned label)
{
	unsigned columns = terminal->columns ? terminal->columns : COLUMNS_DEFAULT;

	return columns > label + AXIS + COLUMNS_LEAST ? columns - label - AXIS : COLUMNS_LEAST;
}

/* ------------------------------------------------------------------ the picture */

/* What stands in a column: of several buckets, or a part of one. */
static struct history_sum column_of(const struct history_chart *c, unsigned x, unsigned columns)
{
	uint64_t first = (uint64_t)x * c->n / columns, end = (uint64_t)(x + 1) * c->n / columns;
	struct history_sum sum = { 0 };

	for (uint64_t i = first; i < MAX(end, first + 1) && i < c->n; i++)
		history_sum_merge(&sum, &c->sums[i]);
	return sum;
}

static const char *cell(const struct history_chart *c, const struct scale *s, unsigned line,
			const struct history_sum *sum)
{
	if (sum->seconds == 0 || line < line_of(s, sum->min) || line > line_of(s, sum->max))
		return " ";
	return sign(c, line == line_of(s, history_mean(sum)) ? MEAN : BAR);
}

static void add_line(struct text *out, const struct history_chart *c, const struct scale *s,
		     unsigned line, unsigned label, unsigned columns)
{
	AUTO_TEXT struct text number = TEXT_INIT;
	unsigned spaces = 0;

	if (has_label(c, line))
		add_label(&number, c, s, line);
	add_times(out, " ", label - (unsigned)utf8_count(text_get(&number)));
	terminal_ink(out, c->terminal, INK_PLAIN, text_get(&number));
	text_printf(out, " %s", sign(c, has_label(c, line) ? MARK : SIDE));
	for (unsigned x = 0; x < columns; x++) {
		struct history_sum sum = column_of(c, x, columns);
		const char *what = cell(c, s, line, &sum);

		/* no spaces at the end of a line */
		if (streq(what, " ")) {
			spaces++;
			continue;
		}
		add_times(out, " ", spaces);
		spaces = 0;
		text_add(out, what);
	}
	text_add_char(out, '\n');
}

static void add_axis(struct text *out, const struct history_chart *c, unsigned label,
		     unsigned columns)
{
	unsigned left = columns / 2;

	add_times(out, " ", label + 1);
	text_add(out, sign(c, CORNER));
	add_times(out, sign(c, BOTTOM), left);
	text_add(out, sign(c, BOTTOM_MARK));
	add_times(out, sign(c, BOTTOM), columns - left - 1);
	text_add_char(out, '\n');
}

/* The middle goes where there is no room for three, then the end. */
static void add_time_labels(struct text *out, const struct history_chart *c, unsigned label,
			    unsigned columns)
{
	unsigned from = (unsigned)strlen(c->from), middle = (unsigned)strlen(c->middle),
		 until = (unsigned)strlen(c->until);
	unsigned at = columns / 2 - MIN(middle / 2, columns / 2), used = from;

	add_times(out, " ", label + AXIS);
	text_add(out, c->from);
	if (at > from && at + middle + until < columns) {
		add_times(out, " ", at - from);
		text_add(out, c->middle);
		used = at + middle;
	}
	if (used + until < columns) {
		add_times(out, " ", columns - until - used);
		text_add(out, c->until);
	}
	text_add_char(out, '\n');
}

static void add_title(struct text *out, const struct history_chart *c, const char *behind)
{
	const struct present_style style = { c->fahrenheit, !c->terminal->unicode };
	const struct channel *info = &c->channel->info;
	const char *unit = present_unit(info, &style);
	AUTO_TEXT struct text title = TEXT_INIT, cut = TEXT_INIT;

	text_add(&title, present_name(info));
	if (*unit)
		text_printf(&title, " [%s]", unit);
	text_add(&title, behind);
	table_cut(&cut, c->terminal, text_get(&title), c->terminal->columns);
	terminal_ink(out, c->terminal, INK_STRONG, text_get(&cut));
	text_add_char(out, '\n');
}

void history_chart(struct text *out, const struct history_chart *c)
{
	struct scale s = find_scale(c);
	unsigned label, columns;

	add_title(out, c, s.any ? "" : ": no values in this time");
	if (!s.any)
		return;
	label = measure_labels(c, &s);
	columns = history_chart_columns(c->terminal, label);
	for (unsigned i = HISTORY_CHART_LINES; i-- > 0;)
		add_line(out, c, &s, i, label, columns);
	add_axis(out, c, label, columns);
	add_time_labels(out, c, label, columns);
}
