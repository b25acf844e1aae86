// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The body of a form: application/x-www-form-urlencoded (URL Standard, 5.1). Pure. */
#include <stdbool.h>
#include <stddef.h>

/*
 * The value of the first field of this name, decoded, with a NUL behind it; false when there is
 * none, when it does not fit `size`, or when it has a NUL of its own or a "%" that is none.
 */
bool form_value(const char *body, size_t len, const char *name, char *ret_value, size_t size);

/*
 * All values of fields of this name, those that are empty left out, with a space between: boxes
 * that are ticked, "" without a tick. False for the other reasons above.
 */
bool form_values(const char *body, size_t len, const char *name, char *ret_values, size_t size);

/* Either of both. */
typedef bool form_reader(const char *body, size_t len, const char *name, char *ret, size_t size);

/* Decodes what stands between two signs of it, with a NUL behind; false as above. */
bool form_decode(const char *at, const char *end, char *ret_value, size_t size);
