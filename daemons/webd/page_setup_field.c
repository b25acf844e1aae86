// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* One setting as a field: label, mistake, control, help, what is allowed and who set it. */
#include <stdio.h>

#include "daemons/webd/form.h"
#include "daemons/webd/html.h"
#include "daemons/webd/label.h"
#include "daemons/webd/page_setup.h"
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

/*
 * What he typed, where the page comes back to him. What he left alone is as it is now: else the
 * next save would take back what somebody else saved meanwhile.
 */
static void take_typed(struct field *f)
{
	const struct setup_form *form = f->form;
	char typed[TYPED_MAX], was[TYPED_MAX], was_name[WIRE_PATH_MAX + sizeof(SETUP_WAS)];
	form_reader *read = setup_ticks(f->path.row) ? form_values : form_value;

	(void)snprintf(was_name, sizeof(was_name), SETUP_WAS "%s", text_get(&f->name));
	if (form->body &&
	    read(form->body, form->body_len, text_get(&f->name), typed, sizeof(typed)) &&
	    form_value(form->body, form->body_len, was_name, was, sizeof(was)) &&
	    !streq(typed, was))
		text_add(&f->value, typed);
	else
		text_add(&f->value, text_get(&f->was));
}

const char *setup_mistake(const struct setup_form *form, const char *path)
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
	f->mistake = setup_mistake(f->form, text_get(&f->name));
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
	const char *unit = setup_unit(f->form->s, &f->path);
	bool number = row->type == SETTING_INTEGER || row->type == SETTING_DECIMAL;

	text_printf(out, "<span class=\"in\"><input type=\"text\" id=\"%s\"", name_of(f));
	add_attributes(out, f);
	if (number || row->type == SETTING_TIME)
		text_printf(out, " inputmode=\"%s\"",
			    row->type == SETTING_DECIMAL ? "decimal" : "numeric");
	text_add(out, " value=\"");
	html_add(out, &f->value);
	text_add(out, "\">");
	if (*unit)
		text_printf(out, "<span class=\"u\">%s</span>", unit);
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

/* Blank leaves it: what takes it away has to be another field. */
static void add_clear(struct text *out, const struct field *f)
{
	char name[WIRE_PATH_MAX + sizeof(SETUP_CLEAR)], ticked[2];
	const struct setup_form *form = f->form;

	/* of what is not there yet nothing is kept */
	if (subject_find(f->path.subject, form->s, f->path.id) < 0)
		return;
	(void)snprintf(name, sizeof(name), SETUP_CLEAR "%s", name_of(f));
	text_printf(
		out,
		"<div class=\"pick\"><label><input type=\"checkbox\" name=\"%s\" "
		"value=\"1\"%s>Take away the one that is kept</label></div>",
		name,
		form->body && form_value(form->body, form->body_len, name, ticked, sizeof(ticked))
			? " checked"
			: "");
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
	if (!f->path.row->hashed) {
		/* whether it is set its reader alone knows */
		text_add(out, "></span><p class=\"hint\">Blank leaves it as it is.</p>");
		add_clear(out, f);
		return;
	}
	text_printf(out,
		    "></span><p class=\"hint\">%s. Blank leaves it as it is.</p><label "
		    "for=\"again:%s\">The same again</label><span class=\"in\"><input "
		    "type=\"password\" id=\"again:%s\" name=\"again:%s\" "
		    "autocomplete=\"new-password\"></span>",
		    set ? "It is set" : "It is not set", name_of(f), name_of(f), name_of(f));
}

static void add_radio(struct text *out, const struct field *f, const char *value, const char *word,
		      bool first)
{
	text_printf(out, "<label><input type=\"radio\" value=\"%s\"", value);
	if (first)
		text_printf(out, " id=\"%s\"", name_of(f));
	add_attributes(out, f);
	text_printf(out, "%s>%s</label>", streq(value, text_get(&f->value)) ? " checked" : "",
		    word);
}

static void add_radios(struct text *out, const struct field *f)
{
	const struct choice *choice = f->path.row->choice;

	text_add(out, "<div class=\"pick\">");
	if (f->path.row->type == SETTING_BOOL) {
		add_radio(out, f, "true", setup_bool_word(true), true);
		add_radio(out, f, "false", setup_bool_word(false), false);
	} else {
		for (int i = 0; i < choice->n; i++)
			add_radio(out, f, choice->to_name(i), choice->to_name(i), i == 0);
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

static void add_pick(struct text *out, const struct field *f)
{
	AUTO_TEXT struct text attributes = TEXT_INIT;

	add_attributes(&attributes, f);
	setup_pick(out, &(struct setup_pick){
				.s = f->form->s,
				.row = f->path.row,
				.value = text_get(&f->value),
				.name = name_of(f),
				.attributes = text_get(&attributes),
			});
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
	else if (setup_picks(f->path.row))
		add_pick(out, f);
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
	AUTO_TEXT struct text shown = TEXT_INIT;

	if (!f->form->conflict || streq(text_get(&f->was), text_get(&f->value)))
		return;
	text_add(out, "<p class=\"org\"><b>Saved meanwhile: ");
	setup_shown(&shown, f->form->s, &f->path);
	html_add(out, &shown);
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

static void add_hint(struct text *out, const struct field *f)
{
	AUTO_TEXT struct text help = TEXT_INIT;

	label_help(&help, f->path.subject, f->path.row);
	text_printf(out, "<p class=\"hint\" id=\"%s-h\">", name_of(f));
	html_add(out, &help);
	text_add(out, "</p>");
}

/* What he may look at but not change. */
static void add_fixed(struct text *out, const struct field *f)
{
	AUTO_TEXT struct text shown = TEXT_INIT;

	text_add(out, "<p>");
	setup_shown(&shown, f->form->s, &f->path);
	html_add(out, &shown);
	text_add(out, "</p><p class=\"org\">Administrators change this.</p>");
}

void setup_field(struct text *out, const struct setup_form *form, const struct settings_path *path)
{
	struct field f = { .form = form, .path = *path };
	bool fixed = path->row->access == ACCESS_ADMIN && !form->admin;
	bool group = has_radios(path->row) || setup_ticks(path->row) || fixed || setup_drawn(path);

	begin_field(&f);
	text_printf(out, "<div class=\"f%s\"", f.mistake ? " err" : "");
	if (group)
		text_printf(out, " role=\"group\" aria-labelledby=\"%s-l\"", name_of(&f));
	text_add(out, ">");
	if (group)
		text_printf(out, "<span class=\"lb\" id=\"%s-l\">", name_of(&f));
	else
		text_printf(out, "<label for=\"%s\">", name_of(&f));
	label_setting(out, path->subject, path->row);
	text_add(out, group ? "</span>" : "</label>");
	add_mistake(out, &f);
	if (fixed) {
		add_fixed(out, &f);
	} else {
		add_control(out, &f);
		add_was(out, &f);
		add_theirs(out, &f);
		add_hint(out, &f);
		setup_foot(out, form, path);
	}
	text_add(out, "</div>");
	end_field(&f);
}
