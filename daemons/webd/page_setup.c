// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/page_setup.h"

#include <ctype.h>
#include <stdio.h>

#include "daemons/webd/html.h"
#include "lib/base/util.h"
#include "lib/settings/value.h"

bool setup_editable(const struct setting *row)
{
	return !row->board;
}

bool setup_drawn(const struct settings_path *path)
{
	return path->subject == &subject_tokens && path->row->type == SETTING_SECRET;
}

void setup_value(struct text *out, const struct settings *s, const struct settings_path *path)
{
	int i = subject_find(path->subject, s, path->id);
	struct value v;

	if (i >= 0)
		value_fetch(path->row, subject_item_const(path->subject, s, (unsigned)i), &v);
	else
		value_default(path->row, &v);
	value_print(path->row, &v, out);
}

const char *setup_item_title(const struct settings *s, const struct subject *subject,
			     const char *id)
{
	int i = subject == &subject_channels ? subject_find(subject, s, id) : -1;

	return i >= 0 && s->channels[i].info.name[0] ? s->channels[i].info.name : id;
}

/* A digital input has no pulse, and a form without the field leaves the setting alone. */
static bool applies(const struct setup_form *f, const struct settings_path *path)
{
	int i = path->subject == &subject_channels ? subject_find(path->subject, f->s, path->id)
						   : -1;

	return setup_editable(path->row) &&
	       (i < 0 || !path->row->kinds || path->row->kinds & 1U << f->s->channels[i].info.kind);
}

/* Those that are folded, or those that are not; true when there is any, and with a mistake in
 * *ret_mistake whether there is one. */
static bool add_fields(struct text *out, const struct setup_form *f, struct settings_path *path,
		       bool wiring, bool *ret_mistake)
{
	bool any = false;

	for (unsigned r = 0; r < path->subject->n_rows; r++) {
		AUTO_TEXT struct text name = TEXT_INIT;

		path->row = &path->subject->rows[r];
		if (path->row->wiring != wiring || !applies(f, path))
			continue;
		path_print(path, &name);
		*ret_mistake |= setup_mistake(f, text_get(&name)) != NULL;
		setup_field(out, f, path);
		any = true;
	}
	return any;
}

/* A mistake must not lie where nobody sees it, nor what somebody else changed. */
static void add_folded(struct text *out, const struct setup_form *f, struct settings_path *path)
{
	AUTO_TEXT struct text fields = TEXT_INIT;
	bool open = f->conflict;

	if (!add_fields(&fields, f, path, true, &open))
		return;
	text_printf(out,
		    "<details class=\"wiring\"%s><summary>Wiring and range</summary><div "
		    "class=\"grid\">",
		    open ? " open" : "");
	text_add_n(out, text_get(&fields), fields.len);
	text_add(out, "</div></details>");
	out->failed |= fields.failed;
}

void setup_fields(struct text *out, const struct setup_form *f, const struct subject *subject,
		  const char *id, const char *title)
{
	struct settings_path path = { .subject = subject };
	bool mistake = false;

	(void)snprintf(path.id, sizeof(path.id), "%s", id);
	text_add(out, "<fieldset class=\"sub\"><legend>");
	html_text(out, title);
	text_add(out, " <span class=\"mut s\">");
	html_text(out, subject->help);
	text_add(out, "</span></legend><div class=\"grid\">");
	(void)add_fields(out, f, &path, false, &mistake);
	text_add(out, "</div>");
	add_folded(out, f, &path);
	text_add(out, "</fieldset>");
}
