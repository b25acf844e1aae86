// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/folders.h"

#include "tests/unit/test.h"

static char path[FOLDER_MAX];

TEST(installed_places)
{
	(void)unsetenv("RMCU_RUNTIME_DIR");
	(void)unsetenv("RMCU_STATE_DIR");
	(void)setenv("RMCU_DATA_DIR", "", 1); /* empty is not set */
	folder_runtime(path);
	ASSERT_STREQ(path, "/run/rmcu");
	folder_private_runtime("sensord", path);
	ASSERT_STREQ(path, "/run/rmcu-sensord");
	folder_state("sensord", path);
	ASSERT_STREQ(path, "/var/lib/rmcu/sensord");
	folder_data("scenarios", path);
	ASSERT_CONTAINS(path, "/rmcu/scenarios");
}

TEST(places_of_a_private_run)
{
	(void)setenv("RMCU_RUNTIME_DIR", "/tmp/d/run", 1);
	(void)setenv("RMCU_STATE_DIR", "/tmp/d/state", 1);
	(void)setenv("RMCU_DATA_DIR", "/tmp/d/data", 1);
	folder_runtime(path);
	ASSERT_STREQ(path, "/tmp/d/run");
	folder_private_runtime("sensord", path);
	ASSERT_STREQ(path, "/tmp/d/run/sensord");
	folder_state("sensord", path);
	ASSERT_STREQ(path, "/tmp/d/state/sensord");
	folder_data("scenarios", path);
	ASSERT_STREQ(path, "/tmp/d/data/scenarios");
}
