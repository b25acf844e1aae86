// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The alarm report as a page. Pure. */
#include "daemons/webd/visitor.h"
#include "lib/base/text.h"
#include "lib/present/alarm_report.h"
#include "lib/present/value.h"

/* What came of it; valid during the call. */
struct report_result {
	const char *why; /* NULL, or why there is none */
	const struct alarm_report *report;
	const char *since; /* as he called it */
	const struct visitor *who;
};

void page_report(struct text *out, const struct report_result *r, const struct present_table *t);
