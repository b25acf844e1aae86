// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Whether somebody has already what he asks for (RFC 9110, 8.8.3 and 13.1.2). Pure. */
#include <stdbool.h>

/* `"0123456789abcdef-gz"` */
#define ETAG_MAX 32

/*
 * Whether the tag, which stands in its quotes, is in this If-None-Match: a list of tags, or `*`.
 * That somebody calls it weak changes nothing. What is no list has no tag behind the mistake.
 */
bool etag_matches(const char *list, const char *tag);
