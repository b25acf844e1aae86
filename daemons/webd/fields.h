// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the body of a request says: fields with a value each, of a form or of a JSON object. No
 * request of the API has anything deeper than one flat object, so this is all the JSON that is
 * read: no tree, no allocation, nothing that grows with what a stranger sends. Pure.
 */
#include <stdbool.h>
#include <stddef.h>

/* The largest request has five fields; a form has its csrf and where it came from besides. */
#define FIELDS_MAX     10
#define FIELD_NAME_MAX 24
/* Of a person's words 63 bytes are taken; what is longer shall be told how long it may be. */
#define FIELD_VALUE_MAX 192

struct fields {
	bool form; /* a browser's, which wants a page for an answer */
	unsigned n;
	struct {
		char name[FIELD_NAME_MAX];
		char value[FIELD_VALUE_MAX]; /* numbers, true and false as they were written */
	} list[FIELDS_MAX];
};

/*
 * Reads a body of this media type (NULL: none was said). 0 when all is understood; else the status
 * to refuse it with, 400 or 415, and the sentence in *ret_why.
 */
unsigned fields_read(struct fields *f, const char *type, const char *body, size_t len,
		     const char **ret_why);

/* The value of a field, NULL without one. */
const char *fields_find(const struct fields *f, const char *name);
