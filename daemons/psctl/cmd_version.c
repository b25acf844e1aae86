// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl version: of psctl, and of the unit that it talks to, if it does. */
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/identity.h"
#include "lib/base/version.h"

static void print_text(const struct link *l, const struct identity *u, struct text *out)
{
	text_printf(out, "psctl %s, protocol %d\n", RMCU_VERSION, WIRE_PROTOCOL);
	if (l)
		text_printf(out, "sensord %s\n", l->hello.version);
	else
		text_add(out, "sensord does not answer: psctl status says why\n");
	if (*u->model)
		text_printf(out, "model %s\n", u->model);
	if (*u->serial)
		text_printf(out, "serial number %s\n", u->serial);
	if (*u->hardware)
		text_printf(out, "hardware %s\n", u->hardware);
}

static void print_json(const struct link *l, const struct identity *u, struct text *out)
{
	struct json j;

	cmd_json(&j, out);
	json_object(&j, NULL);
	json_string(&j, "psctl", RMCU_VERSION);
	json_int(&j, "protocol", WIRE_PROTOCOL);
	if (l)
		json_string(&j, "sensord", l->hello.version);
	else
		json_null(&j, "sensord");
	json_string(&j, "model", u->model);
	json_string(&j, "serial", u->serial);
	json_string(&j, "hardware", u->hardware);
	json_object_end(&j);
}

int cmd_version(const struct call *c)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_LINK struct link *l = NULL;
	struct identity u;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	/* the version of psctl is told whatever runs */
	if (link_connect(l, "sensord", NULL) < 0)
		l = link_free(l);
	identity_read(l, &u);
	if (c->json) {
		print_json(l, &u, &out);
		return cmd_json_write(&out);
	}
	print_text(l, &u, &out);
	return cmd_write(&out);
}
