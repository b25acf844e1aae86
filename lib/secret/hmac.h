// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* HMAC-SHA-256 (RFC 2104): proof that whoever knows the key has written it. Pure. */
#include <stddef.h>
#include <stdint.h>

#define HMAC_SIZE 32
/* As hexadecimal digits, with the NUL. */
#define HMAC_DIGITS_MAX (2 * HMAC_SIZE + 1)

void hmac_sha256(const void *key, size_t key_len, const void *bytes, size_t n,
		 uint8_t ret_mac[HMAC_SIZE]);

/* The same in hexadecimal digits, of a key that is a word. */
void hmac_digits(const char *key, const void *bytes, size_t n, char ret_digits[HMAC_DIGITS_MAX]);
