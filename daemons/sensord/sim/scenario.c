// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/scenario.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/model/nametable.h"

static const char *const verb_names[] = {
	[SCENARIO_SET] = "set",
	[SCENARIO_BOUNCE] = "bounce",
	[SCENARIO_FAIL] = "fail",
	[SCENARIO_HEAL] = "heal",
};
NAMETABLE(scenario_verb, verb_names, SCENARIO_VERB_MAX)

void scenario_apply(const struct scenario_event *e, struct plant *p)
{
	switch (e->verb) {
	case SCENARIO_SET:
		(void)plant_set(p, e->knob, e->value);
		break;
	case SCENARIO_BOUNCE:
		(void)plant_bounce(p, e->signal, e->value, e->span_us);
		break;
	case SCENARIO_FAIL:
		(void)plant_fail(p, e->signal, e->fault, e->value);
		break;
	case SCENARIO_HEAL:
		plant_heal(p, e->signal);
		break;
	case SCENARIO_VERB_MAX:
		break;
	}
}

int scenario_read(const char *path, struct scenario *ret, struct text *mistakes)
{
	AUTO_FREE char *bytes = NULL;
	size_t len;
	int r;

	r = file_read(path, SCENARIO_BYTES_MAX, &bytes, &len);
	if (r < 0) {
		text_printf(mistakes, "%s: cannot be read: %s\n", path, strerror(-r));
		return r;
	}
	return scenario_parse(path, bytes, len, ret, mistakes);
}

void scenario_done(struct scenario *s)
{
	free(s->events);
	*s = (struct scenario){ 0 };
}
