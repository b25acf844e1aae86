// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The pages on which settings are changed. */
#include "daemons/webd/answers.h"
#include "daemons/webd/page_setup.h"

/* What a page is of. */
#define SETUP_SUBJECTS_MAX 10

struct setup_page {
	const char *path, *title, *about; /* about: what is there, in the menu */
	enum door door;
	/* shown as forms; or, where `list` is set, as lists with a page for each item */
	const struct subject *subjects[SETUP_SUBJECTS_MAX];
	const char *item_paths[SETUP_SUBJECTS_MAX]; /* of a list's items, without the id */
	bool list;
	void (*foot)(struct text *out); /* what stands under all of it; NULL: nothing */
};

extern const struct setup_page setup_pages[];
extern const unsigned n_setup_pages;

/* What a request is about: a page of forms, or the item of a subject. False: there is no such. */
struct setup_target {
	const struct setup_page *page;
	const struct subject *subject; /* of the item; NULL: all of the page */
	const char *id;
};
bool setup_find(const struct asked *q, struct setup_target *ret);

/* The page with its form, as it is or as a refused save left it (`f->body` and what follows). */
void setup_write(struct webd *w, const struct asked *q, const struct setup_target *t,
		 struct setup_form *f, struct http_answer *a);
