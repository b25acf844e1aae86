// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The pages, whole, as the server sends them: every one is read without a script. */
#include "daemons/webd/routes.h"
#include "daemons/webd/visitor.h"
#include "lib/base/text.h"
#include "lib/present/status.h"
#include "lib/present/verdict.h"
#include "lib/settings/settings.h"

/* What of a page goes on by itself while it is open (stream.h). */
enum page_live {
	PAGE_FRAME,  /* what stands around it: the clock, and how many alarms */
	PAGE_ALARMS, /* and the list of alarms */
	PAGE_STATUS, /* all of it */
	PAGE_LIVE_MAX,
};

/* What stands around each page. `now_us` is wall time of the unit. */
struct page {
	const char *title; /* first in the tab, as text */
	const char *site, *model;
	int64_t now_us;
	const char *icon; /* picture of the tab; NULL: the one of the product */
	enum page_live live;
	const char *since;	   /* the stream goes on from here; NULL: this page has none */
	const char *path;	   /* which of the menu's pages it is; "" is none of them */
	const struct visitor *who; /* NULL: nobody in particular */
	int unacknowledged; /* alarms: the number at their page in the menu; < 0: not known */
	bool refresh;	    /* it is asked for anew by itself, now and then */
};
/* page_signs.c: pictures that html_sign refers to. */
extern const char page_signs[];
/* What page_begin() is made of, for pages that stand alone: <head>, and whose unit it is. */
void page_head(struct text *out, const struct page *p);
void page_brand(struct text *out, const struct page *p);
void page_begin(struct text *out, const struct page *p);
void page_end(struct text *out);
/* Why somebody may not open what is behind a door; NULL: he may, or he is to sign in. */
const char *page_barred(enum door door, const struct visitor *who);
/* Those parts of it that go on by themselves on every page, without what stands around them. */
void page_frame(struct text *out, const struct page *p);
/* What the page named so in its data-page has; PAGE_STATUS, as programs want it, without a name. */
enum page_live page_live_of(const char *name);

/* Status; `s` is NULL while sensord does not answer. `st` says which limits there are. */
void page_status(struct text *out, const struct present_status *s, const struct settings *st,
		 const struct visitor *who);

/* page_alarms.c: the list of those that stand, the active ones first; nothing while none does. */
void page_alarms(struct text *out, const struct present_status *s, const struct settings *st,
		 const struct visitor *who);
/* The number of a priority as signs and classes have it: 1 is critical. */
unsigned page_priority(enum alarm_priority p);
const char *page_priority_word(enum alarm_priority p);
/* The alarm that speaks for a channel, NULL while none is active. */
const struct alarm *page_alarm_of(const struct present_status *s, const char *channel);

/* page_path.c: mains, supply, load and battery, and what flows between them. */
void page_path(struct text *out, const struct present_status *s);

/* page_channels.c: every value, in the order of S83. */
/* How a value stands between its limits, or in what its sensor measures: a bar; nothing where there
 * is no scale. */
void page_bar(struct text *out, const struct channel *c, const struct sample *sample, int64_t low,
	      int64_t high);
void page_channels(struct text *out, const struct present_status *s, const struct settings *st,
		   const struct visitor *who);

/* page_login.c: the way in. `error` is NULL, or the sentence why he is not in. */
struct page_login {
	const char *error;
	const char *user; /* as he typed it */
	const char *next; /* the path behind it */
	bool open_status; /* there is something to see without */
	bool no_words;	  /* no password is taken here: the way is open to listeners */
};
void page_login(struct text *out, const struct page *p, const struct page_login *l);

/* The first administrator, while there is none. */
struct page_first {
	const char *error;
	const char *user;
	bool alive; /* there is a code that can be tried */
	bool no_words;
};
void page_first(struct text *out, const struct page *p, const struct page_first *f);
