// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Sign in, and the first administrator: a card by itself, without a menu. */
#include "daemons/webd/html.h"
#include "daemons/webd/page.h"
#include "lib/base/util.h"

static const char no_words[] =
	"This connection is not encrypted, so no password is taken here: use https, or allow it "
	"with web.plain_login.";

static void begin(struct text *out, const struct page *p)
{
	page_head(out, p);
	text_add(out, "<body>");
	text_add(out, page_signs);
	text_add(out, "<main class=\"solo\" id=\"main\">");
	page_brand(out, p);
}

static void add_error(struct text *out, const char *error)
{
	if (!error)
		return;
	text_add(out, "<p class=\"msg\" role=\"alert\" id=\"le\">");
	html_sign(out, "i", "x", NULL);
	text_add(out, "<span>");
	html_sentence(out, error);
	text_add(out, "</span></p>");
}

/* `rest`: more attributes. Signs have ids too, so a field's begins otherwise. */
static void add_field(struct text *out, const char *name, const char *label, const char *type,
		      const char *value, const char *rest, const char *hint)
{
	text_printf(out,
		    "<div class=\"f\"><label for=\"f-%s\">%s</label><span class=\"in\"><input "
		    "type=\"%s\" id=\"f-%s\" name=\"%s\" value=\"",
		    name, label, type, name, name);
	html_text(out, value);
	text_printf(out, "\" %s", rest);
	if (hint)
		text_printf(out, " aria-describedby=\"f-%s-h\"", name);
	text_add(out, "></span>");
	if (hint)
		text_printf(out, "<p class=\"hint\" id=\"f-%s-h\">%s</p>", name, hint);
	text_add(out, "</div>");
}

static void end(struct text *out)
{
	text_add(out, "</main></body></html>\n");
}

void page_login(struct text *out, const struct page *p, const struct page_login *l)
{
	begin(out, p);
	text_add(out,
		 "<form class=\"card form\" method=\"post\" action=\"/login\"><h1>Sign in</h1>");
	add_error(out, l->error ? l->error : l->no_words ? no_words : NULL);
	add_field(out, "user", "User name", "text", l->user,
		  "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required",
		  NULL);
	add_field(out, "password", "Password", "password", "",
		  "autocomplete=\"current-password\" required", NULL);
	text_add(out, "<input type=\"hidden\" name=\"next\" value=\"");
	html_text(out, l->next);
	text_add(out, "\"><button type=\"submit\" class=\"btn go\">Sign in</button>"
		      "<p class=\"s mut\">Forgotten? On the unit, an administrator can run "
		      "<code>psctl user passwd NAME</code>.</p></form>");
	if (l->open_status)
		text_add(out, "<p class=\"row card\"><a href=\"/\">See status without signing "
			      "in</a></p>");
	end(out);
}

void page_first(struct text *out, const struct page *p, const struct page_first *f)
{
	begin(out, p);
	text_add(out, "<form class=\"card form\" method=\"post\" action=\"/first-admin\">"
		      "<h1>Make the first administrator</h1>"
		      "<p class=\"mut\">This unit has no administrator yet. Its console shows a "
		      "one-time code, and so does <code>psctl user code</code>.</p>");
	add_error(out, f->error	     ? f->error
		       : f->no_words ? no_words
		       : !f->alive   ? "the code has run out; psctl user code makes another one"
				     : NULL);
	add_field(out, "code", "One-time code", "text", "",
		  "autocomplete=\"one-time-code\" autocapitalize=\"characters\" "
		  "spellcheck=\"false\" required",
		  "Eight letters and digits, such as K7PM-29XD. Valid for 15 minutes.");
	add_field(out, "user", "User name", "text", f->user,
		  "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required",
		  "Small letters, digits and _, a letter first.");
	add_field(out, "password", "Password", "password", "",
		  "autocomplete=\"new-password\" required",
		  "At least 8 characters. Any characters, no other rules.");
	add_field(out, "again", "Password again", "password", "",
		  "autocomplete=\"new-password\" required", NULL);
	text_add(out, "<button type=\"submit\" class=\"btn go\">Make the administrator</button>"
		      "</form>");
	end(out);
}
