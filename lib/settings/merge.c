// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/merge.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "lib/settings/check.h"
#include "lib/settings/factory.h"
#include "lib/settings/generation.h"
#include "lib/settings/mistake.h"
#include "lib/settings/value.h"

static void refuse(const struct assignment *a, const char *what, struct text *mistakes)
{
	AUTO_TEXT struct text path = TEXT_INIT;

	path_print(&a->path, &path);
	mistake_add(mistakes, a->file, a->line, text_get(&path), "%s", what);
}

static int apply(struct settings *s, enum layer layer, const struct assignment *a,
		 struct text *mistakes)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct value v;
	int i;

	/* Here and not where files are read: what was read can be taken out again by a change. */
	if (a->path.row->board && layer != LAYER_PROFILE) {
		refuse(a, "only the profile says whether the board has it; allowed in a profile",
		       mistakes);
		return -EINVAL;
	}
	if (value_parse(a->path.row, a->value, &v, &why) < 0) {
		refuse(a, text_get(&why), mistakes);
		return -EINVAL;
	}
	i = subject_find_or_add(a->path.subject, s, a->path.id);
	if (i < 0) {
		text_printf(&why, "%s has %u already, more is not possible", a->path.subject->name,
			    a->path.subject->most);
		refuse(a, text_get(&why), mistakes);
		return -EINVAL;
	}
	value_store(a->path.row, subject_item(a->path.subject, s, (unsigned)i), &v);
	return 0;
}

static int apply_all(struct settings *s, const struct layers *l, struct text *mistakes)
{
	int error = 0;

	schema_defaults(s);
	for (int layer = LAYER_PROFILE; layer < LAYER_MAX; layer++) {
		for (size_t i = 0; i < l->layer[layer].n; i++)
			if (apply(s, (enum layer)layer, &l->layer[layer].list[i], mistakes) < 0)
				error = -EINVAL;
	}
	return error;
}

int layers_check_ids(const struct layers *l, struct text *mistakes)
{
	AUTO_FREE struct settings *s = calloc(1, sizeof(*s));
	int error;

	if (!s)
		return -ENOMEM;
	error = apply_all(s, l, mistakes);
	return error < 0 ? error : check_ids(s, l, mistakes);
}

int layers_merge(const struct layers *l, struct settings **ret_settings, struct text *mistakes)
{
	AUTO_FREE struct settings *s = calloc(1, sizeof(*s));
	int error;

	if (!s)
		return -ENOMEM;
	error = apply_all(s, l, mistakes);
	factory_fill(s);
	/* With a value left out, the cross checks would only find consequences of the first
	 * mistake. */
	if (error == 0)
		error = check_settings(s, l, mistakes);
	if (error == 0)
		error = generation_hash(s, &s->generation);
	if (error < 0)
		return error;
	*ret_settings = TAKE_PTR(s);
	return 0;
}
