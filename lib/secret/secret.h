// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Words that people and scripts sign in with, and what is kept of them: hashes as crypt(5) writes
 * them, by libxcrypt. A hash of a password takes some 50 ms and 16 MiB on purpose: never in a loop.
 */
#include <stdbool.h>
#include <stddef.h>

/* Room for a hash with its NUL; as long as a setting of it (lib/settings/schema.h). */
#define SECRET_HASH_MAX 128

/* A shorter password is guessed; a longer one is cut by no one, but must end somewhere. */
#define PASSWORD_LEAST 8
#define PASSWORD_MOST  128

/* NULL, or the sentence why this cannot be a password. */
const char *password_refused(const char *password);

/* yescrypt, as /etc/shadow has it; 0 or a negative errno. */
int secret_hash_password(const char *password, char ret_hash[SECRET_HASH_MAX]);

/*
 * SHA-256 in few rounds: a token has 128 random bits, so that nobody can go through them however
 * fast it is. 0 or a negative errno.
 */
int secret_hash_token(const char *token, char ret_hash[SECRET_HASH_MAX]);

/* Whether the word is the one of the hash; takes the same time wherever they differ. */
bool secret_matches(const char *word, const char *hash);

/* Whether two words are the same, in the same time wherever they differ. */
bool secret_equal(const char *a, const char *b);

/* What may stand in a file instead of a random word, or in memory instead of any: half of its
 * SHA-256, as hexadecimal digits. */
#define SECRET_DIGEST_MAX 33
void secret_digest(const char *word, char ret_digits[SECRET_DIGEST_MAX]);

/* n random bytes as hexadecimal digits with a NUL behind them, 2 n + 1 bytes; 0 or -EIO. */
int secret_random(char *ret_digits, size_t n);

/* A token's own part, which is shown once, and the hash that is kept of it; 0 or a negative errno.
 */
#define TOKEN_BYTES	 16 /* 128 bits */
#define TOKEN_DIGITS_MAX (2 * TOKEN_BYTES + 1)
int secret_draw_token(char ret_digits[TOKEN_DIGITS_MAX], char ret_hash[SECRET_HASH_MAX]);

/* Overwrites what nobody needs any more; the compiler leaves it alone. */
void secret_wipe(void *bytes, size_t n);
