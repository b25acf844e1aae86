// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Which events a person wants to see. Pure. */
#include "lib/base/text.h"
#include "lib/model/event.h"

struct event_filter {
	int64_t since_us;    /* wall clock; INT64_MIN: from the beginning */
	const char *channel; /* ids; NULL: any */
	const char *alarm;
	const char *kind; /* a kind, or what several begin with: "alarm" is all of "alarm-…" */
};

#define EVENT_FILTER_INIT ((struct event_filter){ .since_us = INT64_MIN })

bool event_filter_passes(const struct event_filter *f, const struct event *e);

/* True when every event passes. */
bool event_filter_empty(const struct event_filter *f);

/*
 * Reads "2026-11-25", "2026-11-25 14:00" (of this machine's zone), RFC 3339, or a span back from
 * `now_us` ("2h"); 0 or -EINVAL.
 */
int event_filter_since(const char *word, int64_t now_us, int64_t *ret_since_us);

/* 0, or -EINVAL with a sentence that names the nearest kind when none is called so. */
int event_filter_check_kind(const char *word, struct text *why);
