// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "open_status",
		.type = SETTING_BOOL,
		MEMBER(struct settings_web, open_status),
		.access = ACCESS_ADMIN,
		.help = "Values, outputs, alarms and the log are shown to whom is not signed in. "
			"Names of users and settings never are.",
	},
	{
		.key = "metrics_open",
		.type = SETTING_BOOL,
		MEMBER(struct settings_web, metrics_open),
		.access = ACCESS_ADMIN,
		.help = "/metrics answers other machines too, without a token.",
	},
	{
		.key = "plain_login",
		.type = SETTING_BOOL,
		MEMBER(struct settings_web, plain_login),
		.access = ACCESS_ADMIN,
		.help = "Passwords and tokens are taken from other machines without TLS too, where "
			"everybody on the way can read them.",
	},
};

const struct subject subject_web = {
	.name = "web",
	.help = "What browsers and scripts may see.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, web),
	.stride = sizeof(struct settings_web),
};
