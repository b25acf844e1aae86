// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Events as CSV (RFC 4180), a line each. What a person has written is text for a spreadsheet too:
 * where it begins like a formula an apostrophe stands before it. Pure.
 */
#include "daemons/webd/journal_query.h"

void journal_csv(struct text *out, const struct journal_result *r, const struct present_table *t);
