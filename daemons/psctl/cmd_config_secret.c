// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl config secret: a password of the unit's own, e.g. for its mail server, without showing it
 * to anybody. */
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/change.h"
#include "daemons/psctl/cmd.h"
#include "daemons/psctl/password.h"
#include "lib/base/cleanup.h"
#include "lib/settings/path.h"

static int check_path(const char *word)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct settings_path path;

	if (path_parse(word, &path, &why) < 0) {
		complain(text_get(&why));
		return EX_USAGE;
	}
	if (path.row->type != SETTING_SECRET)
		return cmd_refuse(word, "is no secret; psctl config set changes it");
	/* of those only a hash is kept */
	if (path.row->hashed)
		return cmd_refuse(word, "is set by psctl user passwd, or psctl token add");
	return EX_OK;
}

int cmd_config_secret(const struct call *c)
{
	AUTO_FREE struct msg_settings_change *m = calloc(1, sizeof(*m)); /* large */
	char secret[WIRE_VALUE_MAX];
	int code = check_path(c->args[0]);

	if (code != EX_OK)
		return code;
	if (!m)
		return cmd_no_memory();
	code = password_ask_plain(secret, sizeof(secret));
	if (code != EX_OK)
		return code;
	change_add(m, *secret ? secret : NULL, "%s", c->args[0]);
	code = change_send(c, m, *secret ? "saved" : "taken away");
	secret_wipe(secret, sizeof(secret));
	secret_wipe(m, sizeof(*m));
	return code;
}
