// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdio.h>

#include "lib/base/file.h"
#include "lib/base/util.h"
#include "lib/settings/print.h"
#include "lib/settings/secrets.h"

/* The owner writes, the group reads, nobody else knows. */
#define SECRETS_MODE 0640

int secrets_save(const struct settings_paths *paths, enum secret_reader reader,
		 const struct assignments *list)
{
	AUTO_TEXT struct text text = TEXT_INIT;
	struct assignments own = { 0 };
	char name[SECRETS_NAME_MAX], group[SECRETS_NAME_MAX];
	int r = 0;

	for (size_t i = 0; r == 0 && i < list->n; i++)
		if (list->list[i].path.row->reader == reader)
			r = assignments_set(&own, &list->list[i].path, list->list[i].value, NULL,
					    0);
	secrets_name(reader, name);
	(void)snprintf(group, sizeof(group), "rmcu-%s", secret_reader_to_name(reader));
	text_add(&text, "# Written by rmcu-settingsd: change passwords and tokens with psctl or in "
			"the browser.\n");
	assignments_print(&own, &text);
	assignments_done(&own);
	if (r == 0 && !text_ok(&text))
		r = -ENOMEM;
	if (r < 0)
		return r;
	return file_replace_for(paths->state_folder, name, text_get(&text), text.len, SECRETS_MODE,
				group, true);
}
