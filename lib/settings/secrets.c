// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/secrets.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "lib/base/util.h"
#include "lib/settings/read.h"

void secrets_name(enum secret_reader reader, char ret_name[SECRETS_NAME_MAX])
{
	(void)snprintf(ret_name, SECRETS_NAME_MAX, "%s.secrets", secret_reader_to_name(reader));
}

int secrets_load(const struct settings_paths *paths, enum secret_reader reader,
		 struct assignments *list, struct text *mistakes)
{
	AUTO_LAYERS struct layers l = { .secrets = true };
	char name[SECRETS_NAME_MAX], file[PATH_MAX];
	int r;

	secrets_name(reader, name);
	(void)snprintf(file, sizeof(file), "%s/%s", paths->state_folder, name);
	/* the next version may have others */
	l.lenient[LAYER_OVERLAY] = true;
	r = read_file(&l, LAYER_OVERLAY, file, NULL, mistakes);
	if (r == -ENOENT)
		return 0;
	for (size_t i = 0; r == 0 && i < l.layer[LAYER_OVERLAY].n; i++) {
		const struct assignment *a = &l.layer[LAYER_OVERLAY].list[i];

		/* its file's name is gone with the layers */
		r = assignments_set(list, &a->path, a->value, NULL, 0);
	}
	return r;
}

const char *secrets_find(const struct assignments *list, const struct subject *subject,
			 const char *id, const char *key)
{
	struct settings_path path = { .subject = subject, .row = schema_row(subject, key) };
	const struct assignment *a;

	(void)snprintf(path.id, sizeof(path.id), "%s", id);
	a = assignments_find(list, &path);
	return a ? a->value : NULL;
}

bool secrets_prune(struct assignments *list, const struct settings *s)
{
	bool any = false;

	for (size_t i = list->n; i-- > 0;) {
		struct settings_path path = list->list[i].path;

		if (subject_find(path.subject, s, path.id) < 0)
			any |= assignments_unset(list, &path);
	}
	return any;
}
