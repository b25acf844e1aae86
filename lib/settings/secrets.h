// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Secrets: settings that one program alone reads, each in that program's file beside settings.conf,
 * 0640 and its group's. They have no part in the generation and in no other file. rmcu-settingsd
 * writes them.
 */
#include "lib/settings/layers.h"

/*
 * Reads a program's secrets into `list`, which was read from no other; 0, also when there is no
 * file yet, -EACCES when they are somebody else's, -EINVAL with the mistakes added.
 */
int secrets_load(const struct settings_paths *paths, enum secret_reader reader,
		 struct assignments *list, struct text *mistakes);

/* The secret `key` of an item, or NULL. */
const char *secrets_find(const struct assignments *list, const struct subject *subject,
			 const char *id, const char *key);

/* Takes out those of items that the settings do not have; true when there were some. */
bool secrets_prune(struct assignments *list, const struct settings *s);

/* Writes those of one program; 0 or a negative errno. Linked into rmcu-settingsd alone. */
int secrets_save(const struct settings_paths *paths, enum secret_reader reader,
		 const struct assignments *list);

/* "webd.secrets" */
#define SECRETS_NAME_MAX 32
void secrets_name(enum secret_reader reader, char ret_name[SECRETS_NAME_MAX]);
