// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The status as JSON. The names of its fields are a promise to scripts: they are added to, never
 * changed. Values are in the channel's unit, temperatures in Celsius always; `text` is what a
 * person reads.
 */
#include "lib/base/json.h"
#include "lib/present/status.h"

void present_status_json(struct json *j, const struct present_status *s);

/* One channel of the list with its reading; its `age_ms` is against `now_us`. */
void present_channel_json(struct json *j, const struct channel *c, const struct sample *sample,
			  int64_t now_us, bool fahrenheit);

/* One channel of the channel table, without a reading. */
void present_channel_table_json(struct json *j, const struct channel *c);
