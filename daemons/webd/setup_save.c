// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Saves what a form changed: only that, and only when nobody else changed the same. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/form.h"
#include "daemons/webd/setup.h"
#include "daemons/webd/webd.h"
#include "lib/base/cleanup.h"

/* A save from the form to settingsd's answer: what the page needs when it comes back. */
struct saving {
	struct webd *w;
	struct http_later *later;
	struct http_request http; /* its own path and body */
	struct asked q;
	struct setup_target target;
	char path[HTTP_LOCATION_MAX];
	char *body;
	bool conflict, private;				 /* whether words may be sent this way */
	char password[HASHER_WORD_MAX];			 /* to be hashed first */
	unsigned secret;				 /* which of the changes it is */
	char token[ROUTE_ID_MAX + TOKEN_DIGITS_MAX + 8]; /* that is shown with the answer */
	struct msg_settings_change change;		 /* large */
	struct msg_settings_result own_mistakes;	 /* those that are found here */
};

static struct saving *free_saving(struct saving *s)
{
	if (s) {
		secret_wipe(s->password, sizeof(s->password));
		secret_wipe(s->token, sizeof(s->token));
	}
	if (s && s->body)
		secret_wipe(s->body, s->http.body_len);
	if (s)
		free(s->body);
	free(s);
	return NULL;
}

static void write_again(struct saving *s, unsigned status, const struct msg_settings_result *result,
			struct http_answer *a)
{
	struct setup_form f = {
		.body = s->http.body,
		.body_len = s->http.body_len,
		.result = result,
		.conflict = s->conflict,
		.token = status == 200 ? s->token : NULL,
	};

	a->status = status;
	setup_write(s->w, &s->q, &s->target, &f, a);
}

static void end(struct saving *s, struct http_answer *a)
{
	http_answer_later(s->later, a);
	text_done(&a->body);
	(void)free_saving(s);
}

/* ------------------------------------------------------------------ what changed */

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

static void take_secret(struct saving *s, const char *path)
{
	char word[HASHER_WORD_MAX], again[HASHER_WORD_MAX] = "";
	const char *why;

	if (!field(s, "", path, word, sizeof(word)) || !*word)
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
		take_secret(s, text_get(&name));
		return;
	}
	if (!field(s, SETUP_WAS, text_get(&name), was, sizeof(was)))
		return;
	if (!field(s, "", text_get(&name), value, sizeof(value))) {
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

static bool is_removal(struct saving *s)
{
	char word[2];

	return form_value(s->http.body, s->http.body_len, "remove", word, sizeof(word));
}

static void take_all(struct saving *s)
{
	const struct setup_page *p = s->target.page;

	if (is_removal(s))
		take_removal(s);
	else if (s->target.subject)
		take_item(s, s->target.subject, s->target.id);
	else
		for (size_t i = 0; !p->list && i < SETUP_SUBJECTS_MAX && p->subjects[i]; i++)
			take_item(s, p->subjects[i], "");
}

/* ------------------------------------------------------------------ asking for it */

static void saved(void *ctx, const struct msg_settings_result *result)
{
	struct saving *s = ctx;
	struct http_answer a = { 0 };
	bool removed = is_removal(s);
	char path[HTTP_LOCATION_MAX];

	if (!result) {
		(void)snprintf(s->own_mistakes.sentence, sizeof(s->own_mistakes.sentence),
			       "settingsd does not answer: nothing is known of the save");
		write_again(s, 503, &s->own_mistakes, &a);
	} else if (result->error) {
		s->conflict = result->error == ESTALE;
		write_again(s, s->conflict ? 409 : 422, result, &a);
	} else {
		/* the next page is to show it */
		live_settings_reload(&s->w->live);
		if (*s->token) {
			signin_refresh(s->w);
			write_again(s, 200, NULL, &a);
			end(s, &a);
			return;
		}
		(void)snprintf(path, sizeof(path), "%.200s?saved=1",
			       removed ? s->target.page->path : s->path);
		http_go_to(&a, path);
	}
	end(s, &a);
}

static void send_now(struct saving *s)
{
	static const char away[] = "settingsd does not answer: nothing is saved";
	struct http_answer a = { 0 };

	s->change.expected_generation = s->w->live.now->generation;
	if (changer_ask(&s->w->changer, &s->change, saved, s) == 0)
		return;
	(void)snprintf(s->own_mistakes.sentence, sizeof(s->own_mistakes.sentence), "%s", away);
	write_again(s, 503, &s->own_mistakes, &a);
	end(s, &a);
}

static void hashed(void *ctx, bool matches, const char *hash)
{
	struct saving *s = ctx;

	(void)matches;
	(void)snprintf(s->change.changes[s->secret].value, WIRE_VALUE_MAX, "%s", hash);
	send_now(s);
}

static struct saving *new_saving(struct webd *w, const struct asked *q,
				 const struct setup_target *t)
{
	struct saving *s = calloc(1, sizeof(*s));
	struct actor *actor;

	if (!s)
		return NULL;
	s->body = strndup(q->http->body, q->http->body_len);
	if (!s->body)
		return free_saving(s);
	s->w = w;
	s->q = *q;
	(void)snprintf(s->path, sizeof(s->path), "%s", q->http->path);
	s->http = (struct http_request){
		.method = "POST", .path = s->path, .body = s->body, .body_len = strlen(s->body)
	};
	s->q.http = &s->http;
	s->private = signin_private(w, q->http);
	s->target = *t;
	if (t->subject)
		s->target.id = s->q.id;
	actor = &s->change.actor;
	(void)snprintf(actor->name, sizeof(actor->name), "%s", q->who.name);
	(void)snprintf(actor->address, sizeof(actor->address), "%s", q->http->address);
	(void)snprintf(actor->door, sizeof(actor->door), "%s", q->who.door);
	return s;
}

/* Begins it; true when the answer comes later. */
static bool begin(struct saving *s, const struct http_request *http, struct http_answer *a)
{
	int r = 0;

	take_all(s);
	if (s->own_mistakes.n_mistakes) {
		write_again(s, 422, &s->own_mistakes, a);
		return false;
	}
	if (s->conflict) {
		write_again(s, 409, NULL, a);
		return false;
	}
	if (s->change.n == 0) {
		http_go_to(a, s->path);
		return false;
	}
	s->later = http_later(http);
	if (!s->later) {
		answer_error(a, 503, "there is no memory");
		return false;
	}
	if (*s->password)
		r = hasher_make(&s->w->signin.hasher, s->password, hashed, s);
	else
		send_now(s);
	if (r < 0)
		hashed(s, false, "");
	return true;
}

void answer_setup_save(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct setup_target t;
	struct saving *s;

	if (!setup_find(q, &t)) {
		answer_error(a, 404, "an id has small letters, digits and _, a letter first");
		return;
	}
	s = new_saving(w, q, &t);
	if (!s)
		answer_error(a, 503, "there is no memory");
	else if (!begin(s, q->http, a))
		(void)free_saving(s);
}
