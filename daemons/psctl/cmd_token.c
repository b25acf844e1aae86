// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl token …: scripts that sign in, each with a word of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/change.h"
#include "daemons/psctl/cmd.h"
#include "daemons/psctl/config.h"
#include "daemons/psctl/table.h"
#include "lib/base/cleanup.h"
#include "lib/secret/secret.h"

static void put_json(const struct settings *s, struct text *out)
{
	struct json j;

	cmd_json(&j, out);
	json_array(&j, NULL);
	for (unsigned i = 0; i < s->n_tokens; i++) {
		json_object(&j, NULL);
		json_string(&j, "name", s->tokens[i].id);
		json_string(&j, "role", user_role_to_name(s->tokens[i].role));
		json_string(&j, "expires", s->tokens[i].expires);
		json_object_end(&j);
	}
	json_array_end(&j);
}

int cmd_token_list(const struct call *c)
{
	AUTO_CONFIG struct config config = CONFIG_INIT;
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_TABLE struct table table = { 0 };
	struct terminal t;
	int code = config_load(&config);

	if (code != EX_OK)
		return code;
	if (c->json) {
		put_json(config.settings, &out);
		return cmd_json_write(&out);
	}
	if (config.settings->n_tokens == 0)
		return cmd_sentence(c, "there are no tokens: psctl token add NAME");
	for (unsigned i = 0; i < config.settings->n_tokens; i++) {
		const struct settings_token *n = &config.settings->tokens[i];

		table_row(&table);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, n->id);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, user_role_to_name(n->role));
		table_cell(&table, INK_FAINT, ALIGN_LEFT,
			   n->expires[0] ? n->expires : "does not end");
	}
	terminal_look(c->plain, &t);
	table_print(&table, &out, &t);
	return cmd_write(&out);
}

static int want(const char *name, bool wanted)
{
	AUTO_CONFIG struct config config = CONFIG_INIT;
	int code = config_load(&config);

	if (code != EX_OK)
		return code;
	if (!channel_id_valid(name))
		return cmd_refuse(name,
				  "is no name for a token: small letters, digits and _, a letter "
				  "first, at most 31");
	if ((subject_find(&subject_tokens, config.settings, name) >= 0) == wanted)
		return EX_OK;
	return cmd_refuse(name, wanted ? "is no token; psctl token list shows them"
				       : "is there already; remove it first");
}

int cmd_token_add(const struct call *c)
{
	AUTO_FREE struct msg_settings_change *m = calloc(1, sizeof(*m)); /* large */
	const char *role = call_option(c, "role"), *expires = call_option(c, "expires");
	char digits[TOKEN_DIGITS_MAX], hash[SECRET_HASH_MAX];
	AUTO_TEXT struct text word = TEXT_INIT;
	int code = want(c->args[0], false);

	if (!m)
		return cmd_no_memory();
	if (code != EX_OK)
		return code;
	if (secret_draw_token(digits, hash) < 0) {
		complain("no token can be drawn");
		return EX_OSERR;
	}
	change_add(m, role ? role : user_role_to_name(USER_VIEWER), "tokens.%s.role", c->args[0]);
	if (expires)
		change_add(m, expires, "tokens.%s.expires", c->args[0]);
	change_add(m, hash, "tokens.%s.secret", c->args[0]);
	/* said once: nothing of it is kept */
	text_printf(&word, "rmcu_%s_%s", c->args[0], digits);
	return change_send(c, m, text_get(&word));
}

int cmd_token_remove(const struct call *c)
{
	AUTO_FREE struct msg_settings_change *m = calloc(1, sizeof(*m)); /* large */
	int code = want(c->args[0], true);

	if (!m)
		return cmd_no_memory();
	if (code != EX_OK)
		return code;
	change_add(m, NULL, "tokens.%s.role", c->args[0]);
	change_add(m, NULL, "tokens.%s.expires", c->args[0]);
	change_add(m, NULL, "tokens.%s.secret", c->args[0]);
	return change_send(c, m, "the token is taken no more");
}
