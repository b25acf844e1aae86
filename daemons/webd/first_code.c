// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/first_code.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/util.h"
#include "lib/secret/secret.h"

#define FILE_NAME  "first-code"
#define FILE_MODE  0640
#define FILE_GROUP "rmcu-admin"

/* None that is read as another one: no 0 O, 1 I, and no U, so that few words come out. */
static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTVWXYZ#";

static int draw(char ret_code[FIRST_CODE_MAX])
{
	unsigned char byte;
	size_t n = 0;

	while (n < FIRST_CODE_MAX - 1) {
		if (n == 4) {
			ret_code[n++] = '-';
			continue;
		}
		if (getrandom(&byte, 1, 0) != 1)
			return -EIO;
		/* 31 letters: what would be the 32nd is drawn again */
		if (letters[byte % 32] != '#')
			ret_code[n++] = letters[byte % 32];
	}
	ret_code[n] = '\0';
	return 0;
}

int first_code_make(struct first_code *f, int64_t now_us)
{
	char line[FIRST_CODE_MAX + 1];
	int r = draw(f->code);

	if (r < 0)
		return r;
	f->tries = 0;
	f->ran_out = false;
	f->until_us = now_us + FIRST_CODE_LIFE_US;
	(void)snprintf(line, sizeof(line), "%s\n", f->code);
	return file_replace_for(f->folder, FILE_NAME, line, strlen(line), FILE_MODE, FILE_GROUP,
				false);
}

void first_code_end(struct first_code *f)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/" FILE_NAME, f->folder);
	(void)unlink(path);
	secret_wipe(f->code, sizeof(f->code));
	f->ran_out = false;
}

bool first_code_alive(const struct first_code *f, int64_t now_us)
{
	return f->code[0] && now_us < f->until_us && f->tries < FIRST_CODE_TRIES;
}

bool first_code_look(struct first_code *f, int64_t now_us)
{
	if (!f->code[0] || first_code_alive(f, now_us))
		return false;
	first_code_end(f);
	f->ran_out = true;
	return true;
}

bool first_code_try(struct first_code *f, const char *word, int64_t now_us)
{
	char plain[FIRST_CODE_MAX] = "", own[FIRST_CODE_MAX] = "";
	size_t n = 0, k = 0;

	if (!first_code_alive(f, now_us))
		return false;
	for (; *word && n < sizeof(plain) - 1; word++)
		if (isalnum((unsigned char)*word))
			plain[n++] = (char)toupper((unsigned char)*word);
	for (const char *p = f->code; *p; p++)
		if (*p != '-')
			own[k++] = *p;
	if (secret_equal(plain, own))
		return true;
	f->tries++;
	(void)first_code_look(f, now_us);
	return false;
}
