// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What can be taken home from the setup: for SNMP managers, spreadsheets and scripts. */
#include "daemons/webd/html.h"
#include "daemons/webd/page_setup.h"
#include "lib/base/util.h"

struct download {
	const char *path, *name, *what;
};

static const struct download mib = { "/mib/RMCU-MIB.txt", "RMCU-MIB.txt",
				     "The MIB, for SNMP managers" };
static const struct download others[] = {
	{ "/RMCU.CSV", "RMCU.CSV", "The log that is being written" },
	{ "/api/v1/openapi.json", "openapi.json",
	  "The description of the API (OpenAPI), for scripts" },
};

static void add_download(struct text *out, const struct download *d)
{
	text_printf(out, "<li><a class=\"row\" href=\"%s\">", d->path);
	html_sign(out, "i", "down", NULL);
	text_printf(out, "%s</a> <span class=\"mut s\">%s</span></li>", d->name, d->what);
}

static void begin_card(struct text *out, const char *title)
{
	text_printf(out,
		    "<section class=\"card\" aria-labelledby=\"more\"><div class=\"head\"><h2 "
		    "id=\"more\">%s</h2></div><ul class=\"menu\">",
		    title);
}

static void end_card(struct text *out)
{
	text_add(out, "</ul></section>\n");
}

void setup_downloads(struct text *out)
{
	begin_card(out, "Downloads");
	add_download(out, &mib);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		add_download(out, &others[i]);
	end_card(out);
}

void setup_miscellaneous(struct text *out)
{
	begin_card(out, "Miscellaneous");
	add_download(out, &mib);
	end_card(out);
}
