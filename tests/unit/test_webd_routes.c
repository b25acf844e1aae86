// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What can be asked for, and who may. */
#include "daemons/webd/routes.h"

#include "lib/base/util.h"
#include "lib/settings/settings.h"
#include "tests/unit/test.h"

TEST(each_route_is_found_by_its_own_name)
{
	const char *allow;
	unsigned status;

	ASSERT_GT(n_routes, 0);
	for (unsigned i = 0; i < n_routes; i++) {
		ASSERT_TRUE(route_find(routes[i].method, routes[i].path, &status, &allow) ==
			    &routes[i]);
		ASSERT_TRUE(routes[i].answer && *routes[i].summary && *routes[i].path == '/');
		ASSERT_TRUE(routes[i].door < DOOR_MAX);
	}
}

static unsigned status_of(const char *method, const char *path, const char **ret_allow)
{
	unsigned status;

	ASSERT_TRUE(route_find(method, path, &status, ret_allow) == NULL);
	return status;
}

TEST(what_is_not_there)
{
	const char *allow;

	ASSERT_EQ(status_of("GET", "/nothing", &allow), 404);
	ASSERT_TRUE(allow == NULL);
	ASSERT_EQ(status_of("GET", "", &allow), 404);
	ASSERT_EQ(status_of("GET", "/healthz/", &allow), 404);
	ASSERT_EQ(status_of("DELETE", "/healthz", &allow), 405);
	ASSERT_STREQ(allow, "GET, HEAD");
	ASSERT_EQ(status_of("get", "/healthz", &allow), 501);
	ASSERT_EQ(status_of("TRACE", "/nothing", &allow), 501);
}

static bool is_open(enum door door, bool status, bool metrics, bool loopback)
{
	struct settings_web web = { .open_status = status, .metrics_open = metrics };
	const char *why = NULL;
	bool open = door_open(door, &web, loopback, &why);

	ASSERT_TRUE(open || (why && *why));
	return open;
}

TEST(doors)
{
	ASSERT_TRUE(is_open(DOOR_OPEN, false, false, false));
	ASSERT_FALSE(is_open(DOOR_STATUS, false, true, true));
	ASSERT_TRUE(is_open(DOOR_STATUS, true, false, false));
	ASSERT_FALSE(is_open(DOOR_METRICS, true, false, false));
	ASSERT_TRUE(is_open(DOOR_METRICS, false, false, true));
	ASSERT_TRUE(is_open(DOOR_METRICS, false, true, false));
}
