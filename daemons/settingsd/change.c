// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/change.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/settings/merge.h"
#include "lib/settings/mistake.h"
#include "lib/settings/value.h"

void change_decision_done(struct change_decision *d)
{
	assignments_done(&d->overlay);
	assignments_done(&d->secrets);
	settings_free(d->settings);
	for (unsigned i = 0; i < d->n_audit; i++) {
		free(d->audit[i].before);
		free(d->audit[i].after);
	}
	free(d->audit);
	text_done(&d->mistakes);
	*d = CHANGE_DECISION_INIT;
}

static int refuse_stale(const struct settings *current, struct text *mistakes)
{
	char generation[SETTINGS_GENERATION_MAX];

	settings_generation_text(current->generation, generation);
	mistake_add(mistakes, NULL, 0, NULL,
		    "the settings have changed meanwhile (generation %s): look at them again",
		    generation);
	return -ESTALE;
}

/* Twice the same path in one request: nobody can mean both. */
static bool asked_before(const struct change_request *q, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (streq(q->changes[k].path, q->changes[i].path))
			return true;
	return false;
}

bool change_allowed(const struct setting *row, bool admin)
{
	switch (row->access) {
	case ACCESS_CONTROL:
		/* Without this right the request itself was refused (lib/wire/msg.c). */
		return true;
	case ACCESS_ADMIN:
		return admin;
	case SETTING_ACCESS_MAX:
		break;
	}
	return false;
}

/* Puts one change into the overlay. */
static int apply(const struct change_request *q, unsigned i, struct change_decision *d)
{
	const struct change *c = &q->changes[i];
	AUTO_TEXT struct text why = TEXT_INIT, canonical = TEXT_INIT;
	struct assignments *into;
	struct settings_path path;
	struct value v;
	int r;

	r = path_parse(c->path, &path, &why);
	if (r == 0 && asked_before(q, i)) {
		text_add(&why, "is asked for twice");
		r = -EINVAL;
	}
	if (r == 0 && !change_allowed(path.row, q->admin)) {
		text_add(&why, "needs group rmcu-admin");
		r = -EACCES;
	}
	if (r == 0 && c->value)
		r = value_parse(path.row, c->value, &v, &why);
	if (r < 0) {
		mistake_add(&d->mistakes, NULL, 0, c->path, "%s", text_get(&why));
		return r == -EACCES ? r : -EINVAL;
	}
	into = path.row->type == SETTING_SECRET ? &d->secrets : &d->overlay;
	d->secret |= into == &d->secrets;
	if (!c->value) {
		(void)assignments_unset(into, &path);
		return 0;
	}
	value_print(path.row, &v, &canonical);
	if (!text_ok(&canonical))
		return -ENOMEM;
	return assignments_set(into, &path, text_get(&canonical), NULL, 0);
}

static char *text_of(const struct settings *s, const struct settings_path *path)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	int i = subject_find(path->subject, s, path->id);
	struct value v;

	if (i >= 0) {
		value_fetch(path->row, subject_item_const(path->subject, s, (unsigned)i), &v);
		value_print(path->row, &v, &out);
	}
	return text_ok(&out) ? strdup(text_get(&out)) : NULL;
}

/* What stood in the files, where they were refused and nothing was in force. */
static char *text_in_files(const struct layers *l, const struct settings_path *path)
{
	for (int i = LAYER_MAX - 1; i > LAYER_DEFAULT; i--) {
		const struct assignment *a = assignments_find(&l->layer[i], path);

		if (a)
			return strdup(a->value);
	}
	return strdup("");
}

/* Of a secret nobody is told more than that it is another one. */
static int note_secret(const struct assignments *before, const struct change *c,
		       struct change_audit *a)
{
	const struct assignment *old = assignments_find(before, &a->path);

	a->before = strdup(old ? "set" : "not set");
	a->after = strdup(!c->value ? "not set" : old ? "set anew" : "set");
	return a->before && a->after ? 0 : -ENOMEM;
}

static int note_setting(const struct layers *before, const struct settings *current,
			const struct change_decision *d, struct change_audit *a)
{
	a->before = current ? text_of(current, &a->path) : text_in_files(before, &a->path);
	a->after = text_of(d->settings, &a->path);
	return a->before && a->after ? 0 : -ENOMEM;
}

/* Notes what really differs: setting a value to what it was is no event. */
static int note_audit(const struct layers *before, const struct assignments *secrets_before,
		      const struct settings *current, const struct change_request *q,
		      struct change_decision *d)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	int r;

	d->audit = calloc(q->n ? q->n : 1, sizeof(*d->audit));
	if (!d->audit)
		return -ENOMEM;
	for (unsigned i = 0; i < q->n; i++) {
		struct change_audit *a = &d->audit[d->n_audit++];

		(void)path_parse(q->changes[i].path, &a->path, &why);
		r = a->path.row->type == SETTING_SECRET
			    ? note_secret(secrets_before, &q->changes[i], a)
			    : note_setting(before, current, d, a);
		if (r < 0)
			return r;
		if (streq(a->before, a->after)) {
			free(a->before);
			free(a->after);
			*a = (struct change_audit){ 0 };
			d->n_audit--;
		}
	}
	return 0;
}

/* A real want of memory is worth more than a missing right, and that more than a mistake. */
static int worse(int a, int b)
{
	static const int order[] = { -ENOMEM, -EACCES, -EINVAL };

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return 0;
}

int change_overlay(const struct layers *l, const struct assignments *secrets,
		   const struct settings *current, const struct change_request *q,
		   struct change_decision *ret_decision)
{
	struct change_decision *d = ret_decision;
	int r;

	*d = CHANGE_DECISION_INIT;
	if (current && q->expected && q->expected != current->generation)
		return refuse_stale(current, &d->mistakes);
	r = assignments_copy(&l->layer[LAYER_OVERLAY], &d->overlay);
	if (r == 0)
		r = assignments_copy(secrets, &d->secrets);
	if (r < 0)
		return r;
	for (unsigned i = 0; i < q->n; i++)
		r = worse(r, apply(q, i, d));
	return r;
}

/* A secret of nobody would be that of the next one of this name. */
static int check_secrets(const struct change_request *q, struct change_decision *d)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct settings_path path;
	int r = 0;

	for (unsigned i = 0; i < q->n; i++) {
		if (!q->changes[i].value || path_parse(q->changes[i].path, &path, &why) < 0 ||
		    path.row->type != SETTING_SECRET ||
		    subject_find(path.subject, d->settings, path.id) >= 0)
			continue;
		mistake_add(&d->mistakes, NULL, 0, q->changes[i].path, "there is no '%s' in %s",
			    path.id, path.subject->name);
		r = -EINVAL;
	}
	return r;
}

int change_merge(const struct layers *changed, const struct layers *before,
		 const struct assignments *secrets_before, const struct settings *current,
		 const struct change_request *q, struct change_decision *d)
{
	int r = layers_merge(changed, &d->settings, &d->mistakes);

	if (r == 0)
		r = check_secrets(q, d);
	return r < 0 ? r : note_audit(before, secrets_before, current, q, d);
}
