// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What a person can do on a page, as forms that need no script; and what is on more than one. Pure.
 */
#include "daemons/webd/journal_query.h"
#include "daemons/webd/page.h"

/* Where a form or an alarm stands. */
struct page_place {
	const char *back; /* the page it goes back to: "status", "alarms", "m" */
	bool whole;	  /* there is room for everything that can be done */
	bool below;	  /* under the alarm that caused it */
};

/* Whether he may act at all. */
static inline bool page_may_act(const struct visitor *who)
{
	return who && who->role >= USER_CONTROL;
}

/* page_alarms.c: one alarm as an item of a list. */
void page_alarm(struct text *out, const struct present_status *s, const struct settings *st,
		const struct alarm *a, const struct visitor *who, const struct page_place *place);

/* Acknowledge, Shelve…, Reset, as far as it makes sense; nothing for who may not. */
void page_alarm_forms(struct text *out, const struct alarm *a, const char *subject,
		      const struct visitor *who, const struct page_place *place);
void page_unshelve_form(struct text *out, const struct alarm *a, const char *subject,
			const struct visitor *who);

/* Begins a form that asks this of an alarm or an output ("alarms", id, "reset"); `verb` is "" for
 * the output itself. */
void page_form_begin(struct text *out, const char *class, const char *of, const char *id,
		     const char *verb, const char *back, const struct visitor *who);

/* page_alarm_list.c: /alarms without the journal. */
void page_alarm_list(struct text *out, const struct present_status *s, const struct settings *st,
		     const struct visitor *who);

/* page_journal.c: the journal with its filter. */
void page_journal(struct text *out, const struct journal_result *r, const struct present_table *t);

/* page_outputs.c: whether there is a switch for him; the switch; and what waits for his word. */
bool page_may_switch(const struct visitor *who, const struct channel *c);
void page_switch(struct text *out, const struct channel *c, const struct output_state *o,
		 int64_t mono_us, const struct visitor *who);
void page_pending(struct text *out, const struct channel *c, const struct output_state *o,
		  int64_t mono_us, const char *back, const struct visitor *who);

/* What it means to switch this output, before it is done. `active` is the state wanted. */
void page_output(struct text *out, const struct present_status *s, const struct settings *st,
		 unsigned channel, bool active, const struct visitor *who);

/* page_small.c: /m, a page by itself. */
void page_small(struct text *out, const struct page *p, const struct present_status *s);

/* Nothing was done, and why; with the way back. */
void page_refusal(struct text *out, const char *sentence, const char *back);

/* page_signs.c: adds only these signs of the set, ids one behind the other: "p1 p2 x". */
void page_some_signs(struct text *out, const char *ids);
