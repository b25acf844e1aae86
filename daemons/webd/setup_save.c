// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Saves what a form changed: from the browser to settingsd and back. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/setup_changes.h"
#include "daemons/webd/webd.h"
#include "lib/base/cleanup.h"

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

static void saved(void *ctx, const struct msg_settings_result *result)
{
	struct saving *s = ctx;
	struct http_answer a = { 0 };
	bool removed = saving_is_removal(s);
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

	saving_take(s);
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
