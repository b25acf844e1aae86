// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include "lib/base/util.h"
#include "lib/settings/value.h"

static bool any_day(const struct settings_window *w)
{
	for (size_t i = 0; i < ARRAY_SIZE(w->days); i++)
		if (w->days[i])
			return true;
	return false;
}

/* A window that is not in force may be half filled in: the factory's are. */
void check_window(struct check *c, const struct subject *subject, const char *id, const char *key,
		  const struct settings_window *w)
{
	char from[VALUE_TIME_MAX];

	if (!w->enabled)
		return;
	value_format_time(w->from, from);
	if (!any_day(w))
		check_refuse(c, subject, id, key,
			     "has no day on which it begins; allowed with at least one of sunday "
			     "to saturday");
	if (w->from == w->to)
		check_refuse(c, subject, id, "to",
			     "is the same as from (%s); allowed: any other time, and 00:00 to "
			     "24:00 for a whole day",
			     from);
}

void check_schedules(struct check *c)
{
	for (unsigned i = 0; i < c->s->n_schedules; i++) {
		const struct settings_schedule *s = &c->s->schedules[i];

		check_window(c, &subject_schedules, s->id, "enabled", &s->window);
		if (!s->window.enabled)
			continue;
		if (!s->output[0])
			check_refuse(c, &subject_schedules, s->id, "output",
				     "is missing; the id of the output that the schedule holds");
		else
			check_output(c, &subject_schedules, s->id, "output", s->output);
	}
	check_window(c, &subject_logging, "", "enabled", &c->s->logging.window);
}
