// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* From what stands at the converter's input to the value of a channel and its quality. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/names.h"

struct conditioning {
	int64_t scale;		      /* units of the channel per unit at the input, millionths */
	int64_t offset;		      /* millionths of the channel's unit */
	int64_t range_min, range_max; /* of the value, millionths; both still belong to the range */
	bool detect_broken;	      /* a connected sensor never falls below broken_below */
	int64_t broken_below;	      /* at the input, millionths */
};

/*
 * value = input * scale + offset, rounded to the nearest millionth and saturated to int64. The
 * value is always given, never clipped to the range: whoever shows it decides by the quality
 * returned.
 */
enum quality conditioning_run(const struct conditioning *c, int64_t input, int64_t *ret_value);
