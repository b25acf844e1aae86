// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Which channel a person means: by its id, or by its shown name if only one has it; and which
 * alarm. Pure.
 */
#include "lib/base/text.h"
#include "lib/model/alarm.h"
#include "lib/model/channel.h"

/*
 * Index of the channel, or -ENOENT with a sentence added to *why that names the nearest one. With
 * `outputs` only outputs are meant.
 */
int find_channel(const struct channel *table, unsigned n, const char *word, bool outputs,
		 struct text *why);

/* Index of the alarm of this id, or -ENOENT with a sentence that names the nearest one. */
int find_alarm(const struct alarm *const *list, unsigned n, const char *word, struct text *why);
