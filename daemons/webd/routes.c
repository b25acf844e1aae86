// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/routes.h"

#include <string.h>

#include "daemons/webd/answers.h"
#include "lib/base/util.h"
#include "lib/settings/settings.h"

const struct route routes[] = {
	{ "GET", "/", DOOR_STATUS, answer_page_status, "Status as a page for people" },
	{ "GET", "/login", DOOR_OPEN, answer_page_login,
	  "The way in, as a page; while there is no administrator, the way to the first one" },
	{ "POST", "/login", DOOR_OPEN, answer_login,
	  "Signs in with user, password and next, as a form" },
	{ "POST", "/logout", DOOR_OPEN, answer_logout, "Ends the session" },
	{ "POST", "/first-admin", DOOR_OPEN, answer_first_admin,
	  "Makes the first administrator with code, user, password and again, as a form" },
	{ "GET", "/healthz", DOOR_OPEN, answer_healthz,
	  "Whether rmcu-webd runs and sensord measures" },
	{ "GET", "/api/v1/status", DOOR_STATUS, answer_status,
	  "Every value, output, alarm and trouble" },
	{ "GET", "/history", DOOR_STATUS, answer_page_history,
	  "History as a page: from, to and channels as of /api/v1/history" },
	{ "GET", "/api/v1/history", DOOR_STATUS, answer_history,
	  "Lowest, mean and highest of channels, from a time on or so long, in about so many "
	  "points" },
	{ "GET", "/api/v1/history.csv", DOOR_STATUS, answer_history_csv, "The same as CSV" },
	{ "GET", "/api/v1/history/marks", DOOR_STATUS, answer_history_marks,
	  "Alarms that came and went in a time, and when the mains were out" },
	{ "GET", "/api/v1/boxes", DOOR_STATUS, answer_boxes, "The black boxes around alarms" },
	{ "GET", "/api/v1/boxes/{id}", DOOR_STATUS, answer_box, "A black box as CSV" },
	{ "GET", "/RMCU.CSV", DOOR_STATUS, answer_log, "The log that is being written" },
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

bool route_is_page(const struct route *r)
{
	return strncmp(r->path, "/api/", strlen("/api/")) != 0 && r->door != DOOR_METRICS;
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
