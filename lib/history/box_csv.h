// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A black box as CSV (RFC 4180), a frame a line. Knows the zone of this machine. */
#include "lib/base/text.h"
#include "lib/history/boxes.h"

/* The channels of a box: parts of it may have others, so the columns are those of all of them. */
struct box_csv {
	unsigned n;
	struct channel table[CHANNELS_MAX];
	bool wanted[CHANNELS_MAX];
};

/* Adds the columns of the part that is read; `wanted` stays as it is. */
void box_csv_columns(struct box_csv *c, const struct boxes_reader *r);

/* Add the first line; a frame. */
void box_csv_header(struct text *out, const struct box_csv *c);
void box_csv_frame(struct text *out, const struct box_csv *c, const struct boxes_reader *r);
