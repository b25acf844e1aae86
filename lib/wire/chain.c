// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/chain.h"

#include <sha2.h>
#include <stdio.h>
#include <string.h>

#include "lib/wire/event.h"

_Static_assert(EVENT_HASH_SIZE == SHA256_DIGEST_LENGTH, "the hash is SHA-256");

void chain_hash(const uint8_t before[EVENT_HASH_SIZE], const struct event *e,
		uint8_t ret_hash[EVENT_HASH_SIZE])
{
	uint8_t body[EVENT_BODY_MAX];
	struct cursor c = cursor_writer(body, sizeof(body));
	SHA2_CTX sha;

	msg_put_event(&c, e);
	SHA256Init(&sha);
	SHA256Update(&sha, before, EVENT_HASH_SIZE);
	SHA256Update(&sha, body, (size_t)(c.at - body));
	SHA256Final(ret_hash, &sha);
}

bool chain_holds(const uint8_t before[EVENT_HASH_SIZE], const struct event *e)
{
	uint8_t hash[EVENT_HASH_SIZE];

	chain_hash(before, e, hash);
	return memcmp(hash, e->hash, sizeof(hash)) == 0;
}

void chain_text(const uint8_t hash[EVENT_HASH_SIZE], char ret_text[CHAIN_TEXT_MAX])
{
	for (unsigned i = 0; i < EVENT_HASH_SIZE; i++)
		(void)snprintf(ret_text + 2 * (size_t)i, 3, "%02x", hash[i]);
}
