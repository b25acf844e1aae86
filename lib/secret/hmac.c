// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/secret/hmac.h"

#include <sha2.h>
#include <stdio.h>
#include <string.h>

#include "lib/secret/secret.h"

#define INNER_PAD 0x36
#define OUTER_PAD 0x5c

static void begin(SHA2_CTX *ctx, const uint8_t block[SHA256_BLOCK_LENGTH], uint8_t pad)
{
	uint8_t padded[SHA256_BLOCK_LENGTH];

	for (size_t i = 0; i < sizeof(padded); i++)
		padded[i] = block[i] ^ pad;
	SHA256Init(ctx);
	SHA256Update(ctx, padded, sizeof(padded));
	secret_wipe(padded, sizeof(padded));
}

void hmac_sha256(const void *key, size_t key_len, const void *bytes, size_t n,
		 uint8_t ret_mac[HMAC_SIZE])
{
	uint8_t block[SHA256_BLOCK_LENGTH] = { 0 }, inner[SHA256_DIGEST_LENGTH];
	SHA2_CTX ctx;

	if (key_len > sizeof(block)) {
		SHA256Init(&ctx);
		SHA256Update(&ctx, key, key_len);
		SHA256Final(block, &ctx);
	} else if (key_len > 0) {
		memcpy(block, key, key_len);
	}
	begin(&ctx, block, INNER_PAD);
	SHA256Update(&ctx, bytes, n);
	SHA256Final(inner, &ctx);
	begin(&ctx, block, OUTER_PAD);
	SHA256Update(&ctx, inner, sizeof(inner));
	SHA256Final(ret_mac, &ctx);
	secret_wipe(block, sizeof(block));
	secret_wipe(&ctx, sizeof(ctx));
}

void hmac_digits(const char *key, const void *bytes, size_t n, char ret_digits[HMAC_DIGITS_MAX])
{
	uint8_t mac[HMAC_SIZE];

	hmac_sha256(key, strlen(key), bytes, n, mac);
	for (size_t i = 0; i < sizeof(mac); i++)
		(void)snprintf(ret_digits + 2 * i, 3, "%02x", mac[i]);
}
