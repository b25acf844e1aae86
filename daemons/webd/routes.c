// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/routes.h"

#include <string.h>

#include "daemons/webd/actions.h"
#include "daemons/webd/answers.h"
#include "daemons/webd/stream.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"
#include "lib/settings/settings.h"

/* What can be asked of the journal and of the history. */
#define JOURNAL_ARGUMENTS "from to kind channel words after before limit"
#define HISTORY_ARGUMENTS "channels from to points"

const struct route routes[] = {
	{ "GET", "/", DOOR_STATUS, answer_page_status, "Status as a page for people" },
	{ "GET", "/alarms", DOOR_STATUS, answer_page_alarms,
	  "Alarms, the shelf and the journal as a page" },
	{ "GET", "/outputs/{id}", DOOR_CONTROL, answer_page_output,
	  "What switching an output means, as a page" },
	{ "GET", "/m", DOOR_STATUS, answer_page_small, "Status as a small page" },
	{ "GET", "/login", DOOR_OPEN, answer_page_login,
	  "The way in, as a page; while there is no administrator, the way to the first one" },
	{ "POST", "/login", DOOR_OPEN, answer_login,
	  "Signs in with user, password and next, as a form" },
	{ "POST", "/logout", DOOR_OPEN, answer_logout, "Ends the session" },
	{ "POST", "/first-admin", DOOR_OPEN, answer_first_admin,
	  "Makes the first administrator with code, user, password and again, as a form" },
	{ "GET", "/setup", DOOR_VIEWER, answer_setup_menu, "The pages of the setup, as a page" },
	{ "GET", "/setup/device", DOOR_CONTROL, answer_setup, "Device Setup, as a page" },
	{ "POST", "/setup/device", DOOR_CONTROL, answer_setup_save, "Saves what its form changed" },
	{ "GET", "/setup/sensor", DOOR_CONTROL, answer_setup, "Channels and schedules, as a page" },
	{ "GET", "/setup/channel/{id}", DOOR_CONTROL, answer_setup, "One channel, as a page" },
	{ "POST", "/setup/channel/{id}", DOOR_CONTROL, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/schedule/{id}", DOOR_CONTROL, answer_setup, "One schedule, as a page" },
	{ "POST", "/setup/schedule/{id}", DOOR_CONTROL, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/alarm", DOOR_CONTROL, answer_setup,
	  "Rules of alarms and interlocks, as a page" },
	{ "GET", "/setup/rule/{id}", DOOR_CONTROL, answer_setup, "One rule, as a page" },
	{ "POST", "/setup/rule/{id}", DOOR_CONTROL, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/interlock/{id}", DOOR_CONTROL, answer_setup, "One interlock, as a page" },
	{ "POST", "/setup/interlock/{id}", DOOR_CONTROL, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/alarm-system", DOOR_CONTROL, answer_setup,
	  "All alarms together, as a page" },
	{ "POST", "/setup/alarm-system", DOOR_CONTROL, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/mail", DOOR_ADMIN, answer_setup,
	  "The mail server and signs of life, as a page" },
	{ "POST", "/setup/mail", DOOR_ADMIN, answer_setup_save, "Saves what its form changed" },
	{ "GET", "/setup/recipients", DOOR_CONTROL, answer_setup,
	  "Who is told of what, as a page" },
	{ "GET", "/setup/recipient/{id}", DOOR_CONTROL, answer_setup, "One recipient, as a page" },
	{ "POST", "/setup/recipient/{id}", DOOR_CONTROL, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/user", DOOR_ADMIN, answer_setup, "Users and tokens, as a page" },
	{ "GET", "/setup/person/{id}", DOOR_ADMIN, answer_setup, "One user, as a page" },
	{ "POST", "/setup/person/{id}", DOOR_ADMIN, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/token/{id}", DOOR_ADMIN, answer_setup, "One token, as a page" },
	{ "POST", "/setup/token/{id}", DOOR_ADMIN, answer_setup_save,
	  "Saves what its form changed" },
	{ "GET", "/setup/new", DOOR_CONTROL, answer_setup_new,
	  "From a subject and a new id to the page of that item" },
	{ "GET", "/healthz", DOOR_OPEN, answer_healthz,
	  "Whether rmcu-webd runs and sensord measures" },
	{ "GET", "/api/v1/openapi.json", DOOR_OPEN, answer_openapi,
	  "What can be asked for, as OpenAPI has it: this description" },
	{ "GET", "/api/v1/status", DOOR_STATUS, answer_status,
	  "Every value, output, alarm and trouble" },
	{ "GET", "/mib/RMCU-MIB.txt", DOOR_OPEN, answer_mib, "The MIB, for SNMP managers" },
	{ "GET", "/api/v1/events", DOOR_STATUS, answer_events,
	  "The status, and what of a page changes, as server-sent events", "since page" },
	{ "GET", "/api/v1/alarms", DOOR_STATUS, answer_alarms, "Every alarm, also those at rest" },
	{ "GET", "/api/v1/journal", DOOR_STATUS, answer_journal,
	  "Events, the newest first; from, to, kind, channel, words, after, before, limit",
	  JOURNAL_ARGUMENTS },
	{ "GET", "/api/v1/journal.csv", DOOR_STATUS, answer_journal_csv, "The same as CSV",
	  JOURNAL_ARGUMENTS },
	{ "GET", "/api/v1/alarms/report", DOOR_STATUS, answer_report,
	  "Which alarms were noisy, stand for days or were not looked at; since", "since" },
	{ "GET", "/alarms/report", DOOR_STATUS, answer_page_report, "The same as a page" },
	{ "POST", "/api/v1/alarms/{id}/acknowledge", DOOR_CONTROL, answer_acknowledge,
	  "Somebody has seen an alarm; note, occurrence" },
	{ "POST", "/api/v1/alarms/{id}/shelve", DOOR_CONTROL, answer_shelve,
	  "Nobody is told of an alarm for a while; for, reason" },
	{ "POST", "/api/v1/alarms/{id}/unshelve", DOOR_CONTROL, answer_unshelve, "Ends that" },
	{ "POST", "/api/v1/alarms/{id}/reset", DOOR_CONTROL, answer_reset,
	  "A latched alarm whose cause is over ends" },
	{ "POST", "/api/v1/outputs/{id}", DOOR_CONTROL, answer_output,
	  "Switches an output; state, for, confirm, reason, dry_run" },
	{ "POST", "/api/v1/outputs/{id}/confirm", DOOR_CONTROL, answer_confirm,
	  "Keeps a change that would be taken back" },
	{ "POST", "/api/v1/recipients/{id}/test", DOOR_CONTROL, answer_try,
	  "Sends a test to a recipient, or to mail; the answer is what the other side says" },
	{ "GET", "/history", DOOR_STATUS, answer_page_history,
	  "History as a page: from, to and channels as of /api/v1/history" },
	{ "GET", "/api/v1/history", DOOR_STATUS, answer_history,
	  "Lowest, mean and highest of channels, from a time on or so long, in about so many "
	  "points",
	  HISTORY_ARGUMENTS },
	{ "GET", "/api/v1/history.csv", DOOR_STATUS, answer_history_csv, "The same as CSV",
	  HISTORY_ARGUMENTS },
	{ "GET", "/api/v1/history/hour", DOOR_STATUS, answer_history_hour,
	  "The last hour of each analog channel, minute by minute" },
	{ "GET", "/api/v1/history/marks", DOOR_STATUS, answer_history_marks,
	  "Alarms that came and went in a time, and when the mains were out", "from to" },
	{ "GET", "/api/v1/boxes", DOOR_STATUS, answer_boxes, "The black boxes around alarms" },
	{ "GET", "/api/v1/boxes/{id}", DOOR_STATUS, answer_box, "A black box as CSV" },
	{ "GET", "/RMCU.CSV", DOOR_STATUS, answer_log, "The log that is being written" },
	{ "GET", "/api/v1/log/files", DOOR_STATUS, answer_log_files,
	  "The files of the log, the oldest one first" },
	{ "GET", "/api/v1/log/files/{id}", DOOR_STATUS, answer_log_file,
	  "A file of the log as CSV, by its number" },
	{ "GET", "/metrics", DOOR_METRICS, answer_metrics,
	  "The same as OpenMetrics, for Prometheus" },
};
const unsigned n_routes = ARRAY_SIZE(routes);

/* All that is answered with more than 501. */
static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };

static bool is_method(const char *method)
{
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++)
		if (streq(methods[i], method))
			return true;
	return false;
}

/* Whether the path is of this form; a {…} is a segment that is not empty. */
static bool matches(const char *form, const char *path, char ret_id[ROUTE_ID_MAX])
{
	const char *open = strchr(form, '{'), *close = open ? strchr(open, '}') : NULL;
	size_t before, len;

	ret_id[0] = '\0';
	if (!close)
		return streq(form, path);
	before = (size_t)(open - form);
	if (strncmp(form, path, before) != 0)
		return false;
	len = strcspn(path + before, "/");
	if (len == 0 || len >= ROUTE_ID_MAX || !streq(close + 1, path + before + len))
		return false;
	memcpy(ret_id, path + before, len);
	ret_id[len] = '\0';
	return true;
}

const struct route *route_find(const char *method, const char *path, char ret_id[ROUTE_ID_MAX],
			       unsigned *ret_status, const char **ret_allow)
{
	*ret_status = is_method(method) ? 404 : 501;
	*ret_allow = NULL;
	for (unsigned i = 0; i < n_routes; i++) {
		if (!matches(routes[i].path, path, ret_id))
			continue;
		if (streq(routes[i].method, method))
			return &routes[i];
		*ret_status = is_method(method) ? 405 : 501;
		*ret_allow = streq(routes[i].method, "GET") ? "GET, HEAD" : routes[i].method;
	}
	return NULL;
}

void route_no_argument(const struct route *r, const char *name, struct text *why)
{
	text_printf(why, "there is no argument '%s' here; there %s",
		    utf8_printable(name) ? name : "...", strchr(r->arguments, ' ') ? "are" : "is");
	for (const char *at = r->arguments; *at;) {
		size_t n = strcspn(at, " ");

		text_printf(why, "%s %.*s", at == r->arguments ? "" : ",", (int)n, at);
		at += n + strspn(at + n, " ");
	}
}

bool route_is_page(const struct route *r)
{
	/* what has a dot is a file */
	return strncmp(r->path, "/api/", strlen("/api/")) != 0 && !strchr(r->path, '.') &&
	       r->door != DOOR_METRICS;
}

/* The least role that a door wants of who comes through it. */
static enum user_role role_of(enum door door)
{
	switch (door) {
	case DOOR_OPEN:
		return USER_DISABLED;
	case DOOR_STATUS:
	case DOOR_METRICS:
	case DOOR_VIEWER:
		return USER_VIEWER;
	case DOOR_CONTROL:
		return USER_CONTROL;
	case DOOR_ADMIN:
	case DOOR_MAX:
		break;
	}
	return USER_ADMIN;
}

static const char *const refusals[] = {
	[DOOR_OPEN] = "",
	[DOOR_STATUS] = "the status is not shown to everybody (web.open_status): sign in",
	[DOOR_METRICS] = "metrics are for programs of this machine (web.metrics_open): use a token",
	[DOOR_VIEWER] = "sign in",
	[DOOR_CONTROL] = "this needs the role control",
	[DOOR_ADMIN] = "this needs the role admin",
};
_Static_assert(ARRAY_SIZE(refusals) == DOOR_MAX, "a sentence is missing");

unsigned door_status(enum door door, const struct settings_web *web, const struct visitor *who,
		     bool loopback, const char **ret_why)
{
	*ret_why = refusals[door];
	if (who->role >= role_of(door) || (door == DOOR_STATUS && web->open_status) ||
	    (door == DOOR_METRICS && (loopback || web->metrics_open)))
		return 0;
	return who->role == USER_DISABLED ? 401 : 403;
}
