// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What channels are called and how their values are written, for what is read of the past. */
#include "lib/model/channel.h"
#include "lib/present/value.h"

struct webd;

/*
 * By what sensord says while it speaks, else by the settings: what happened has names and units
 * whether anything is measured now or not. Valid until both have changed.
 */
struct present_table names_now(const struct webd *w);
