// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What can be asked for, and who may. */
#include "daemons/webd/routes.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/settings/settings.h"
#include "tests/unit/test.h"

TEST(each_route_is_found_by_its_own_name)
{
	char id[ROUTE_ID_MAX], path[128];
	const char *allow;
	unsigned status;

	ASSERT_GT(n_routes, 0);
	for (unsigned i = 0; i < n_routes; i++) {
		const char *open = strchr(routes[i].path, '{');

		(void)snprintf(path, sizeof(path), "%.*s%s%s",
			       open ? (int)(open - routes[i].path) : 100, routes[i].path,
			       open ? "some_1" : "", open ? strchr(open, '}') + 1 : "");
		ASSERT_TRUE(route_find(routes[i].method, path, id, &status, &allow) == &routes[i]);
		ASSERT_STREQ(id, open ? "some_1" : "");
		ASSERT_TRUE(routes[i].answer && *routes[i].summary && *routes[i].path == '/');
		ASSERT_TRUE(routes[i].door < DOOR_MAX);
	}
}

TEST(what_a_route_is_not_asked)
{
	static const struct route one = { .arguments = "since" }, some = { .arguments = "a bc d" };
	struct text why = TEXT_INIT;

	route_no_argument(&one, "until", &why);
	ASSERT_STREQ(text_get(&why), "there is no argument 'until' here; there is since");
	text_clear(&why);
	route_no_argument(&some, "\x1b", &why);
	ASSERT_STREQ(text_get(&why), "there is no argument '...' here; there are a, bc, d");
	text_done(&why);
}

static unsigned status_of(const char *method, const char *path, const char **ret_allow)
{
	char id[ROUTE_ID_MAX];
	unsigned status;

	ASSERT_TRUE(route_find(method, path, id, &status, ret_allow) == NULL);
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

static unsigned status_at(enum door door, enum user_role role, bool status, bool metrics,
			  bool loopback)
{
	struct settings_web web = { .open_status = status, .metrics_open = metrics };
	struct visitor who = { .role = role };
	const char *why = NULL;
	unsigned s = door_status(door, &web, &who, loopback, &why);

	ASSERT_TRUE(s == 0 || (why && *why));
	return s;
}

/* The least role that each door opens to, whatever is set. */
TEST(doors_want_roles)
{
	static const enum user_role least[] = {
		[DOOR_OPEN] = USER_DISABLED,   [DOOR_STATUS] = USER_VIEWER,
		[DOOR_METRICS] = USER_VIEWER,  [DOOR_VIEWER] = USER_VIEWER,
		[DOOR_CONTROL] = USER_CONTROL, [DOOR_ADMIN] = USER_ADMIN,
	};
	_Static_assert(ARRAY_SIZE(least) == DOOR_MAX, "a door is missing");

	for (int door = 0; door < DOOR_MAX; door++)
		for (int role = 0; role < USER_ROLE_MAX; role++)
			ASSERT_EQ(status_at((enum door)door, (enum user_role)role, false, false,
					    false),
				  role >= (int)least[door] ? 0
				  : role == USER_DISABLED  ? 401
							   : 403);
}

TEST(doors_that_settings_open)
{
	ASSERT_EQ(status_at(DOOR_STATUS, USER_DISABLED, true, false, false), 0);
	ASSERT_EQ(status_at(DOOR_STATUS, USER_DISABLED, false, true, true), 401);
	ASSERT_EQ(status_at(DOOR_METRICS, USER_DISABLED, true, false, false), 401);
	ASSERT_EQ(status_at(DOOR_METRICS, USER_DISABLED, false, true, false), 0);
	ASSERT_EQ(status_at(DOOR_METRICS, USER_DISABLED, false, false, true), 0);
	ASSERT_EQ(status_at(DOOR_VIEWER, USER_DISABLED, true, true, true), 401);
	ASSERT_EQ(status_at(DOOR_CONTROL, USER_VIEWER, true, true, true), 403);
	ASSERT_EQ(status_at(DOOR_ADMIN, USER_CONTROL, true, true, true), 403);
}
