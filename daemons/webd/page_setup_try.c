// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The button that sends a test to a recipient, with what became of the last one. */
#include "daemons/webd/html.h"
#include "daemons/webd/page_setup.h"
#include "daemons/webd/visitor.h"
#include "lib/base/calendar.h"

static void add_outcome(struct text *out, const struct setup_try *t)
{
	const struct try_record *r = t->last;
	char at[CLOCK_RFC3339_MAX], said[CALENDAR_SHORT_MAX];

	calendar_format(r->at_us, at);
	calendar_second(r->at_us, said);
	text_printf(out, "<p role=\"status\" class=\"%s\">", r->error ? "msg" : "msg said");
	if (!r->under_way)
		html_sign(out, r->error ? "i" : "i okay", r->error ? "x" : "ok", NULL);
	text_printf(out, "<span><time datetime=\"%s\">%s</time>, asked for by ", at, said);
	html_text(out, r->by);
	text_add(out, ": ");
	if (r->under_way)
		text_printf(out,
			    "on its way, and not answered yet. <a href=\"%s\">Look again</a>; the "
			    "system's journal (journalctl -u rmcu-notifyd) will have it too.",
			    t->page);
	else
		html_text(out, r->sentence);
	text_add(out, "</span></p>");
}

static void add_button(struct text *out, const struct setup_try *t)
{
	text_printf(out,
		    "<form method=\"post\" class=\"row\" action=\"/api/v1/recipients/%s/test\">",
		    t->recipient);
	html_csrf(out, t->who);
	text_add(out, "<button type=\"submit\" class=\"btn\">Send a test</button></form>");
}

void setup_try(struct text *out, const struct setup_try *t)
{
	text_add(out, "<section class=\"card stack\" id=\"" SETUP_TRY_AT
		      "\" aria-labelledby=\"th\"><h2 id=\"th\">Test</h2><p class=\"mut s\">A "
		      "message to ");
	html_text(out, t->to);
	text_add(out, ", by the settings as they are saved. What the other side says to it stands "
		      "here.</p>");
	if (!t->there)
		text_add(out, "<p>No test can be sent: rmcu-notifyd (package rmcu-notify) does not "
			      "answer.</p>");
	else if (!t->last || !t->last->under_way)
		add_button(out, t);
	if (t->last)
		add_outcome(out, t);
	text_add(out, "</section>");
}
