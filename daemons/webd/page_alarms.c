// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Alarms that stand: what, its value, since when, and how. */
#include <string.h>

#include "daemons/webd/html.h"
#include "daemons/webd/page.h"
#include "daemons/webd/page_forms.h"
#include "lib/base/calendar.h"
#include "lib/base/util.h"
#include "lib/present/alarm.h"
#include "lib/present/state.h"

unsigned page_priority(enum alarm_priority p)
{
	return (unsigned)(ALARM_PRIORITY_MAX - p);
}

const char *page_priority_word(enum alarm_priority p)
{
	static const char *const words[] = { "Low", "Medium", "High", "Critical" };

	_Static_assert(ARRAY_SIZE(words) == ALARM_PRIORITY_MAX, "a word is missing");
	return words[p];
}

const struct alarm *page_alarm_of(const struct present_status *s, const char *channel)
{
	/* the list begins with what calls loudest */
	for (unsigned i = 0; i < s->alarms->n; i++)
		if (present_alarm_calls(s->alarms->list[i]) &&
		    streq(s->alarms->list[i]->channel, channel))
			return s->alarms->list[i];
	return NULL;
}

/* The value now of what it is about, where there is one. */
static void add_now(struct text *out, const struct present_status *s, const struct alarm *a)
{
	const struct present_table t = present_status_table(s);
	AUTO_TEXT struct text value = TEXT_INIT;
	int i = channel_find(s->channels, s->n_channels, a->channel);

	if (i < 0 || (unsigned)i >= present_n_readings(s))
		return;
	present_value(&value, &s->channels[i], &s->snapshot->samples[i], &t.style);
	text_add(out, " · now <b class=\"nb\"");
	html_live(out, "now", a->id);
	text_add_char(out, '>');
	html_add(out, &value);
	text_add(out, "</b>");
}

/* To the second, for it is compared with what else happened; the day where that is another one. */
static void add_time(struct text *out, int64_t wall_us, int64_t now_us)
{
	char at[CLOCK_RFC3339_MAX], said[CALENDAR_SHORT_MAX], now[CALENDAR_SHORT_MAX];
	const size_t day = strlen("2026-11-23 ");

	calendar_format(wall_us, at);
	calendar_second(wall_us, said);
	calendar_second(now_us, now);
	text_printf(out, "<time datetime=\"%s\">%s</time>", at,
		    strncmp(said, now, day) == 0 ? said + day : said);
}

static void add_raised(struct text *out, const struct alarm *a, int64_t now_us)
{
	if (!a->active) {
		text_add(out, " · raised ");
		add_time(out, a->raised.wall_us, now_us);
		return;
	}
	text_add(out, " · active for <b class=\"nb\"");
	html_live(out, "age", a->id);
	text_add_char(out, '>');
	present_age(out, present_alarm_age_us(a, now_us));
	text_add(out, "</b>, since ");
	add_time(out, a->raised.wall_us, now_us);
}

/* What is to be done, which is for people of the unit: it is a setting. */
static void add_instruction(struct text *out, const struct settings *st, const struct alarm *a,
			    const struct visitor *who)
{
	if (!who || who->role < USER_VIEWER)
		return;
	for (unsigned i = 0; i < st->n_alarms; i++) {
		if (!streq(st->alarms[i].id, a->id) || !*st->alarms[i].instruction)
			continue;
		text_add(out, "<p class=\"todo\">");
		html_text(out, st->alarms[i].instruction);
		text_add(out, "</p>");
	}
}

/* "Cleared 13:50:02, not acknowledged" */
static void add_words(struct text *out, const struct alarm *a, int64_t now_us)
{
	static const char cleared[] = "cleared";
	AUTO_TEXT struct text state = TEXT_INIT;
	const char *words;

	present_alarm_state(&state, a, now_us);
	words = text_get(&state);
	if (a->active || !a->cleared.wall_us || strncmp(words, cleared, strlen(cleared)) != 0) {
		html_sentence(out, words);
		return;
	}
	text_add(out, "Cleared ");
	add_time(out, a->cleared.wall_us, now_us);
	html_text(out, words + strlen(cleared));
}

/* How it stands, and who has seen it. */
static void add_state(struct text *out, const struct alarm *a, int64_t now_us)
{
	text_add(out, "<p class=\"st s\"><span");
	html_live(out, "state", a->id);
	text_add_char(out, '>');
	add_words(out, a, now_us);
	if (a->active && !a->acknowledged)
		text_add(out, ", not acknowledged");
	if (a->acknowledged && !a->shelved && *a->by) {
		text_add(out, " by ");
		html_text(out, a->by);
		if (*a->note) {
			text_add(out, ": ");
			html_text(out, a->note);
		}
	}
	text_add(out, "</span></p>");
}

void page_alarm(struct text *out, const struct present_status *s, const struct settings *st,
		const struct alarm *a, const struct visitor *who, const struct page_place *place)
{
	const struct present_table t = present_status_table(s);
	AUTO_TEXT struct text subject = TEXT_INIT;
	int64_t now_us = s->snapshot->now.wall_us;
	unsigned p = page_priority(a->priority);
	char id[4] = { 'p', (char)('0' + p) };

	present_alarms_subject(&subject, s->alarms, a, &t);
	text_add(out, "<li");
	html_live(out, "alarm", a->id);
	text_printf(out, " class=\"alarm p%u%s%s\">", p, a->active && !a->acknowledged ? " un" : "",
		    place->below ? " con" : "");
	html_sign(out, !a->active ? "sym rtn" : a->acknowledged ? "sym" : "sym pulse", id, NULL);
	text_add(out, "<h3>");
	html_add(out, &subject);
	text_printf(out, "</h3><p class=\"now\"><b>%s</b>", page_priority_word(a->priority));
	add_now(out, s, a);
	add_raised(out, a, now_us);
	text_add(out, "</p>");
	add_instruction(out, st, a, who);
	add_state(out, a, now_us);
	page_alarm_forms(out, a, text_get(&subject), who, place);
	text_add(out, "</li>\n");
}

void page_alarms(struct text *out, const struct present_status *s, const struct settings *st,
		 const struct visitor *who)
{
	static const struct page_place here = { .back = "status" };
	bool any = false;

	/* that there are none is only said where it is known */
	text_printf(out, "<div data-live=\"page.alarms\"%s>",
		    s->alarms->watched ? "" : " data-unknown");
	for (unsigned i = 0; i < s->alarms->n; i++) {
		/* also what is over and nobody has seen: it stands behind the active ones */
		if (!alarm_standing(s->alarms->list[i]) || s->alarms->list[i]->shelved)
			continue;
		if (!any)
			text_add(out, "<section aria-labelledby=\"aa\"><h2 id=\"aa\" "
				      "class=\"vh\">Alarms</h2><ul class=\"alarms\">\n");
		any = true;
		page_alarm(out, s, st, s->alarms->list[i], who, &here);
	}
	if (any)
		text_add(out, "</ul></section>");
	text_add(out, "</div>\n");
}
