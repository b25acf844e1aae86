// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the schema tables are written with. Only schema_*.c include it. */
#include "lib/base/util.h"
#include "lib/settings/choices.h"
#include "lib/settings/schema.h"

#define MEMBER(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)

/* A decimal's default and limits in whole units. */
#define DECIMAL_RANGE(low, high) .min = (low)*MICRO, .max = (high)*MICRO

/*
 * No value of a DC power system comes near a million of its unit, and the product of two such
 * values (watts) still fits 64 bits.
 */
#define DECIMAL_ANY DECIMAL_RANGE(-1000000, 1000000)
