// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Between check.c and its parts check_*.c alone. */
#include "lib/settings/check.h"

struct check {
	const struct settings *s;
	const struct layers *layers;
	struct text *mistakes;
	bool mistaken;
};

/* Notes a mistake of the setting `key` of the item `id` ("" where there are no ids). */
void check_refuse(struct check *c, const struct subject *subject, const char *id, const char *key,
		  const char *fmt, ...) PRINTF_LIKE(5, 6);

/* The channel with this id, or NULL. */
const struct settings_channel *check_channel(const struct check *c, const char *id);

/* Notes that there is no such channel, with the one that may be meant. */
void check_refuse_channel(struct check *c, const struct subject *subject, const char *id,
			  const char *key, const char *channel);

/* Sees that `output`, which the setting `key` names, is one. */
void check_output(struct check *c, const struct subject *subject, const char *id, const char *key,
		  const char *output);

/* Sees that a list of ids names outputs, each once. */
void check_outputs(struct check *c, const struct subject *subject, const char *id, const char *key,
		   const char *outputs);

void check_device(struct check *c);
/* The part of check_channels that says which channels the profile does not have. */
void check_known_channels(struct check *c);
void check_channels(struct check *c);
void check_wiring(struct check *c);
void check_rate(struct check *c);
void check_interlocks(struct check *c);
void check_alarms(struct check *c);
void check_schedules(struct check *c);
void check_logging(struct check *c);
void check_tokens(struct check *c);
void check_recipients(struct check *c);
/* A window of local time that is in force, by the setting `key`, has days and a length. */
void check_window(struct check *c, const struct subject *subject, const char *id, const char *key,
		  const struct settings_window *w);
