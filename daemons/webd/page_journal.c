// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The journal as a table, newest first, with its filter. */
#include <inttypes.h>
#include <string.h>

#include "daemons/webd/html.h"
#include "daemons/webd/page_forms.h"
#include "lib/base/calendar.h"
#include "lib/base/util.h"
#include "lib/present/event.h"

/* What people look for; kinds that begin with the word. */
static const struct {
	const char *value, *label;
} kinds[] = {
	{ "", "All" },
	{ "alarm", "Alarms" },
	{ "output-changed", "Outputs" },
	{ "input-changed", "Inputs" },
	{ "settings", "Settings" },
	{ "log", "Log" },
	{ "maintenance", "Maintenance" },
};

static void add_option(struct text *out, const char *value, const char *label, bool selected)
{
	text_add(out, "<option value=\"");
	html_text(out, value);
	text_printf(out, "\"%s>", selected ? " selected" : "");
	html_text(out, label);
	text_add(out, "</option>");
}

/* One that is not of the list stays what it is. */
static void add_kinds(struct text *out, const char *chosen)
{
	bool found = false;

	text_add(out, "<label>Kind<span class=\"in\"><select name=\"kind\">");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		add_option(out, kinds[i].value, kinds[i].label, streq(kinds[i].value, chosen));
		found |= streq(kinds[i].value, chosen);
	}
	if (!found) {
		int kind = event_kind_from_name(chosen);

		add_option(out, chosen,
			   kind < 0 ? chosen : event_kind_to_label((enum event_kind)kind), true);
	}
	text_add(out, "</select></span></label>");
}

static void add_channels(struct text *out, const char *chosen, const struct present_table *t)
{
	bool found = !*chosen;

	text_add(out, "<label>Channel<span class=\"in\"><select name=\"channel\">");
	add_option(out, "", "Any", !*chosen);
	for (unsigned i = 0; i < t->n_channels; i++) {
		const struct channel *c = &t->channels[i];

		if (channel_hidden(c) && !streq(c->id, chosen))
			continue;
		add_option(out, c->id, present_name(c), streq(c->id, chosen));
		found |= streq(c->id, chosen);
	}
	if (!found)
		add_option(out, chosen, chosen, true);
	text_add(out, "</select></span></label>");
}

static void add_text_field(struct text *out, const char *name, const char *label, const char *value,
			   const char *hint)
{
	text_printf(out,
		    "<label>%s<span class=\"in\"><input type=\"text\" name=\"%s\" maxlength=\"%d\" "
		    "placeholder=\"%s\" autocomplete=\"off\" value=\"",
		    label, name, JOURNAL_WORD_MAX - 1, hint);
	html_text(out, value);
	text_add(out, "\"></span></label>");
}

static void add_filter(struct text *out, const struct journal_query *q,
		       const struct present_table *t)
{
	text_add(out, "<form class=\"find\" method=\"get\" action=\"/alarms\" role=\"search\" "
		      "aria-label=\"Filter the journal\">");
	add_kinds(out, q->kind);
	add_channels(out, q->channel, t);
	add_text_field(out, "words", "Words in the text", q->words, "");
	add_text_field(out, "from", "From", q->from, "2026-11-25 14:00, or 2h");
	add_text_field(out, "to", "To", q->to, "2026-11-25");
	text_add(out, "<button type=\"submit\" class=\"btn\">Find</button></form>\n");
}

/* ------------------------------------------------------------------ the table */

/* Who did it and through which door; "" when nobody did, or it is not to be seen. */
static void add_who(struct text *out, const struct actor *a)
{
	html_text(out, a->name);
	if (*a->name && (*a->door || *a->address))
		text_add(out, ", ");
	html_text(out, a->door);
	if (*a->door && *a->address)
		text_add_char(out, ' ');
	html_text(out, a->address);
}

/* What of its words the other columns do not say already. */
static void add_what(struct text *out, const struct event *e, const struct present_table *t)
{
	AUTO_TEXT struct text words = TEXT_INIT;
	struct event said = *e;
	size_t kind = strlen(event_kind_to_name(e->kind));

	said.actor = (struct actor){ 0 };
	present_event_words(&words, &said, t);
	html_text(out, text_get(&words) + kind + strspn(text_get(&words) + kind, ":, "));
}

