// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

#include "lib/secret/secret.h"

/*
 * Asks for a new password, twice at a terminal and without showing it; elsewhere it is the first
 * line that comes in. *ret_hash is what is kept of it. An exit code.
 */
int password_ask(char ret_hash[SECRET_HASH_MAX]);

/* Asks for a word that others chose, the same way but once, to be kept as it is; empty is none. An
 * exit code. */
int password_ask_plain(char *ret_word, size_t size);
