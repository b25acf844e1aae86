// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The Authorization and Cookie headers, taken apart (RFC 7617, 6750, 6265). Pure. */
#include <stdbool.h>

#include "daemons/webd/visitor.h"
#include "lib/secret/secret.h"

/* "rmcu_NAME_" and 32 digits; what psctl token add shows. */
#define TOKEN_PREFIX "rmcu_"
#define TOKEN_DIGITS 32

struct credentials {
	bool token;
	char name[ACTOR_NAME_MAX];
	char word[PASSWORD_MOST + 1]; /* the password, or the token's digits */
};

/* False for what is neither "Basic …" nor "Bearer rmcu_…". */
bool credentials_parse(const char *header, struct credentials *ret);

/* The value of one cookie; false when there is none, or when it is longer than `size`. */
bool cookie_find(const char *header, const char *name, char *ret_value, size_t size);
