// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "role",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_user, role),
		.choice = &user_role_choice,
		.fallback = USER_VIEWER,
		.access = ACCESS_ADMIN,
		.help = "What the user may do: a viewer looks, control drives outputs, "
			"acknowledges "
			"and changes settings, admin may do all.",
	},
	{
		.key = "password",
		.type = SETTING_SECRET,
		.reader = SECRET_WEBD,
		.hashed = true,
		.access = ACCESS_ADMIN,
		.help = "Set by psctl user passwd or in the browser; only its hash is kept "
			"(yescrypt).",
	},
};

const struct subject subject_users = {
	.name = "users",
	.help = "Who signs in.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.keyed = true,
	.most = USERS_MAX,
	.count_offset = offsetof(struct settings, n_users),
	.offset = offsetof(struct settings, users),
	.stride = sizeof(struct settings_user),
};
