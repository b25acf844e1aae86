// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Channels and outputs by their names: one to choose (S40), or boxes to tick (S46). */
#include "daemons/webd/html.h"
#include "daemons/webd/page_setup.h"
#include "lib/base/util.h"
#include "lib/settings/ids.h"

bool setup_picks(const struct setting *row)
{
	return (row->set == TEXT_SET_ID || row->set == TEXT_SET_IDS) &&
	       (row->reference == REFERENCE_CHANNEL || row->reference == REFERENCE_OUTPUT);
}

bool setup_ticks(const struct setting *row)
{
	return row->set == TEXT_SET_IDS && setup_picks(row);
}

/* NULL: it is not offered, being hidden, of another kind or not there. */
static const struct channel *offered(const struct settings *s, const struct setting *row,
				     const char *id)
{
	int i = subject_find(&subject_channels, s, id);
	const struct channel *c = i < 0 ? NULL : &s->channels[i].info;

	if (!c || channel_hidden(c))
		return NULL;
	return row->reference == REFERENCE_OUTPUT && c->kind != CHANNEL_DIGITAL_OUT ? NULL : c;
}

/* ------------------------------------------------------------------ one of them */

static void add_option(struct text *out, const char *id, const char *name, bool chosen)
{
	text_add(out, "<option value=\"");
	html_text(out, id);
	text_printf(out, "\"%s>", chosen ? " selected" : "");
	html_text(out, name);
	if (*id && !streq(id, name)) {
		text_add(out, " (");
		html_text(out, id);
		text_add(out, ")");
	}
	text_add(out, "</option>");
}

static void pick_one(struct text *out, const struct settings *s, const struct setting *row,
		     const char *value)
{
	add_option(out, "", "--", !*value);
	for (unsigned i = 0; i < s->n_channels; i++) {
		const struct channel *c = offered(s, row, s->channels[i].info.id);

		if (c)
			add_option(out, c->id, c->name, streq(c->id, value));
	}
	/* what nobody offers is not lost by a look at it */
	if (*value && !offered(s, row, value))
		add_option(out, value, value, true);
}

/* ------------------------------------------------------------------ several of them */

static void add_box(struct text *out, const struct setup_pick *p, const char *id, const char *name,
		    bool ticked, bool first)
{
	text_add(out, "<label><input type=\"checkbox\" value=\"");
	html_text(out, id);
	text_add(out, "\"");
	if (first)
		text_printf(out, " id=\"%s\"", p->name);
	text_printf(out, "%s%s>", p->attributes, ticked ? " checked" : "");
	html_text(out, name);
	text_add(out, "</label>");
}

/* The ticked ones first and in their order: a form that nobody touched says what it said. */
static void pick_several(struct text *out, const struct setup_pick *p)
{
	const char *at = p->value;
	char id[CHANNEL_ID_MAX];
	bool first = true;

	for (; ids_next(&at, id); first = false) {
		const struct channel *c = offered(p->s, p->row, id);

		add_box(out, p, id, c ? c->name : id, true, first);
	}
	for (unsigned i = 0; i < p->s->n_channels; i++) {
		const struct channel *c = offered(p->s, p->row, p->s->channels[i].info.id);

		if (!c || ids_have(p->value, c->id))
			continue;
		add_box(out, p, c->id, c->name, false, first);
		first = false;
	}
	if (first)
		text_add(out, "<span>There is none.</span>");
}

void setup_pick(struct text *out, const struct setup_pick *p)
{
	if (!setup_ticks(p->row)) {
		text_printf(out, "<span class=\"in\"><select id=\"%s\"%s>", p->name, p->attributes);
		pick_one(out, p->s, p->row, p->value);
		text_add(out, "</select></span>");
		return;
	}
	text_add(out, "<div class=\"pick\">");
	pick_several(out, p);
	text_add(out, "</div>");
}
