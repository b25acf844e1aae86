// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/each.h"

#include <stdio.h>

void settings_each(const struct settings *s,
		   void (*visit)(const struct settings_path *path, const struct value *v,
				 void *arg),
		   void *arg)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (unsigned i = 0; i < n; i++) {
		for (unsigned k = 0; k < subject_count(subjects[i], s); k++) {
			const void *item = subject_item_const(subjects[i], s, k);
			struct settings_path path = { .subject = subjects[i] };

			(void)snprintf(path.id, sizeof(path.id), "%s",
				       subject_item_id(subjects[i], item));
			for (unsigned r = 0; r < subjects[i]->n_rows; r++) {
				struct value v;

				path.row = &subjects[i]->rows[r];
				if (path.row->type == SETTING_SECRET)
					continue;
				value_fetch(path.row, item, &v);
				visit(&path, &v, arg);
			}
		}
	}
}
