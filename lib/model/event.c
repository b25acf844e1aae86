// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/event.h"

#include <errno.h>

#include "lib/base/util.h"

/* RFC 5424 section 6.2.1 */
enum {
	CRITICAL = 2,
	ERROR = 3,
	WARNING = 4,
	NOTICE = 5,
	INFO = 6
};
/* From the alarm's priority. */
#define BY_PRIORITY (-1)

static const struct {
	const char *name, *label;
	int severity;
} kinds[EVENT_KIND_MAX] = {
	[EVENT_JOURNAL_BEGUN] = { "journal-begun", "Journal begun", NOTICE },
	[EVENT_STARTED] = { "started", "Program started", INFO },
	[EVENT_STOPPED] = { "stopped", "Program stopped", INFO },
	[EVENT_ALARM_RAISED] = { "alarm-raised", "Alarm raised", BY_PRIORITY },
	[EVENT_ALARM_CLEARED] = { "alarm-cleared", "Alarm cleared", NOTICE },
	[EVENT_ALARM_RECOVERED] = { "alarm-recovered", "Alarm found again", NOTICE },
	[EVENT_ALARM_ACKNOWLEDGED] = { "alarm-acknowledged", "Alarm acknowledged", NOTICE },
	[EVENT_ALARM_RESET] = { "alarm-reset", "Alarm reset", NOTICE },
	[EVENT_ALARM_SHELVED] = { "alarm-shelved", "Alarm shelved", NOTICE },
	[EVENT_ALARM_UNSHELVED] = { "alarm-unshelved", "Alarm off the shelf", NOTICE },
	[EVENT_ALARM_CHATTERING] = { "alarm-chattering", "Alarm chattering", WARNING },
	[EVENT_ALARM_QUIET] = { "alarm-quiet", "Chattering over", NOTICE },
	[EVENT_MAINTENANCE_BEGUN] = { "maintenance-begun", "Maintenance begun", NOTICE },
	[EVENT_MAINTENANCE_ENDED] = { "maintenance-ended", "Maintenance ended", NOTICE },
	[EVENT_SCHEDULE_BEGUN] = { "schedule-begun", "Schedule begun", INFO },
	[EVENT_SCHEDULE_ENDED] = { "schedule-ended", "Schedule ended", INFO },
	[EVENT_INPUT_CHANGED] = { "input-changed", "Input changed", INFO },
	[EVENT_OUTPUT_CHANGED] = { "output-changed", "Output changed", NOTICE },
	[EVENT_HOLD_CHANGED] = { "hold-changed", "Hold changed", INFO },
	[EVENT_REQUEST_REFUSED] = { "request-refused", "Request refused", WARNING },
	[EVENT_VETO] = { "veto", "Interlock forbids", WARNING },
	[EVENT_CONFIRMED] = { "confirmed", "Change kept", NOTICE },
	[EVENT_TAKEN_BACK] = { "taken-back", "Change taken back", NOTICE },
	[EVENT_SOURCE_LOST] = { "source-lost", "Measuring lost", WARNING },
	[EVENT_SOURCE_BACK] = { "source-back", "Measuring again", NOTICE },
	[EVENT_TICKS_MISSED] = { "ticks-missed", "Readings missed", WARNING },
	[EVENT_EDGES_LOST] = { "edges-lost", "Edges lost", WARNING },
	[EVENT_CLOCK_STEPPED] = { "clock-stepped", "Clock set", NOTICE },
	[EVENT_SENSORD_STARTED] = { "sensord-started", "Measuring started", INFO },
	[EVENT_SIM_COMMAND] = { "sim-command", "Simulator told", INFO },
	[EVENT_FACTS_LOST] = { "facts-lost", "Facts lost", WARNING },
	[EVENT_SETTINGS_LOADED] = { "settings-loaded", "Settings loaded", INFO },
	[EVENT_SETTINGS_REFUSED] = { "settings-refused", "Settings refused", WARNING },
	[EVENT_SETTINGS_CHANGED] = { "settings-changed", "Settings changed", NOTICE },
	[EVENT_EVENTS_LOST] = { "events-lost", "Events lost", ERROR },
	[EVENT_NOTE] = { "note", "Note", NOTICE },
	[EVENT_DELIVERY_FAILED] = { "delivery-failed", "Message not sent", WARNING },
	[EVENT_TEST] = { "test", "Test", INFO },
	[EVENT_LOG_CLEARED] = { "log-cleared", "Log cleared", NOTICE },
	[EVENT_LOG_FAILED] = { "log-failed", "Log failed", ERROR },
	[EVENT_LOG_RESUMED] = { "log-resumed", "Log goes on", NOTICE },
	[EVENT_HISTORY_SET_ASIDE] = { "history-set-aside", "History set aside", ERROR },
	[EVENT_LOG_DELETED] = { "log-deleted", "Log file deleted", NOTICE },
};

const char *event_kind_to_name(enum event_kind v)
{
	return event_kind_valid(v) ? kinds[v].name : "";
}

const char *event_kind_to_label(enum event_kind v)
{
	return event_kind_valid(v) ? kinds[v].label : "";
}

int event_kind_from_name(const char *name)
{
	for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].name && streq(kinds[i].name, name))
			return (int)i;
	return -EINVAL;
}

bool event_kind_valid(unsigned v)
{
	return v < EVENT_KIND_MAX && kinds[v].name;
}

static int priority_severity(enum alarm_priority priority)
{
	switch (priority) {
	case PRIORITY_LOW:
		return NOTICE;
	case PRIORITY_MEDIUM:
		return WARNING;
	case PRIORITY_HIGH:
		return ERROR;
	case PRIORITY_CRITICAL:
		return CRITICAL;
	case ALARM_PRIORITY_MAX:
		break;
	}
	return NOTICE;
}

uint64_t event_occurrence(const struct event *e)
{
	return e->alarm[0] && !e->occurrence ? e->number : e->occurrence;
}

int event_severity(const struct event *e)
{
	int severity = event_kind_valid(e->kind) ? kinds[e->kind].severity : NOTICE;

	return severity == BY_PRIORITY ? priority_severity(e->priority) : severity;
}
