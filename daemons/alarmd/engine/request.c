// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/engine/engine_internal.h"

int engine_acknowledge(struct engine *e, int rule, uint64_t occurrence, struct instant now,
		       const char *note, const char *by, struct transitions *ret)
{
	struct state *s;

	if (!engine_has(e, rule))
		return -ENOENT;
	s = &e->states[rule];
	if (s->alarm.count == 0)
		return -ENODATA;
	if (occurrence != 0 && occurrence != s->alarm.occurrence)
		return -ESTALE;
	if (s->alarm.acknowledged)
		return -EALREADY;
	s->alarm.acknowledged = true;
	(void)snprintf(s->note, sizeof(s->note), "%s", note);
	(void)snprintf(s->by, sizeof(s->by), "%s", by);
	shelf_show_acknowledgement(s);
	engine_tell(e, EVENT_ALARM_ACKNOWLEDGED, rule, now, 0, ret);
	cascade_settle(e);
	return 0;
}

int engine_reset(struct engine *e, int rule, struct instant now, struct transitions *ret)
{
	struct state *s;

	if (!engine_has(e, rule))
		return -ENOENT;
	s = &e->states[rule];
	if (!s->alarm.latched) {
		bool holds = s->alarm.active && s->delay.holds;

		return holds && e->rules.rules[rule].latched ? -EBUSY : -EALREADY;
	}
	engine_end(s, now);
	engine_tell(e, EVENT_ALARM_RESET, rule, now, 0, ret);
	cascade_settle(e);
	return 0;
}
