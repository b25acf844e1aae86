// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/aside.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "daemons/alarmd/journal/store.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/db/aside.h"

#define HEAD_NAME "head"

bool aside_needed(const char *folder)
{
	return db_there(folder, STORE_NAME);
}

static const char *word(enum aside_why why)
{
	switch (why) {
	case ASIDE_DAMAGED:
		return "damaged";
	case ASIDE_UNREAD:
		return "unread";
	}
	return "";
}

int aside_move(const char *folder, enum aside_why why, int64_t wall_us,
	       char ret_name[ASIDE_NAME_MAX])
{
	return db_set_aside(folder, STORE_NAME, word(why), wall_us, ASIDE_FILES_MAX, ret_name);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int parse_hash(const char *text, uint8_t ret_hash[EVENT_HASH_SIZE])
{
	if (strlen(text) != (size_t)2 * EVENT_HASH_SIZE)
		return -EUCLEAN;
	for (size_t i = 0; i < EVENT_HASH_SIZE; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return -EUCLEAN;
		ret_hash[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

int aside_read_head(const char *folder, struct chain_mark *ret_head)
{
	AUTO_FREE char *line = NULL;
	char path[PATH_MAX], *hash;
	struct chain_mark m;
	size_t len;
	int r;

	(void)snprintf(path, sizeof(path), "%s/" HEAD_NAME, folder);
	r = file_read(path, 256, &line, &len);
	if (r < 0)
		return r == -EFBIG ? -EUCLEAN : r;
	line[strcspn(line, "\n")] = '\0';
	hash = strchr(line, ' ');
	if (!hash)
		return -EUCLEAN;
	*hash++ = '\0';
	if (parse_u64(line, &m.number) < 0 || m.number > STORE_NUMBER_MAX)
		return -EUCLEAN;
	r = parse_hash(hash, m.hash);
	if (r == 0)
		*ret_head = m;
	return r;
}

int aside_write_head(const char *folder, const struct chain_mark *head)
{
	char line[32 + CHAIN_TEXT_MAX], hash[CHAIN_TEXT_MAX];
	int n;

	chain_text(head->hash, hash);
	n = snprintf(line, sizeof(line), "%" PRIu64 " %s\n", head->number, hash);
	return file_replace(folder, HEAD_NAME, line, (size_t)n, 0640, true);
}
