// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/last_good.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/settings/load.h"
#include "lib/settings/print.h"

#define GOOD_NAME "settings.good"
/* 64 channels and 128 alarms with every setting written out are some 250 KiB. */
#define GOOD_BYTES_MAX ((size_t)1024 * 1024)

int last_good_keeper(struct loop *loop, const char *folder, struct keeper **ret_keeper)
{
	return keeper_new(loop, folder, GOOD_NAME, GOOD_BYTES_MAX, ret_keeper);
}

int last_good_keep(struct keeper *k, const struct settings *s)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	settings_print(s, &out);
	if (!text_ok(&out))
		return -ENOMEM;
	/* half of them would be others */
	if (out.len > GOOD_BYTES_MAX)
		return -EFBIG;
	keeper_offer(k, (const uint8_t *)text_get(&out), out.len);
	text_done(&out);
	/* the last step of a reload: what all of them used lies between what stays */
	(void)malloc_trim(0);
	return 0;
}

static int load_good(const char *folder, struct settings **ret_settings)
{
	AUTO_FREE char *bytes = NULL;
	AUTO_TEXT struct text ignored = TEXT_INIT;
	char path[512];
	size_t len;
	int r;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, GOOD_NAME);
	r = file_read(path, GOOD_BYTES_MAX, &bytes, &len);
	if (r < 0)
		return r;
	return settings_parse(GOOD_NAME, bytes, len, ret_settings, &ignored);
}

static int load_known(const struct settings_paths *paths, struct settings **ret_settings)
{
	AUTO_TEXT struct text ignored = TEXT_INIT;

	return settings_load_known(paths, ret_settings, &ignored);
}

/* The defaults of the schema: no channels, a sane sampling rate. */
static int load_empty(struct settings **ret_settings)
{
	AUTO_TEXT struct text ignored = TEXT_INIT;

	return settings_parse("defaults", "", 0, ret_settings, &ignored);
}

int last_good_load(const struct settings_paths *paths, const char *folder,
		   const struct settings *current, struct settings **ret_settings,
		   enum settings_from *ret_source, struct text *mistakes)
{
	int r = settings_load(paths, ret_settings, mistakes);

	*ret_source = SETTINGS_FROM_FILES;
	if (r == 0 || r == -ENOMEM)
		return r;
	if (current) {
		*ret_settings = NULL;
		*ret_source = SETTINGS_STAY;
		return 0;
	}
	*ret_source = SETTINGS_FROM_LAST_GOOD;
	r = load_good(folder, ret_settings);
	if (r == 0)
		return 0;
	/* a file for another version of the suite is better than a unit that measures nothing */
	*ret_source = SETTINGS_FROM_KNOWN;
	r = load_known(paths, ret_settings);
	if (r == 0)
		return 0;
	*ret_source = SETTINGS_FROM_NOTHING;
	return load_empty(ret_settings);
}
