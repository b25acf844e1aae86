// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The small print of a field: what is allowed, what it is in the degrees that people see, who set
 * it. */
#include "daemons/webd/html.h"
#include "daemons/webd/page_setup.h"
#include "lib/model/event.h"
#include "lib/settings/value.h"

/* What can be chosen is seen. */
static void add_allowed(struct text *out, const struct setting *row)
{
	AUTO_TEXT struct text allowed = TEXT_INIT;

	if (row->type == SETTING_BOOL || row->type == SETTING_CHOICE || setup_picks(row))
		return;
	value_print_allowed(row, &allowed);
	text_add(out, "<span>");
	html_sentence(out, text_get(&allowed));
	text_add(out, ".</span>");
}

/* What it would be if nobody had said anything. */
static void add_default(struct text *out, const struct setting *row)
{
	AUTO_TEXT struct text text = TEXT_INIT;
	struct value v;

	value_default(row, &v);
	if (row->type == SETTING_BOOL)
		text_add(&text, setup_bool_word(v.number));
	else
		value_print(row, &v, &text);
	if (text.len == 0)
		return;
	text_add(out, "<span>Factory: ");
	html_add(out, &text);
	text_add(out, ".</span>");
}

/* Who changed it, when, and what it was, is told by the journal: it is its link. */
static void add_changes(struct text *out, const struct settings_path *path)
{
	AUTO_TEXT struct text words = TEXT_INIT, link = TEXT_INIT;

	path_print(path, &words);
	text_add_char(&words, ':');
	html_argument(&link, "kind", event_kind_to_name(EVENT_SETTINGS_CHANGED));
	html_argument(&link, "words", text_get(&words));
	text_add(out, "<span><a href=\"/alarms?");
	html_add(out, &link);
	text_add(out, "#journal\">Who and when</a></span>");
}

static void add_origin(struct text *out, const struct setup_form *f,
		       const struct settings_path *path)
{
	static const char *const layers[] = {
		[LAYER_DEFAULT] = "Factory",
		[LAYER_PROFILE] = "Set by the profile",
		[LAYER_MAIN] = "Set in rmcu.conf",
		[LAYER_OVERLAY] = "Changed here",
	};
	enum layer layer;

	if (!f->l)
		return;
	layer = layers_origin(f->l, path).layer;
	text_printf(out, "<span>%s.</span>", layers[layer]);
	if (layer == LAYER_OVERLAY)
		add_changes(out, path);
	if (layer != LAYER_DEFAULT)
		add_default(out, path->row);
}

void setup_foot(struct text *out, const struct setup_form *f, const struct settings_path *path)
{
	AUTO_TEXT struct text seen = TEXT_INIT, id = TEXT_INIT;

	path_print(path, &id);
	text_printf(out, "<p class=\"org\" id=\"%s-o\">", text_get(&id));
	if (setup_drawn(path)) {
		text_add(out, "128 random bits, shown once.");
	} else if (path->row->type == SETTING_SECRET) {
		text_add(out, path->row->hashed ? "At least 8 characters, no other rules."
						: "At most 127 bytes; kept, and never shown.");
	} else {
		if (setup_as_seen(&seen, f->s, path)) {
			text_add(out, "<span>");
			html_add(out, &seen);
			text_add(out, ".</span>");
		}
		add_allowed(out, path->row);
		add_origin(out, f, path);
	}
	text_add(out, "</p>");
}
