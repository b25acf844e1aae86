// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/result.h"

#include <stdio.h>
#include <string.h>

#include "lib/settings/mistake.h"

static void fill_mistakes(struct msg_settings_result *m, const struct text *mistakes)
{
	const char *at = text_get(mistakes);
	struct mistake mistake;

	while (m->n_mistakes < WIRE_MISTAKES_MAX && mistake_next(&at, &mistake)) {
		unsigned i = m->n_mistakes++;

		(void)snprintf(m->mistakes[i].path, sizeof(m->mistakes[i].path), "%s",
			       mistake.path);
		/* The place says that not the change is wrong but a file that it meets. */
		(void)snprintf(m->mistakes[i].sentence, sizeof(m->mistakes[i].sentence),
			       *mistake.place ? "%s (%s)" : "%s", mistake.sentence, mistake.place);
	}
}

void result_fill(struct msg_settings_result *m, int error, uint64_t generation,
		 const struct change_decision *d)
{
	*m = (struct msg_settings_result){ .error = (uint32_t)error, .generation = generation };
	if (error == 0) {
		(void)snprintf(m->sentence, sizeof(m->sentence), "%s",
			       d->n_audit ? "saved" : "saved; nothing differs from before");
		return;
	}
	fill_mistakes(m, &d->mistakes);
	if (m->n_mistakes == 0)
		(void)snprintf(m->sentence, sizeof(m->sentence), "nothing was changed: %s",
			       strerror(error));
	else if (m->n_mistakes == 1 && !m->mistakes[0].path[0])
		(void)snprintf(m->sentence, sizeof(m->sentence), "nothing was changed: %.230s",
			       m->mistakes[0].sentence);
	else
		(void)snprintf(m->sentence, sizeof(m->sentence),
			       "nothing was changed: %u mistake%s", m->n_mistakes,
			       m->n_mistakes == 1 ? "" : "s");
}
