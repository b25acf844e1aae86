// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/page_setup.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/webd/form.h"
#include "daemons/webd/html.h"
#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/settings/secrets.h"
#include "lib/settings/value.h"

/* More choices than these are a list to open. */
#define RADIOS_MOST 4

/* What is longer than this is nothing that somebody typed. */
#define TYPED_MAX 1024

/* One field, while it is written. */
struct field {
	const struct setup_form *form;
	struct settings_path path;
	struct text name, was, value; /* of the form's field; as saved; as shown */
	const char *mistake;
};

bool setup_editable(const struct setting *row)
{
	return !row->board;
}

bool setup_drawn(const struct settings_path *path)
{
	return path->subject == &subject_tokens && path->row->type == SETTING_SECRET;
}

void setup_label(struct text *out, const char *key)
{
	text_add_char(out, (char)toupper((unsigned char)*key));
	for (const char *p = key + 1; *p; p++)
		text_add_char(out, *p == '_' ? ' ' : *p);
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

/* ------------------------------------------------------------------ one field */

/*
 * What he typed, where the page comes back to him. What he left alone is as it is now: else the
 * next save would take back what somebody else saved meanwhile.
 */
static void take_typed(struct field *f)
{
	const struct setup_form *form = f->form;
	char typed[TYPED_MAX], was[TYPED_MAX], was_name[WIRE_PATH_MAX + sizeof(SETUP_WAS)];

	(void)snprintf(was_name, sizeof(was_name), SETUP_WAS "%s", text_get(&f->name));
	if (form->body &&
	    form_value(form->body, form->body_len, text_get(&f->name), typed, sizeof(typed)) &&
	    form_value(form->body, form->body_len, was_name, was, sizeof(was)) &&
	    !streq(typed, was))
		text_add(&f->value, typed);
	else
		text_add(&f->value, text_get(&f->was));
}

static const char *mistake_of(const struct setup_form *form, const char *path)
{
	for (unsigned i = 0; form->result && i < form->result->n_mistakes; i++)
		if (streq(form->result->mistakes[i].path, path))
			return form->result->mistakes[i].sentence;
	return NULL;
}

static void begin_field(struct field *f)
{
	path_print(&f->path, &f->name);
	setup_value(&f->was, f->form->s, &f->path);
	if (f->path.row->type != SETTING_SECRET)
		take_typed(f);
	f->mistake = mistake_of(f->form, text_get(&f->name));
}

static void end_field(struct field *f)
{
	text_done(&f->name);
	text_done(&f->was);
	text_done(&f->value);
}

static const char *name_of(const struct field *f)
{
	return text_get(&f->name);
}

static void add_origin(struct text *out, const struct field *f)
{
	static const char *const layers[] = {
		[LAYER_DEFAULT] = "Factory",
		[LAYER_PROFILE] = "Set by the profile",
		[LAYER_MAIN] = "Set in rmcu.conf",
		[LAYER_OVERLAY] = "Changed here",
	};
	AUTO_TEXT struct text allowed = TEXT_INIT;
	const char *id = name_of(f);

	text_printf(out, "<p class=\"org\" id=\"%s-o\">", id);
	if (setup_drawn(&f->path)) {
		text_add(out, "128 random bits, shown once.</p>");
		return;
	}
	if (f->path.row->type == SETTING_SECRET) {
		text_add(out, "At least 8 characters, no other rules.</p>");
		return;
	}
	/* what can be chosen is seen */
	if (f->path.row->type != SETTING_BOOL && f->path.row->type != SETTING_CHOICE) {
		value_print_allowed(f->path.row, &allowed);
		text_add(out, "<span>");
		html_sentence(out, text_get(&allowed));
		text_add(out, ".</span>");
	}
	if (f->form->l)
		text_printf(out, "<span>%s.</span>",
			    layers[layers_origin(f->form->l, &f->path).layer]);
	text_add(out, "</p>");
}

static void add_attributes(struct text *out, const struct field *f)
{
	const char *id = name_of(f);

	text_printf(out, " name=\"%s\" aria-describedby=\"%s%s%s-h %s-o\"", id,
		    f->mistake ? id : "", f->mistake ? "-e " : "", id, id);
	if (f->mistake)
		text_add(out, " aria-invalid=\"true\"");
}

static void add_input(struct text *out, const struct field *f)
{
	const struct setting *row = f->path.row;
	bool number = row->type == SETTING_INTEGER || row->type == SETTING_DECIMAL;

	text_printf(out, "<span class=\"in\"><input type=\"text\" id=\"%s\"", name_of(f));
	add_attributes(out, f);
	if (number || row->type == SETTING_TIME)
		text_printf(out, " inputmode=\"%s\"",
			    row->type == SETTING_DECIMAL ? "decimal" : "numeric");
	text_add(out, " value=\"");
	html_add(out, &f->value);
	text_add(out, "\">");
	if (row->unit && *row->unit)
		text_printf(out, "<span class=\"u\">%s</span>", row->unit);
	text_add(out, "</span>");
}

static bool is_set(const struct field *f)
{
	return f->form->secrets &&
	       secrets_find(f->form->secrets, f->path.subject, f->path.id, f->path.row->key);
}

/* Nobody thinks up a token: the unit does. */
static void add_drawn(struct text *out, const struct field *f)
{
	if (!is_set(f)) {
		text_add(out, "<p>It is made when this is saved.</p>");
		return;
	}
	text_printf(
		out,
		"<div class=\"pick\"><label><input type=\"checkbox\" id=\"%s\" name=\"" SETUP_DRAW
		"\" value=\"1\" aria-describedby=\"%s-h\">Make a new one; this one is taken no "
		"more</label></div>",
		name_of(f), name_of(f));
}

/* Blank is unchanged (S97). */
static void add_secret(struct text *out, const struct field *f)
{
	bool set = is_set(f);

	text_printf(out,
		    "<span class=\"in\"><input type=\"password\" id=\"%s\" "
		    "autocomplete=\"new-password\"",
		    name_of(f));
	add_attributes(out, f);
	text_printf(out,
		    "></span><p class=\"hint\">%s. Blank leaves it as it is.</p><label "
		    "for=\"again:%s\">The same again</label><span class=\"in\"><input "
		    "type=\"password\" id=\"again:%s\" name=\"again:%s\" "
		    "autocomplete=\"new-password\"></span>",
		    set ? "It is set" : "It is not set", name_of(f), name_of(f), name_of(f));
}

static void add_radio(struct text *out, const struct field *f, const char *word, bool first)
{
	text_printf(out, "<label><input type=\"radio\" value=\"%s\"", word);
	if (first)
		text_printf(out, " id=\"%s\"", name_of(f));
	add_attributes(out, f);
	text_printf(out, "%s>%s</label>", streq(word, text_get(&f->value)) ? " checked" : "", word);
}

static void add_radios(struct text *out, const struct field *f)
{
	const struct choice *choice = f->path.row->choice;

	text_add(out, "<div class=\"pick\">");
	if (f->path.row->type == SETTING_BOOL) {
		add_radio(out, f, "true", true);
		add_radio(out, f, "false", false);
	} else {
		for (int i = 0; i < choice->n; i++)
			add_radio(out, f, choice->to_name(i), i == 0);
	}
	text_add(out, "</div>");
}

static void add_select(struct text *out, const struct field *f)
{
	const struct choice *choice = f->path.row->choice;

	text_printf(out, "<span class=\"in\"><select id=\"%s\"", name_of(f));
	add_attributes(out, f);
	text_add(out, ">");
	for (int i = 0; i < choice->n; i++)
		text_printf(out, "<option%s>%s</option>",
			    streq(choice->to_name(i), text_get(&f->value)) ? " selected" : "",
			    choice->to_name(i));
	text_add(out, "</select></span>");
}

static bool has_radios(const struct setting *row)
{
	return row->type == SETTING_BOOL ||
	       (row->type == SETTING_CHOICE && row->choice->n <= RADIOS_MOST);
}

static void add_control(struct text *out, const struct field *f)
{
	if (setup_drawn(&f->path))
		add_drawn(out, f);
	else if (f->path.row->type == SETTING_SECRET)
		add_secret(out, f);
	else if (has_radios(f->path.row))
		add_radios(out, f);
	else if (f->path.row->type == SETTING_CHOICE)
		add_select(out, f);
	else
		add_input(out, f);
}

static void add_was(struct text *out, const struct field *f)
{
	text_printf(out, "<input type=\"hidden\" name=\"" SETUP_WAS "%s\" value=\"", name_of(f));
	html_add(out, &f->was);
	text_add(out, "\">");
}

/* Whose change it is, where two changed the same. */
static void add_theirs(struct text *out, const struct field *f)
{
	if (!f->form->conflict || streq(text_get(&f->was), text_get(&f->value)))
		return;
	text_add(out, "<p class=\"org\"><b>Saved meanwhile: ");
	html_add(out, &f->was);
	text_add(out, "</b></p>");
}

static void add_mistake(struct text *out, const struct field *f)
{
	if (!f->mistake)
		return;
	text_printf(out, "<p class=\"msg\" id=\"%s-e\">", name_of(f));
	html_sign(out, "i", "x", NULL);
	text_add(out, "<span>");
	html_sentence(out, f->mistake);
	text_add(out, "</span></p>");
}

/* What he may look at but not change. */
static void add_fixed(struct text *out, const struct field *f)
{
	text_add(out, "<p>");
	html_add(out, &f->was);
	if (f->path.row->unit && *f->path.row->unit)
		text_printf(out, " %s", f->path.row->unit);
	text_add(out, "</p><p class=\"org\">Administrators change this.</p>");
}

static void add_field(struct text *out, const struct setup_form *form,
		      const struct settings_path *path)
{
	struct field f = { .form = form, .path = *path };
	bool fixed = path->row->access == ACCESS_ADMIN && !form->admin;
	bool group = has_radios(path->row) || fixed || setup_drawn(path);

	begin_field(&f);
	text_printf(out, "<div class=\"f%s\"", f.mistake ? " err" : "");
	if (group)
		text_printf(out, " role=\"group\" aria-labelledby=\"%s-l\"", name_of(&f));
	text_add(out, ">");
	if (group)
		text_printf(out, "<span class=\"lb\" id=\"%s-l\">", name_of(&f));
	else
		text_printf(out, "<label for=\"%s\">", name_of(&f));
	setup_label(out, path->row->key);
	text_add(out, group ? "</span>" : "</label>");
	add_mistake(out, &f);
	if (fixed) {
		add_fixed(out, &f);
	} else {
		add_control(out, &f);
		add_was(out, &f);
		add_theirs(out, &f);
		text_printf(out, "<p class=\"hint\" id=\"%s-h\">", name_of(&f));
		html_text(out, path->row->help);
		text_add(out, "</p>");
		add_origin(out, &f);
	}
	text_add(out, "</div>");
	end_field(&f);
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
		*ret_mistake |= mistake_of(f, text_get(&name)) != NULL;
		add_field(out, f, path);
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
