// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/engine/engine_internal.h"

void shelf_show_acknowledgement(struct state *s)
{
	if (s->alarm.shelved)
		return;
	(void)snprintf(s->alarm.note, sizeof(s->alarm.note), "%s", s->note);
	(void)snprintf(s->alarm.by, sizeof(s->alarm.by), "%s", s->by);
}

static void take_off(struct engine *e, int rule, struct instant now, struct transitions *ret)
{
	struct state *s = &e->states[rule];

	s->alarm.shelved = false;
	s->alarm.shelved_until_us = s->shelved_until_us = 0;
	shelf_show_acknowledgement(s);
	engine_tell(e, EVENT_ALARM_UNSHELVED, rule, now, 0, ret);
}

int engine_shelve(struct engine *e, int rule, int64_t for_us, struct instant now, const char *note,
		  const char *by, struct transitions *ret)
{
	struct state *s;

	if (!engine_has(e, rule))
		return -ENOENT;
	if (for_us < 1 || for_us > ENGINE_SPAN_MAX_US)
		return -EINVAL;
	s = &e->states[rule];
	s->alarm.shelved = true;
	s->alarm.shelved_until_us = now.wall_us + for_us;
	s->shelved_until_us = now.mono_us + for_us;
	(void)snprintf(s->alarm.note, sizeof(s->alarm.note), "%s", note);
	(void)snprintf(s->alarm.by, sizeof(s->alarm.by), "%s", by);
	/* microseconds are millionths of a second */
	engine_tell_value(e, EVENT_ALARM_SHELVED, rule, now, for_us, ret);
	return 0;
}

int engine_unshelve(struct engine *e, int rule, struct instant now, struct transitions *ret)
{
	if (!engine_has(e, rule))
		return -ENOENT;
	if (!e->states[rule].alarm.shelved)
		return -EALREADY;
	take_off(e, rule, now, ret);
	return 0;
}

static void end_maintenance(struct engine *e, struct instant now, struct transitions *ret)
{
	e->maintenance_until_us = 0;
	engine_tell_value(e, EVENT_MAINTENANCE_ENDED, RULE_NONE, now, 0, ret);
}

int engine_maintenance(struct engine *e, int64_t for_us, struct instant now,
		       struct transitions *ret)
{
	if (for_us < 0 || for_us > ENGINE_SPAN_MAX_US)
		return -EINVAL;
	if (for_us > 0) {
		e->maintenance_until_us = now.mono_us + for_us;
		engine_tell_value(e, EVENT_MAINTENANCE_BEGUN, RULE_NONE, now, for_us, ret);
		return 0;
	}
	if (!engine_in_maintenance(e))
		return -EALREADY;
	end_maintenance(e, now, ret);
	return 0;
}

bool engine_in_maintenance(const struct engine *e)
{
	return e->maintenance_until_us != 0;
}

int64_t engine_maintenance_until_us(const struct engine *e)
{
	return e->maintenance_until_us;
}

void engine_restore_maintenance(struct engine *e, int64_t until_mono_us)
{
	e->maintenance_until_us = until_mono_us;
}

void shelf_expire(struct engine *e, struct instant now, struct transitions *ret)
{
	if (engine_in_maintenance(e) && now.mono_us >= e->maintenance_until_us)
		end_maintenance(e, now, ret);
	for (int i = 0; i < (int)e->rules.n; i++)
		if (e->states[i].shelved_until_us && now.mono_us >= e->states[i].shelved_until_us)
			take_off(e, i, now, ret);
}
