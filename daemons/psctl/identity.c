// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/identity.h"

#include <stdio.h>

void identity_read(const struct link *l, struct identity *ret_identity)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings_paths paths;
	struct settings *s = NULL;

	*ret_identity = (struct identity){ 0 };
	if (l)
		(void)snprintf(ret_identity->model, sizeof(ret_identity->model), "%s",
			       l->hello.model);
	settings_paths_default(&paths);
	/* mistakes in the settings are the business of `config check` */
	if (settings_load(&paths, &s, &mistakes) < 0)
		return;
	if (!*ret_identity->model)
		(void)snprintf(ret_identity->model, sizeof(ret_identity->model), "%s",
			       s->device.model);
	(void)snprintf(ret_identity->serial, sizeof(ret_identity->serial), "%s", s->device.serial);
	(void)snprintf(ret_identity->hardware, sizeof(ret_identity->hardware), "%s",
		       s->device.hardware);
	settings_free(s);
}
