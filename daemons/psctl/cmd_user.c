// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl user …: who signs in with a browser. */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/change.h"
#include "daemons/psctl/cmd.h"
#include "daemons/psctl/config.h"
#include "daemons/psctl/password.h"
#include "daemons/psctl/table.h"
#include "lib/base/cleanup.h"

int cmd_user_list(const struct call *c)
{
	AUTO_CONFIG struct config config = CONFIG_INIT;
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_TABLE struct table table = { 0 };
	struct terminal t;
	struct json j;
	int code = config_load(&config);

	if (code != EX_OK)
		return code;
	if (c->json) {
		cmd_json(&j, &out);
		json_array(&j, NULL);
	}
	for (unsigned i = 0; i < config.settings->n_users; i++) {
		const struct settings_user *u = &config.settings->users[i];

		if (c->json) {
			json_object(&j, NULL);
			json_string(&j, "name", u->id);
			json_string(&j, "role", user_role_to_name(u->role));
			json_object_end(&j);
			continue;
		}
		table_row(&table);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, u->id);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, user_role_to_name(u->role));
	}
	if (c->json) {
		json_array_end(&j);
		return cmd_json_write(&out);
	}
	if (config.settings->n_users == 0)
		return cmd_sentence(c, "there are no users: psctl user add NAME --role admin");
	terminal_look(c->plain, &t);
	table_print(&table, &out, &t);
	return cmd_write(&out);
}

/* Where rmcu.conf says that there is such a user; NULL when it does not. */
static const struct assignment *find_in_main(const struct config *config, const char *name)
{
	const struct assignments *a = &config->layers.layer[LAYER_MAIN];

	for (size_t i = 0; i < a->n; i++)
		if (a->list[i].path.subject == &subject_users && streq(a->list[i].path.id, name))
			return &a->list[i];
	return NULL;
}

/* Before somebody is asked for a password. */
static int want(const char *name, bool wanted, bool removable)
{
	AUTO_CONFIG struct config config = CONFIG_INIT;
	AUTO_TEXT struct text why = TEXT_INIT;
	const struct assignment *there;
	int code = config_load(&config);

	if (code != EX_OK)
		return code;
	if (!channel_id_valid(name))
		return cmd_refuse(name,
				  "is no name for a user: small letters, digits and _, a letter "
				  "first, at most 31");
	if ((subject_find(&subject_users, config.settings, name) >= 0) != wanted)
		return cmd_refuse(name,
				  wanted ? "is no user; psctl user list shows them"
					 : "is there already; psctl user passwd and role change "
					   "him");
	there = removable ? find_in_main(&config, name) : NULL;
	if (!there)
		return EX_OK;
	text_printf(&why, "stands in %s:%u: take him out there", there->file, there->line);
	return cmd_refuse(name, text_get(&why));
}

static int send(const struct call *c, const char *role, const char *hash, const char *sentence)
{
	AUTO_FREE struct msg_settings_change *m = calloc(1, sizeof(*m)); /* large */

	if (!m)
		return cmd_no_memory();
	if (role)
		change_add(m, role, "users.%s.role", c->args[0]);
	if (hash)
		change_add(m, hash, "users.%s.password", c->args[0]);
	return change_send(c, m, sentence);
}

int cmd_user_add(const struct call *c)
{
	const char *role = call_option(c, "role");
	char hash[SECRET_HASH_MAX];
	int code = want(c->args[0], false, false);

	if (code == EX_OK && role && user_role_from_name(role) < 0)
		code = cmd_refuse(role, "is no role; allowed: viewer, control, admin, disabled");
	if (code == EX_OK)
		code = password_ask(hash);
	return code == EX_OK ? send(c, role ? role : user_role_to_name(USER_VIEWER), hash,
				    "the user can sign in")
			     : code;
}

int cmd_user_passwd(const struct call *c)
{
	char hash[SECRET_HASH_MAX];
	int code = want(c->args[0], true, false);

	if (code == EX_OK)
		code = password_ask(hash);
	return code == EX_OK ? send(c, NULL, hash,
				    "the password is another one; whoever was signed in "
				    "with the old one is not any more")
			     : code;
}

int cmd_user_role(const struct call *c)
{
	int code = want(c->args[0], true, false);

	if (code == EX_OK && user_role_from_name(c->args[1]) < 0)
		code = cmd_refuse(c->args[1],
				  "is no role; allowed: viewer, control, admin, disabled");
	return code == EX_OK ? send(c, c->args[1], NULL, NULL) : code;
}

int cmd_user_remove(const struct call *c)
{
	AUTO_FREE struct msg_settings_change *m = calloc(1, sizeof(*m)); /* large */
	int code = want(c->args[0], true, true);

	if (!m)
		return cmd_no_memory();
	if (code != EX_OK)
		return code;
	change_add(m, NULL, "users.%s.role", c->args[0]);
	change_add(m, NULL, "users.%s.password", c->args[0]);
	return change_send(c, m, "the user is gone");
}

int cmd_user_code(const struct call *c)
{
	AUTO_LINK struct link *l = NULL;
	uint8_t packet[WIRE_REQUEST_MAX];
	struct msg_reply reply;
	uint32_t id;
	int code;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open(l, "webd");
	if (code != EX_OK)
		return code;
	id = client_next_id(&l->client);
	code = link_request(l, packet, msg_bare_put(packet, sizeof(packet), MSG_WEB_CODE, id), id,
			    &reply);
	return code == EX_OK ? cmd_sentence(c, reply.sentence) : code;
}
