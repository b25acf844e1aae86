// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/fact_event.h"

#include <stdio.h>

#include "lib/base/util.h"

/* The kind, or 0 for a fact that is no event by itself. */
static enum event_kind kind_of(enum fact_kind kind, bool message)
{
	switch (kind) {
	case FACT_EDGE:
		return message ? EVENT_INPUT_CHANGED : 0;
	case FACT_OUTPUT_CHANGED:
		return EVENT_OUTPUT_CHANGED;
	case FACT_REQUEST_REFUSED:
		return EVENT_REQUEST_REFUSED;
	case FACT_TICK_MISSED:
		return 0;
	case FACT_CLOCK_STEPPED:
		return EVENT_CLOCK_STEPPED;
	case FACT_SOURCE_LOST:
		return EVENT_SOURCE_LOST;
	case FACT_SOURCE_BACK:
		return EVENT_SOURCE_BACK;
	case FACT_HOLD_CHANGED:
		return EVENT_HOLD_CHANGED;
	case FACT_VETO:
		return EVENT_VETO;
	case FACT_CONFIRMED:
		return EVENT_CONFIRMED;
	case FACT_TAKEN_BACK:
		return EVENT_TAKEN_BACK;
	case FACT_SETTINGS_LOADED:
		return EVENT_SETTINGS_LOADED;
	case FACT_SETTINGS_REFUSED:
		return EVENT_SETTINGS_REFUSED;
	case FACT_STARTED:
		return EVENT_SENSORD_STARTED;
	case FACT_SIM_COMMAND:
		return EVENT_SIM_COMMAND;
	case FACT_EDGES_LOST:
		return EVENT_EDGES_LOST;
	case FACT_KIND_MAX:
		break;
	}
	return 0;
}

/* Counts travel as they are in facts; an event has millionths of whatever it counts. */
static int64_t value_of(const struct fact *f)
{
	return f->kind == FACT_EDGES_LOST ? f->value * MICRO : f->value;
}

static bool is_state(enum event_kind kind)
{
	return kind == EVENT_INPUT_CHANGED || kind == EVENT_OUTPUT_CHANGED ||
	       kind == EVENT_HOLD_CHANGED;
}

bool fact_event(const struct fact *f, const struct channel *channel, bool message,
		struct event *ret_event)
{
	enum event_kind kind = kind_of(f->kind, message);
	bool change = kind == EVENT_INPUT_CHANGED || kind == EVENT_OUTPUT_CHANGED;

	if (kind == 0)
		return false;
	*ret_event = (struct event){
		.kind = kind,
		.now = f->now,
		.value = value_of(f),
		.quality = f->quality,
		.holder = f->holder,
		.flags = (uint16_t)((is_state(kind) && f->value ? EVENT_FLAG_ACTIVE : 0) |
				    (change && message ? EVENT_FLAG_MESSAGE : 0)),
		.actor = f->actor,
	};
	if (channel)
		(void)snprintf(ret_event->channel, sizeof(ret_event->channel), "%s", channel->id);
	(void)snprintf(ret_event->text, sizeof(ret_event->text), "%s", f->text);
	return true;
}
