// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/save.h"

#include <errno.h>

#include "lib/base/file.h"
#include "lib/base/util.h"
#include "lib/settings/load.h"
#include "lib/settings/print.h"
#include "lib/settings/read.h"

/* Everyone may read settings; a secret is a file of its own. Writing is the folder owner's alone.
 */
#define OVERLAY_MODE 0644

static bool same_assignments(const struct assignments *a, const struct assignments *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct assignment *other = assignments_find(b, &a->list[i].path);

		if (!other || !streq(a->list[i].value, other->value))
			return false;
	}
	return true;
}

/* A file that its own reader does not understand would take all settings away at the next start. */
static int read_back(const struct assignments *a, const struct text *text)
{
	AUTO_LAYERS struct layers l = LAYERS_INIT;
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	int r = read_bytes(&l, LAYER_OVERLAY, SETTINGS_OVERLAY_NAME, text_get(text), text->len,
			   NULL, &mistakes);

	if (r < 0)
		return r == -ENOMEM ? r : -EBADMSG;
	return same_assignments(a, &l.layer[LAYER_OVERLAY]) ? 0 : -EBADMSG;
}

int overlay_save(const struct settings_paths *paths, const struct assignments *a)
{
	AUTO_TEXT struct text text = TEXT_INIT;
	int r;

	text_add(&text, "# Written by rmcu-settingsd, which replaces this file as a whole: change "
			"settings\n"
			"# with psctl or in the browser, or write them in rmcu.conf.\n");
	assignments_print(a, &text);
	if (!text_ok(&text))
		return -ENOMEM;
	if (text.len > SETTINGS_FILE_MAX)
		return -EFBIG;
	r = read_back(a, &text);
	if (r < 0)
		return r;
	return file_replace(paths->state_folder, SETTINGS_OVERLAY_NAME, text_get(&text), text.len,
			    OVERLAY_MODE, true);
}
