// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

static const struct setting rows[] = {
	{
		.key = "role",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_token, role),
		.choice = &user_role_choice,
		.fallback = USER_VIEWER,
		.access = ACCESS_ADMIN,
		.help = "What the script may do.",
	},
	{
		.key = "expires",
		.type = SETTING_TEXT,
		MEMBER(struct settings_token, expires),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "The last day on which it is taken, as 2026-12-31. Empty: it does not end.",
	},
	{
		.key = "secret",
		.type = SETTING_SECRET,
		.reader = SECRET_WEBD,
		.hashed = true,
		.access = ACCESS_ADMIN,
		.help = "Drawn by User Setup or psctl token add and shown once; only its hash is "
			"kept.",
	},
};

const struct subject subject_tokens = {
	.name = "tokens",
	.help = "Scripts that sign in, each with a word of its own.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.keyed = true,
	.most = TOKENS_MAX,
	.count_offset = offsetof(struct settings, n_tokens),
	.offset = offsetof(struct settings, tokens),
	.stride = sizeof(struct settings_token),
};