static void add_row(struct text *out, const struct event *e, const struct present_table *t)
{
	char at[CLOCK_RFC3339_MAX], said[CALENDAR_SHORT_MAX], class[8] = "sym p0", id[4] = "p0";

	calendar_format(e->now.wall_us, at);
	calendar_second(e->now.wall_us, said);
	text_printf(out, "<tr><td class=\"nb\"><time datetime=\"%s\">%s</time></td><td>", at, said);
	if (*e->alarm) {
		class[5] = id[1] = (char)('0' + page_priority(e->priority));
		html_sign(out, class, id, page_priority_word(e->priority));
	}
	text_printf(out, "</td><td>%s</td><td class=\"w\">", event_kind_to_label(e->kind));
	add_what(out, e, t);
	text_add(out, "</td><td class=\"w s mut\">");
	add_who(out, &e->actor);
	text_add(out, "</td></tr>\n");
}

static void add_table(struct text *out, const struct journal_result *r,
		      const struct present_table *t)
{
	text_add(out, "<section class=\"scroll\" aria-label=\"Journal, table\" "
		      "tabindex=\"0\"><table class=\"fold\"><thead><tr><th scope=\"col\">Time</th>"
		      "<th scope=\"col\"><span class=\"vh\">Priority</span></th><th "
		      "scope=\"col\">Kind</th><th scope=\"col\">What</th><th "
		      "scope=\"col\">Who</th></tr></thead><tbody>\n");
	for (unsigned i = 0; i < r->n; i++)
		add_row(out, &r->events[i], t);
	text_add(out, "</tbody></table></section>\n");
}

static void add_link(struct text *out, const struct journal_query *q, uint64_t before,
		     const char *class, const char *path, const char *label)
{
	AUTO_TEXT struct text link = TEXT_INIT;

	journal_query_link(&link, q, before);
	text_printf(out, "<a class=\"%s\" href=\"%s%s", class, path, link.len ? "?" : "");
	html_add(out, &link);
	text_printf(out, "\">%s</a>", label);
}

static void add_pager(struct text *out, const struct journal_result *r)
{
	struct journal_query newest = *r->query;

	newest.before = UINT64_MAX;
	text_add(out, "<div class=\"row\">");
	if (r->query->before != UINT64_MAX)
		add_link(out, &newest, 0, "btn sm", "/alarms", "Newest");
	if (r->older)
		add_link(out, r->query, r->older, "btn sm", "/alarms",
			 r->stopped ? "Look further back" : "Older");
	text_printf(out, "<span class=\"s mut\">Showing %u, newest first; the journal has %" PRIu64,
		    r->n, r->kept);
	if (r->stopped)
		text_printf(out, ". What is older than number %" PRIu64 " was not looked at",
			    r->older);
	text_add(out, "</span></div>");
}

void page_journal(struct text *out, const struct journal_result *r, const struct present_table *t)
{
	text_add(out, "<section class=\"card\" aria-labelledby=\"journal\"><div class=\"head\"><h2 "
		      "id=\"journal\">Journal</h2>");
	text_add(out, "<span class=\"row\"><a class=\"row\" href=\"/alarms/report\">Alarm "
		      "report</a>");
	add_link(out, r->query, 0, "row", "/api/v1/journal.csv", "This view as CSV");
	add_link(out, r->query, 0, "row", "/api/v1/journal", "This view as JSON");
	text_add(out, "</span></div>\n");
	add_filter(out, r->query, t);
	if (r->why) {
		text_add(out, "<p class=\"msg\" role=\"alert\">");
		html_sign(out, "i", "x", NULL);
		text_add(out, "<span>");
		html_sentence(out, r->why);
		text_add(out, "</span></p>");
	} else if (r->n == 0) {
		text_add(out, "<p>Nothing is found.</p>");
		add_pager(out, r);
	} else {
		add_table(out, r, t);
		add_pager(out, r);
	}
	text_add(out, "</section>\n");
}
