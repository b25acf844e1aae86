// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * From battery to load the current passes three switches, and all must let it through (S158): the
 * low voltage disconnect, the switch of the unit's front, and the battery output. Which of them
 * blocks it is told as far as it is measured; nothing is guessed.
 */
#include "lib/base/json.h"
#include "lib/present/status.h"

enum battery_part {
	BATTERY_LVD,
	BATTERY_FRONT_SWITCH,
	BATTERY_OUTPUT,
	BATTERY_PART_MAX,
};

enum battery_answer {
	BATTERY_UNKNOWN, /* there is no channel for it, or it has no value */
	BATTERY_PASSES,
	BATTERY_BLOCKS,
	BATTERY_ANSWER_MAX,
};

struct battery_path {
	bool present; /* the unit has a battery: some channel is about one */
	bool blocked; /* by at least one of them */
	enum battery_answer parts[BATTERY_PART_MAX];
	int channels[BATTERY_PART_MAX]; /* index; -1: there is none */
};

void battery_path_find(const struct present_status *s, struct battery_path *ret_path);

/* Adds "the battery is cut off: LVD is OPEN, Battery ON/OFF is OFF". */
void battery_path_words(struct text *out, const struct present_status *s,
			const struct battery_path *p);

/* {"blocked": [...], "unknown": [...]} with the roles of the switches; null without a battery. */
void battery_path_json(struct json *j, const char *key, const struct battery_path *p);
