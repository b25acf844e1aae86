// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a setting is called where people read it. Pure. */
#include "lib/base/text.h"
#include "lib/settings/schema.h"

/* Adds a name of the schema as words: "signs_of_life" is "Signs of life". */
void label_add(struct text *out, const char *name);

/*
 * Adds what the field of a setting is called: its label, or the words of its key. "lvd_open_volts"
 * is "LVD open", for the unit stands behind the field. No two of a subject are called the same.
 */
void label_setting(struct text *out, const struct subject *subject, const struct setting *row);

/* Adds the help of a setting; keys in it, as the manual has them, are what their fields are called.
 */
void label_help(struct text *out, const struct subject *subject, const struct setting *row);
