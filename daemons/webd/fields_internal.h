// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The two notations of fields.c. */
#include "daemons/webd/fields.h"

extern const char fields_malformed_form[], fields_malformed_json[];
extern const char fields_twice[], fields_many[], fields_long[];

/* Both return NULL, or the sentence that says what is wrong. */
const char *fields_from_form(struct fields *f, const char *body, size_t len);
const char *fields_from_json(struct fields *f, const char *body, size_t len);

/* A field that is complete in the next free place is taken into the list; NULL or the sentence. */
const char *fields_take(struct fields *f);
