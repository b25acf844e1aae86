// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl config set|unset: asks settingsd, which alone writes settings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "daemons/psctl/change.h"
#include "daemons/psctl/cmd.h"
#include "lib/base/cleanup.h"

static int take_change(const char *word, bool unset, struct msg_settings_change *m)
{
	const char *equals = unset ? word + strlen(word) : strchr(word, '=');
	size_t n;

	if (!equals || equals == word)
		return cmd_refuse(word,
				  unset ? "is no path"
					: "is no assignment: PATH=VALUE, e.g. site.name=Hilltop");
	n = (size_t)(equals - word);
	if (n >= sizeof(m->changes[0].path))
		return cmd_refuse(word, "has a path that is longer than any");
	if (!unset && strlen(equals + 1) >= sizeof(m->changes[0].value))
		return cmd_refuse(word, "has a value that is longer than any");
	memcpy(m->changes[m->n].path, word, n);
	m->changes[m->n].unset = unset;
	if (!unset)
		(void)snprintf(m->changes[m->n].value, sizeof(m->changes[0].value), "%s",
			       equals + 1);
	m->n++;
	return EX_OK;
}

static int change(const struct call *c, bool unset)
{
	AUTO_FREE struct msg_settings_change *m = calloc(1, sizeof(*m)); /* large */
	int code = EX_OK;

	if (!m)
		return cmd_no_memory();
	for (unsigned i = 0; i < c->n_args && code == EX_OK; i++)
		code = take_change(c->args[i], unset, m);
	return code == EX_OK ? change_send(c, m, NULL) : code;
}

int cmd_config_set(const struct call *c)
{
	return change(c, false);
}

int cmd_config_unset(const struct call *c)
{
	return change(c, true);
}
