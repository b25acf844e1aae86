// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/routes.h"

#include "daemons/webd/answers.h"
#include "lib/base/util.h"
#include "lib/settings/settings.h"

const struct route routes[] = {
	{ "GET", "/", DOOR_STATUS, answer_page_status, "Status as a page for people" },
	{ "GET", "/healthz", DOOR_OPEN, answer_healthz,
	  "Whether rmcu-webd runs and sensord measures" },
	{ "GET", "/api/v1/status", DOOR_STATUS, answer_status,
	  "Every value, output, alarm and trouble" },
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

const struct route *route_find(const char *method, const char *path, unsigned *ret_status,
			       const char **ret_allow)
{
	*ret_status = is_method(method) ? 404 : 501;
	*ret_allow = NULL;
	for (unsigned i = 0; i < n_routes; i++) {
		if (!streq(routes[i].path, path))
			continue;
		if (streq(routes[i].method, method))
			return &routes[i];
		*ret_status = is_method(method) ? 405 : 501;
		*ret_allow = streq(routes[i].method, "GET") ? "GET, HEAD" : routes[i].method;
	}
	return NULL;
}

bool door_open(enum door door, const struct settings_web *web, bool loopback, const char **ret_why)
{
	switch (door) {
	case DOOR_OPEN:
		return true;
	case DOOR_STATUS:
		*ret_why = "the status is not shown to everybody (web.open_status)";
		return web->open_status;
	case DOOR_METRICS:
		*ret_why = "metrics are for programs of this machine (web.metrics_open)";
		return loopback || web->metrics_open;
	case DOOR_MAX:
		break;
	}
	*ret_why = "";
	return false;
}
