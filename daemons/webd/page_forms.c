// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/page_forms.h"

#include <inttypes.h>

#include "daemons/webd/html.h"
#include "lib/base/util.h"

/* The page that answers a form in the list of order_back(). */
static void add_back(struct text *out, const char *back)
{
	text_printf(out, "<input type=\"hidden\" name=\"back\" value=\"%s\">", back);
}

void page_form_begin(struct text *out, const char *class, const char *of, const char *id,
		     const char *verb, const char *back, const struct visitor *who)
{
	text_add(out, "<form method=\"post\"");
	if (class)
		text_printf(out, " class=\"%s\"", class);
	text_printf(out, " action=\"/api/v1/%s/", of);
	html_text(out, id);
	text_printf(out, "%s%s\">", *verb ? "/" : "", verb);
	html_csrf(out, who);
	add_back(out, back);
}

/* Its name says which alarm: there may be ten such buttons. */
static void add_button(struct text *out, const char *class, const char *label, const char *subject)
{
	text_printf(out, "<button type=\"submit\" class=\"%s\" aria-label=\"%s: ", class, label);
	html_text(out, subject);
	text_printf(out, "\">%s</button>", label);
}

static void add_summary(struct text *out, const char *label, const char *subject)
{
	text_printf(out, "<details class=\"ask\"><summary class=\"btn\" aria-label=\"%s: ", label);
	html_text(out, subject);
	text_printf(out, "\">%s…</summary>", label);
}

static void add_words_field(struct text *out, const char *name, const char *label)
{
	text_printf(out,
		    "<label>%s<span class=\"in\"><input type=\"text\" name=\"%s\" "
		    "maxlength=\"%d\" autocomplete=\"off\"></span></label>",
		    label, name, ALARM_NOTE_MAX - 1);
}

static void add_acknowledge(struct text *out, const struct alarm *a, const char *subject,
			    const struct visitor *who, const struct page_place *place)
{
	page_form_begin(out, NULL, "alarms", a->id, "acknowledge", place->back, who);
	/* of what he sees, and not of what comes while he looks */
	text_printf(out, "<input type=\"hidden\" name=\"occurrence\" value=\"%" PRIu64 "\">",
		    a->occurrence);
	add_button(out, "btn go", "Acknowledge", subject);
	text_add(out, "</form>");
	if (!place->whole)
		return;
	add_summary(out, "Note", subject);
	page_form_begin(out, "stack", "alarms", a->id, "acknowledge", place->back, who);
	text_printf(out, "<input type=\"hidden\" name=\"occurrence\" value=\"%" PRIu64 "\">",
		    a->occurrence);
	add_words_field(out, "note", "Note");
	add_button(out, "btn go", "Acknowledge with this note", subject);
	text_add(out, "</form></details>");
}

static void add_shelve(struct text *out, const struct alarm *a, const char *subject,
		       const struct visitor *who, const struct page_place *place)
{
	static const struct {
		const char *value, *words;
	} spans[] = {
		{ "15min", "15 min" }, { "30min", "30 min" }, { "1h", "1 h" },
		{ "2h", "2 h" },       { "4h", "4 h" },	      { "8h", "8 h" },
	};

	add_summary(out, "Shelve", subject);
	page_form_begin(out, "stack", "alarms", a->id, "shelve", place->back, who);
	text_add(out, "<p class=\"s\">Nobody is told of it meanwhile, and it drives no output. It "
		      "stays listed.</p><label>For<span class=\"in\"><select name=\"for\">");
	for (size_t i = 0; i < ARRAY_SIZE(spans); i++)
		text_printf(out, "<option value=\"%s\"%s>%s</option>", spans[i].value,
			    streq(spans[i].value, "1h") ? " selected" : "", spans[i].words);
	text_add(out, "</select></span></label>");
	add_words_field(out, "reason", "Reason");
	add_button(out, "btn go", "Shelve", subject);
	text_add(out, "</form></details>");
}

void page_alarm_forms(struct text *out, const struct alarm *a, const char *subject,
		      const struct visitor *who, const struct page_place *place)
{
	if (!page_may_act(who))
		return;
	text_add(out, "<div class=\"row acts\">");
	if (!a->acknowledged && a->occurrence)
		add_acknowledge(out, a, subject, who, place);
	if (a->latched) {
		page_form_begin(out, NULL, "alarms", a->id, "reset", place->back, who);
		add_button(out, a->acknowledged ? "btn go" : "btn", "Reset", subject);
		text_add(out, "</form>");
	}
	add_shelve(out, a, subject, who, place);
	text_add(out, "</div>");
}

void page_unshelve_form(struct text *out, const struct alarm *a, const char *subject,
			const struct visitor *who)
{
	if (!page_may_act(who))
		return;
	page_form_begin(out, NULL, "alarms", a->id, "unshelve", "alarms", who);
	add_button(out, "btn sm", "Unshelve", subject);
	text_add(out, "</form>");
}

void page_refusal(struct text *out, const char *sentence, const char *back)
{
	text_add(out, "<section class=\"card verdict\">");
	html_sign(out, "i", "x", NULL);
	text_add(out, "<div><h1>Not done</h1><p>");
	html_sentence(out, sentence);
	text_printf(out, ".</p><p class=\"row\"><a class=\"btn\" href=\"%s\">Back</a></p>", back);
	text_add(out, "</div></section>\n");
}
