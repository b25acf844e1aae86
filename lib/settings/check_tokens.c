// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/calendar.h"
#include "lib/settings/checks.h"

void check_tokens(struct check *c)
{
	for (unsigned i = 0; i < c->s->n_tokens; i++) {
		const struct settings_token *t = &c->s->tokens[i];
		int64_t wall_us;

		/* a day alone: "2026-12-31T08:00Z" is longer than the setting */
		if (t->expires[0] && calendar_parse(t->expires, &wall_us) < 0)
			check_refuse(c, &subject_tokens, t->id, "expires",
				     "'%s' is not a date; allowed: as 2026-12-31, or nothing",
				     t->expires);
	}
}
