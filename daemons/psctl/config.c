// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/config.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/link.h"
#include "lib/base/util.h"
#include "lib/settings/each.h"
#include "lib/settings/load.h"

void config_done(struct config *c)
{
	settings_free(c->settings);
	layers_done(&c->layers);
	*c = CONFIG_INIT;
}

int config_exit_code(int r)
{
	switch (-r) {
	case 0:
		return EX_OK;
	case EACCES:
	case EPERM:
		return EX_NOPERM;
	case ENOENT:
		return EX_NOINPUT;
	case ENOMEM:
		return EX_OSERR;
	case EINVAL:
		return EX_CONFIG;
	default:
		return EX_IOERR;
	}
}

int config_load(struct config *ret_config)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings_paths paths;
	int r;

	settings_paths_default(&paths);
	r = settings_load_layers(&paths, &ret_config->settings, &ret_config->layers, &mistakes);
	if (r >= 0)
		return EX_OK;
	if (mistakes.len == 0)
		text_printf(&mistakes, "%s\n", strerror(-r));
	/* the lines first: the sentence tells what they are, and stays in sight */
	if (write(STDERR_FILENO, text_get(&mistakes), mistakes.len) < 0)
		return EX_IOERR;
	complain(r == -EACCES ? "the settings cannot be read: run it as root, or as a member of "
				"the group of that file"
			      : "the settings do not load; daemons go on with the last good ones "
				"until this is corrected");
	return config_exit_code(r);
}

bool config_below(const struct settings_path *path, const char *prefix)
{
	AUTO_TEXT struct text name = TEXT_INIT;
	size_t n = strlen(prefix);

	if (n == 0)
		return true;
	path_print(path, &name);
	return strncmp(text_get(&name), prefix, n) == 0 &&
	       (text_get(&name)[n] == '\0' || text_get(&name)[n] == '.');
}

struct search {
	const char *prefix;
	bool found;
};

static void search_path(const struct settings_path *path, const struct value *v, void *arg)
{
	struct search *s = arg;

	(void)v;
	s->found |= config_below(path, s->prefix);
}

bool config_prefix_known(const struct settings *s, const char *prefix)
{
	struct search search = { .prefix = prefix };
	AUTO_TEXT struct text why = TEXT_INIT;
	struct settings_path path;

	settings_each(s, search_path, &search);
	if (search.found || schema_subject(prefix))
		return true;
	text_printf(&why, "%s: ", prefix);
	if (path_parse(prefix, &path, &why) == 0)
		text_add(&why, "there is no such item");
	complain(text_get(&why));
	return false;
}
