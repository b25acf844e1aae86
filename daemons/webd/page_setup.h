// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Forms made from the settings schema: one renderer for all of them. Pure. */
#include "daemons/webd/tries.h"
#include "lib/settings/layers.h"
#include "lib/wire/msg.h"

/* The name of the field that says what a field was when its page was sent. */
#define SETUP_WAS "was:"

/* The field that asks for another token. */
#define SETUP_DRAW "draw"

/* Before the name of a secret, which is never shown: the field that asks for it to be taken away.
 */
#define SETUP_CLEAR "clear:"

struct setup_form {
	const struct settings *s;	   /* in force */
	const struct layers *l;		   /* who said what; NULL when that cannot be read */
	bool admin;			   /* he may change what only administrators may */
	const struct assignments *secrets; /* which of them are set */
	/* Of a save that was refused; NULL on a fresh page. */
	const char *body; /* what was typed */
	size_t body_len;
	const struct msg_settings_result *result; /* what is wrong with it */
	bool conflict;				  /* somebody else changed the same meanwhile */
	bool saved;				  /* it was just saved */
	const char *token; /* that was drawn with it, to be shown this once */
};

/* One setting of an item; what he may not change he sees. */
void setup_field(struct text *out, const struct setup_form *form, const struct settings_path *path);

/* page_setup_foot.c: its small print. */
void setup_foot(struct text *out, const struct setup_form *form, const struct settings_path *path);

/* What is wrong with the field of this path; NULL when nothing is. */
const char *setup_mistake(const struct setup_form *form, const char *path);

/* page_setup_pick.c: whether channels are picked by their names, and whether it may be several. */
bool setup_picks(const struct setting *row);
bool setup_ticks(const struct setting *row);

struct setup_pick {
	const struct settings *s;
	const struct setting *row;
	const char *value, *name, *attributes; /* of the field; the last two as HTML */
};
void setup_pick(struct text *out, const struct setup_pick *p);

/* What stands over a form: that it was saved, or why not, with links to the fields. */
void setup_summary(struct text *out, const struct setup_form *f);

/* The settings of one item, which need not be there yet; `title` is its name for people. */
void setup_fields(struct text *out, const struct setup_form *f, const struct subject *subject,
		  const char *id, const char *title);

/* A table of all items with a link to each, below `path`. */
void setup_list(struct text *out, const struct setup_form *f, const struct subject *subject,
		const char *path);

/* The name of the place where a test and its outcome stand in the page. */
#define SETUP_TRY_AT "test"

/* A test that can be sent from a page. */
struct visitor;
struct setup_try {
	const char *recipient;
	const char *to;		       /* him or his address, for people */
	const char *page;	       /* the path of the page */
	bool there;		       /* notifyd answers */
	const struct try_record *last; /* NULL: there was none */
	const struct visitor *who;
};

/* page_setup_try.c: the button, or why there is none, and what became of the last test. */
void setup_try(struct text *out, const struct setup_try *t);

/* page_setup_downloads.c: a card with what can be taken home, and the one of User Setup (S106). */
void setup_downloads(struct text *out);
void setup_miscellaneous(struct text *out);

/* What an item is called: its channel's name, or its id. */
const char *setup_item_title(const struct settings *s, const struct subject *subject,
			     const char *id);

/* The canonical text of a setting: of its item, or its default where there is no such item. */
void setup_value(struct text *out, const struct settings *s, const struct settings_path *path);

/*
 * page_setup_unit.c: what stands behind the number of a field, its own unit or that of the channel
 * that its item is or names; "" without one.
 */
const char *setup_unit(const struct settings *s, const struct settings_path *path);

/* Adds what is saved as people read it: "yes", "12.5 V", "150.0 °F"; "--" where it is unset. */
void setup_shown(struct text *out, const struct settings *s, const struct settings_path *path);

/* Adds a temperature as people see it, where that is not how it is saved; else false. */
bool setup_as_seen(struct text *out, const struct settings *s, const struct settings_path *path);

/* What people call true and false. */
const char *setup_bool_word(bool v);

/* Whether the unit draws this itself: a token's word. */
bool setup_drawn(const struct settings_path *path);

/* Whether people change this in a form. */
bool setup_editable(const struct setting *row);
