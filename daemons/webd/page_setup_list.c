// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What stands over a form of settings, and the lists that lead to the forms of items. */
#include <stdio.h>
#include <string.h>

#include "daemons/webd/html.h"
#include "daemons/webd/label.h"
#include "daemons/webd/page_setup.h"
#include "lib/settings/path.h"
#include "lib/settings/value.h"

/* Columns of a list, beside the id. */
#define COLUMNS_MOST 4

/* ------------------------------------------------------------------ over the form */

/* logging.rate_min is "Logging: Rate"; of an item, whose name the page has, its setting alone. */
static void add_name(struct text *out, const char *name)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct settings_path path;

	if (path_parse(name, &path, &why) < 0 || !path.row) {
		html_text(out, name);
		return;
	}
	if (!path.id[0]) {
		label_add(out, path.subject->name);
		text_add(out, ": ");
	}
	label_setting(out, path.subject, path.row);
}

static void add_mistakes(struct text *out, const struct msg_settings_result *result)
{
	text_add(out, "<ul>");
	for (unsigned i = 0; i < result->n_mistakes; i++) {
		const char *path = result->mistakes[i].path;

		text_add(out, "<li>");
		if (*path) {
			text_add(out, "<a href=\"#");
			html_text(out, path);
			text_add(out, "\">");
			add_name(out, path);
			text_add(out, "</a>: ");
		}
		html_text(out, result->mistakes[i].sentence);
		text_add(out, "</li>");
	}
	text_add(out, "</ul>");
}

static void add_token(struct text *out, const char *token)
{
	text_add(out, "<section class=\"card stack\" role=\"status\" aria-labelledby=\"th\"><h2 "
		      "id=\"th\">Saved. This is the token</h2><p><code class=\"token\" "
		      "id=\"token\">");
	html_text(out, token);
	text_add(out,
		 "</code></p><p>Copy it now: it is shown this once, and only a hash of it is "
		 "kept. A script sends it as <code>Authorization: Bearer</code>.</p></section>");
}

void setup_summary(struct text *out, const struct setup_form *f)
{
	if (f->token)
		add_token(out, f->token);
	else if (f->saved)
		text_add(out, "<p class=\"card\" role=\"status\"><b>Saved.</b></p>");
	if (!f->result && !f->conflict)
		return;
	text_add(out, "<section class=\"card sum\" role=\"alert\" aria-labelledby=\"eh\" "
		      "tabindex=\"-1\" id=\"err\"><h2 id=\"eh\">Not saved");
	if (f->conflict)
		text_add(out, ": somebody else saved this meanwhile</h2><p>What you typed is still "
			      "here, and beside it what is in force now. Save again to keep "
			      "yours.</p>");
	else
		text_add(out, "</h2>");
	if (f->result && f->result->n_mistakes)
		add_mistakes(out, f->result);
	else if (f->result) {
		text_add(out, "<p>");
		html_sentence(out, f->result->sentence);
		text_add(out, "</p>");
	}
	text_add(out, "<p class=\"s mut\">Everything you typed is still here, but for "
		      "passwords.</p></section>");
}

/* ------------------------------------------------------------------ lists */

static bool in_list(const struct setting *row)
{
	return setup_editable(row) && row->type != SETTING_SECRET;
}

static void add_headings(struct text *out, const struct subject *subject)
{
	unsigned n = 0;

	text_add(out, "<thead><tr><th scope=\"col\">Id</th>");
	for (unsigned r = 0; r < subject->n_rows && n < COLUMNS_MOST; r++) {
		if (!in_list(&subject->rows[r]))
			continue;
		n++;
		text_add(out, "<th scope=\"col\">");
		label_setting(out, subject, &subject->rows[r]);
		text_add(out, "</th>");
	}
	text_add(out, "</tr></thead>");
}

static void add_item(struct text *out, const struct settings *s, const struct subject *subject,
		     const void *item, const char *path)
{
	const char *id = subject_item_id(subject, item);
	struct settings_path at = { .subject = subject };
	unsigned n = 0;

	(void)snprintf(at.id, sizeof(at.id), "%s", id);

	text_printf(out, "<tr><th scope=\"row\"><a href=\"%s/%s\">", path, id);
	html_id(out, id);
	text_add(out, "</a></th>");
	for (unsigned r = 0; r < subject->n_rows && n < COLUMNS_MOST; r++) {
		AUTO_TEXT struct text value = TEXT_INIT;

		at.row = &subject->rows[r];
		if (!in_list(at.row))
			continue;
		n++;
		setup_shown(&value, s, &at);
		text_add(out, "<td>");
		if (at.row->set == TEXT_SET_ID)
			html_id(out, text_get(&value));
		else
			html_add(out, &value);
		text_add(out, "</td>");
	}
	text_add(out, "</tr>");
}

void setup_list(struct text *out, const struct setup_form *f, const struct subject *subject,
		const char *path)
{
	unsigned n = subject_count(subject, f->s);

	text_add(out, "<section class=\"card\"><div class=\"head\"><h2>");
	label_add(out, subject->name);
	text_printf(out, "</h2><span class=\"s mut\">%u of %u</span></div><p class=\"mut s\">", n,
		    subject->most);
	html_text(out, subject->help);
	text_add(out, "</p>");
	if (n) {
		text_add(out, "<div class=\"scroll\"><table class=\"list\">");
		add_headings(out, subject);
		text_add(out, "<tbody>");
		for (unsigned i = 0; i < n; i++)
			add_item(out, f->s, subject, subject_item_const(subject, f->s, i), path);
		text_add(out, "</tbody></table></div>");
	}
	/* what the board has, its profile says */
	if (subject != &subject_channels && n < subject->most)
		text_printf(out,
			    "<form method=\"get\" action=\"/setup/new\" class=\"row\"><input "
			    "type=\"hidden\" name=\"of\" value=\"%s\"><div class=\"f\"><label "
			    "for=\"new-%s\">A new one, by its id</label><span class=\"in\"><input "
			    "type=\"text\" id=\"new-%s\" name=\"id\" required "
			    "autocapitalize=\"none\" spellcheck=\"false\"></span></div><button "
			    "type=\"submit\" class=\"btn\">Make it</button></form>",
			    subject->name, subject->name, subject->name);
	text_add(out, "</section>");
}
