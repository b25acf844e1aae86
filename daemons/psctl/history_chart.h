// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A channel's history as a picture of characters. Pure. */
#include "daemons/psctl/terminal.h"
#include "lib/history/channels.h"
#include "lib/history/point.h"

#define HISTORY_CHART_LINES 10

struct history_chart {
	const struct history_channel *channel;
	const struct history_sum *sums; /* of equal widths, side by side */
	unsigned n;
	bool fahrenheit;
	/* columns (0: 80), ink and signs */
	const struct terminal *terminal;
	unsigned label; /* width of the numbers beside it; at least what they need */
	const char *from, *middle, *until;
};

/* Adds title, picture and time axis: a bar from minimum to maximum, the mean in it. */
void history_chart(struct text *out, const struct history_chart *chart);

/* How wide the numbers beside the chart of a channel commonly are. */
unsigned history_chart_label(const struct history_channel *c);

/* How many columns are left beside them. */
unsigned history_chart_columns(const struct terminal *terminal, unsigned label);
