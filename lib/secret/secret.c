// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/secret/secret.h"

#include <crypt.h>
#include <errno.h>
#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "lib/base/cleanup.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"

/* What libxcrypt takes as its own default for yescrypt (crypt(5)). */
#define PASSWORD_METHOD "$y$"
#define PASSWORD_COST	0
/* The least that crypt(5) takes. */
#define TOKEN_METHOD "$5$"
#define TOKEN_ROUNDS 1000

/* Longer than any hash, and than any random word. */
#define RANDOM_MOST 64

const char *password_refused(const char *password)
{
	size_t len = strlen(password);

	if (len < PASSWORD_LEAST)
		return "a password has at least 8 characters";
	if (len > PASSWORD_MOST)
		return "a password has at most 128 bytes";
	if (!utf8_printable(password))
		return "a password has only characters that can be printed";
	return NULL;
}

static int hash_with(const char *word, const char *method, unsigned long cost,
		     char ret_hash[SECRET_HASH_MAX])
{
	AUTO_FREE struct crypt_data *data = calloc(1, sizeof(*data)); /* 32 KiB */
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];
	const char *hash;

	if (!data)
		return -ENOMEM;
	/* no bytes of ours: it takes them from the kernel */
	if (!crypt_gensalt_rn(method, cost, NULL, 0, setting, sizeof(setting)))
		return -errno;
	hash = crypt_rn(word, setting, data, sizeof(*data));
	if (hash && strlen(hash) < SECRET_HASH_MAX)
		(void)snprintf(ret_hash, SECRET_HASH_MAX, "%s", hash);
	secret_wipe(data, sizeof(*data));
	return hash ? 0 : -EIO;
}

int secret_hash_password(const char *password, char ret_hash[SECRET_HASH_MAX])
{
	return hash_with(password, PASSWORD_METHOD, PASSWORD_COST, ret_hash);
}

int secret_hash_token(const char *token, char ret_hash[SECRET_HASH_MAX])
{
	return hash_with(token, TOKEN_METHOD, TOKEN_ROUNDS, ret_hash);
}

bool secret_equal(const char *a, const char *b)
{
	size_t n = strlen(a);
	unsigned char differ = strlen(b) != n;

	if (differ)
		return false;
	for (size_t i = 0; i < n; i++)
		differ |= (unsigned char)(a[i] ^ b[i]);
	return differ == 0;
}

bool secret_matches(const char *word, const char *hash)
{
	AUTO_FREE struct crypt_data *data = calloc(1, sizeof(*data));
	const char *own = data ? crypt_rn(word, hash, data, sizeof(*data)) : NULL;
	bool same = own && secret_equal(own, hash);

	if (data)
		secret_wipe(data, sizeof(*data));
	return same;
}

static void print_digits(const unsigned char *bytes, size_t n, char *ret_digits)
{
	for (size_t i = 0; i < n; i++)
		(void)snprintf(ret_digits + 2 * i, 3, "%02x", bytes[i]);
}

void secret_digest(const char *word, char ret_digits[SECRET_DIGEST_MAX])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	SHA2_CTX ctx;

	SHA256Init(&ctx);
	SHA256Update(&ctx, (const uint8_t *)word, strlen(word));
	SHA256Final(digest, &ctx);
	print_digits(digest, (SECRET_DIGEST_MAX - 1) / 2, ret_digits);
}

int secret_random(char *ret_digits, size_t n)
{
	unsigned char bytes[RANDOM_MOST];

	if (n > sizeof(bytes) || getrandom(bytes, n, 0) != (ssize_t)n)
		return -EIO;
	print_digits(bytes, n, ret_digits);
	return 0;
}

int secret_draw_token(char ret_digits[TOKEN_DIGITS_MAX], char ret_hash[SECRET_HASH_MAX])
{
	int r = secret_random(ret_digits, TOKEN_BYTES);

	return r < 0 ? r : secret_hash_token(ret_digits, ret_hash);
}

void secret_wipe(void *bytes, size_t n)
{
	explicit_bzero(bytes, n);
}
