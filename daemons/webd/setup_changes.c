// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Only what he changed is sent, and only when nobody else changed the same. */
#include "daemons/webd/setup_changes.h"

#include <stdio.h>
#include <string.h>

#include "daemons/webd/form.h"
#include "daemons/webd/webd.h"

static void add_mistake(struct saving *s, const char *path, const char *sentence)
{
	struct msg_settings_result *m = &s->own_mistakes;

	if (m->n_mistakes == WIRE_MISTAKES_MAX)
		return;
	(void)snprintf(m->mistakes[m->n_mistakes].path, WIRE_PATH_MAX, "%s", path);
	(void)snprintf(m->mistakes[m->n_mistakes].sentence, WIRE_SENTENCE_MAX, "%s", sentence);
	m->n_mistakes++;
}

static bool add_change(struct saving *s, const char *path, const char *value)
{
	struct msg_settings_change *m = &s->change;

	if (m->n == WIRE_CHANGES_MAX) {
		add_mistake(s, "", "too many changes at once; at most 64");
		return false;
	}
	(void)snprintf(m->changes[m->n].path, WIRE_PATH_MAX, "%s", path);
	m->changes[m->n].unset = !value;
	(void)snprintf(m->changes[m->n].value, WIRE_VALUE_MAX, "%s", value ? value : "");
	m->n++;
	return true;
}

/* The field of this name; false when the form has none, or one that is longer than any setting. */
static bool field(struct saving *s, const char *prefix, const char *path, char *value, size_t size)
{
	char name[WIRE_PATH_MAX + 16];

	(void)snprintf(name, sizeof(name), "%s%s", prefix, path);
	return form_value(s->http.body, s->http.body_len, name, value, size);
}

/* Words that nobody may hear are not taken where anybody may. */
static bool may_be_heard(struct saving *s, const char *path)
{
	if (!s->private)
		add_mistake(s, path, "passwords are not taken without TLS (web.plain_login)");
	return !s->private;
}

static void take_secret(struct saving *s, const char *path)
{
	char word[HASHER_WORD_MAX], again[HASHER_WORD_MAX] = "";
	const char *why;

	if (!field(s, "", path, word, sizeof(word)) || !*word || may_be_heard(s, path))
		return;
	(void)field(s, "again:", path, again, sizeof(again));
	why = password_refused(word);
	if (!why && !secret_equal(word, again))
		why = "the two passwords are not the same";
	if (why) {
		add_mistake(s, path, why);
	} else if (add_change(s, path, "")) {
		s->secret = s->change.n - 1U;
		memcpy(s->password, word, sizeof(s->password));
	}
	secret_wipe(word, sizeof(word));
	secret_wipe(again, sizeof(again));
}

/* One that others chose, kept as it is. */
static void take_plain_secret(struct saving *s, const char *path)
{
	char word[WIRE_VALUE_MAX] = "", was[WIRE_VALUE_MAX], ticked[2];
	bool there = field(s, "", path, word, sizeof(word));
	bool clear = field(s, SETUP_CLEAR, path, ticked, sizeof(ticked));

	if (there && *word && clear)
		add_mistake(s, path, "is typed, and to be taken away: only one of both can be");
	else if (there && (clear || (*word && !may_be_heard(s, path))))
		(void)add_change(s, path, clear ? NULL : word);
	else if (!there && field(s, SETUP_WAS, path, was, sizeof(was)))
		add_mistake(s, path, "is longer than any value");
	secret_wipe(word, sizeof(word));
}

/* One for a new script, or in place of one that is lost; said over lines that a word may take. */
static void take_token(struct saving *s, const struct settings_path *path, const char *name)
{
	char digits[TOKEN_DIGITS_MAX], hash[SECRET_HASH_MAX], wanted[2];

	if (secrets_find(&s->w->signin.secrets, path->subject, path->id, path->row->key) &&
	    !field(s, "", SETUP_DRAW, wanted, sizeof(wanted)))
		return;
	if (!s->private)
		add_mistake(s, name, "tokens are not shown without TLS (web.plain_login)");
	else if (secret_draw_token(digits, hash) < 0)
		add_mistake(s, name, "no token can be drawn");
	else if (add_change(s, name, hash))
		(void)snprintf(s->token, sizeof(s->token), "rmcu_%s_%s", path->id, digits);
	secret_wipe(digits, sizeof(digits));
}

/* What he changed; and what somebody else made of it since the page was sent. */
static void take_field(struct saving *s, const struct settings_path *path, bool fresh)
{
	AUTO_TEXT struct text name = TEXT_INIT, now = TEXT_INIT;
	char value[WIRE_VALUE_MAX], was[WIRE_VALUE_MAX];

	path_print(path, &name);
	if (setup_drawn(path)) {
		take_token(s, path, text_get(&name));
		return;
	}
	if (path->row->type == SETTING_SECRET) {
		if (path->row->hashed)
			take_secret(s, text_get(&name));
		else
			take_plain_secret(s, text_get(&name));
		return;
	}
	if (!field(s, SETUP_WAS, text_get(&name), was, sizeof(was)))
		return;
	if (setup_ticks(path->row) ? !form_values(s->http.body, s->http.body_len, text_get(&name),
						  value, sizeof(value))
				   : !field(s, "", text_get(&name), value, sizeof(value))) {
		add_mistake(s, text_get(&name), "is longer than any value");
		return;
	}
	/* the first setting of an item makes it be there */
	if (streq(value, was) && !(fresh && path->row == path->subject->rows))
		return;
	setup_value(&now, s->w->live.now, path);
	s->conflict |= !streq(text_get(&now), was) && !streq(text_get(&now), value);
	(void)add_change(s, text_get(&name), value);
}

static void take_item(struct saving *s, const struct subject *subject, const char *id)
{
	struct settings_path path = { .subject = subject };
	bool fresh = subject_find(subject, s->w->live.now, id) < 0;

	(void)snprintf(path.id, sizeof(path.id), "%s", id);
	for (unsigned r = 0; r < subject->n_rows; r++) {
		path.row = &subject->rows[r];
		if (setup_editable(path.row))
			take_field(s, &path, fresh);
	}
}

/* All that settings.conf may say of it. */
static void take_removal(struct saving *s)
{
	const struct subject *subject = s->target.subject;
	struct settings_path path = { .subject = subject };

	(void)snprintf(path.id, sizeof(path.id), "%s", s->target.id);
	for (unsigned r = 0; subject && r < subject->n_rows; r++) {
		AUTO_TEXT struct text name = TEXT_INIT;

		path.row = &subject->rows[r];
		path_print(&path, &name);
		if (setup_editable(path.row))
			(void)add_change(s, text_get(&name), NULL);
	}
}

bool saving_is_removal(struct saving *s)
{
	char word[2];

	return form_value(s->http.body, s->http.body_len, "remove", word, sizeof(word));
}

void saving_take(struct saving *s)
{
	const struct setup_page *p = s->target.page;

	if (saving_is_removal(s))
		take_removal(s);
	else if (s->target.subject)
		take_item(s, s->target.subject, s->target.id);
	else
		for (size_t i = 0; !p->list && i < SETUP_SUBJECTS_MAX && p->subjects[i]; i++)
			take_item(s, p->subjects[i], "");
}
