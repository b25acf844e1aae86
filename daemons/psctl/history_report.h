// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A range of the history as a table, as CSV (RFC 4180) and as JSON. Pure but for the zone. */
#include "daemons/psctl/table.h"
#include "lib/base/json.h"
#include "lib/history/report.h"

/* A table has a column for the time, and one more for each channel. */
#define HISTORY_REPORT_CHANNELS (TABLE_COLUMNS_MAX - 1)

void history_report_table(struct text *out, const struct history_report *r,
			  const struct terminal *terminal);
void history_report_json(struct json *j, const struct history_report *r);
