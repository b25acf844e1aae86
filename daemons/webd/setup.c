// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/setup.h"

#include <stdio.h>
#include <string.h>

#include "daemons/webd/html.h"
#include "daemons/webd/label.h"
#include "daemons/webd/webd.h"
#include "lib/settings/load.h"

/* The words of S88; what each role may open is the door's (S98). */
const struct setup_page setup_pages[] = {
	{
		.path = "/setup/device",
		.title = "Device Setup",
		.about =
			"Name and place, what the supply is built for, the log, history, SNMP, web",
		.door = DOOR_CONTROL,
		.subjects = { &subject_site, &subject_device, &subject_logging, &subject_history,
			      &subject_journal, &subject_snmp, &subject_web },
		.foot = setup_downloads,
	},
	{
		.path = "/setup/sensor",
		.title = "Sensor Setup",
		.about = "Names, colours and wiring of inputs and outputs; outputs by the clock",
		.door = DOOR_CONTROL,
		.subjects = { &subject_channels, &subject_schedules },
		.item_paths = { "/setup/channel", "/setup/schedule" },
		.list = true,
	},
	{
		.path = "/setup/alarm",
		.title = "Alarm Setup",
		.about = "Limits, priorities and what an alarm does; what no output may do",
		.door = DOOR_CONTROL,
		.subjects = { &subject_alarms, &subject_interlocks },
		.item_paths = { "/setup/rule", "/setup/interlock" },
		.list = true,
	},
	{
		.path = "/setup/alarm-system",
		.title = "Alarm System",
		.about = "Alarms that need no rule: a broken sensor, nothing measured, nothing "
			 "logged",
		.door = DOOR_CONTROL,
		.subjects = { &subject_alarm_system },
	},
	{
		.path = "/setup/mail",
		.title = "E-Mail Setup",
		.about = "The mail server, signs of life, a test",
		.door = DOOR_ADMIN,
		.subjects = { &subject_mail, &subject_signs_of_life },
	},
	{
		.path = "/setup/recipients",
		.title = "Recipients",
		.about = "Who is told of which alarms: mail, text message, webhook",
		.door = DOOR_CONTROL,
		.subjects = { &subject_recipients },
		.item_paths = { "/setup/recipient" },
		.list = true,
	},
	{
		.path = "/setup/user",
		.title = "User Setup",
		.about = "Who signs in, and scripts",
		.door = DOOR_ADMIN,
		.subjects = { &subject_users, &subject_tokens },
		.item_paths = { "/setup/person", "/setup/token" },
		.list = true,
		.foot = setup_miscellaneous,
	},
};
const unsigned n_setup_pages = ARRAY_SIZE(setup_pages);

/* "/setup/channel/ac_line" is below "/setup/channel". */
static bool is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && path[n] == '/';
}

static bool find_on(const struct setup_page *p, const struct asked *q, struct setup_target *ret)
{
	*ret = (struct setup_target){ .page = p, .id = "" };
	if (streq(q->http->path, p->path))
		return true;
	for (size_t i = 0; p->list && i < SETUP_SUBJECTS_MAX && p->subjects[i]; i++) {
		if (!is_below(q->http->path, p->item_paths[i]) || !channel_id_valid(q->id))
			continue;
		ret->subject = p->subjects[i];
		ret->id = q->id;
		return true;
	}
	return false;
}

bool setup_find(const struct asked *q, struct setup_target *ret)
{
	for (unsigned i = 0; i < n_setup_pages; i++)
		if (find_on(&setup_pages[i], q, ret))
			return true;
	return false;
}

/* ------------------------------------------------------------------ the page */

static bool overlay_has(const struct layers *l, const struct setup_target *t)
{
	const struct assignments *a = &l->layer[LAYER_OVERLAY];

	for (size_t i = 0; i < a->n; i++)
		if (a->list[i].path.subject == t->subject && streq(a->list[i].path.id, t->id))
			return true;
	return false;
}

static bool others_have(const struct layers *l, const struct setup_target *t)
{
	for (int layer = LAYER_PROFILE; layer < LAYER_OVERLAY; layer++)
		for (size_t i = 0; i < l->layer[layer].n; i++)
			if (l->layer[layer].list[i].path.subject == t->subject &&
			    streq(l->layer[layer].list[i].path.id, t->id))
				return true;
	return false;
}

/* What stands in files of people is taken back to them, what stands here alone is gone. */
static void add_removal(struct text *out, const struct asked *q, const struct setup_target *t,
			const struct setup_form *f)
{
	bool others;

	if (!f->l || !t->subject || !overlay_has(f->l, t))
		return;
	others = others_have(f->l, t);
	text_printf(out, "<form method=\"post\" action=\"%s\" class=\"row\">", q->http->path);
	html_csrf(out, &q->who);
	text_printf(out,
		    "<button type=\"submit\" name=\"remove\" value=\"1\" class=\"btn\">%s</button>"
		    "</form>",
		    others ? "Back to what the files say" : "Remove it");
}

static void add_forms(struct text *out, const struct asked *q, const struct setup_target *t,
		      const struct setup_form *f)
{
	text_printf(out, "<form class=\"form\" method=\"post\" action=\"%s\" novalidate>",
		    q->http->path);
	html_csrf(out, &q->who);
	if (t->subject)
		setup_fields(out, f, t->subject, t->id, setup_item_title(f->s, t->subject, t->id));
	for (size_t i = 0; !t->subject && i < SETUP_SUBJECTS_MAX && t->page->subjects[i]; i++) {
		AUTO_TEXT struct text title = TEXT_INIT;

		label_add(&title, t->page->subjects[i]->name);
		setup_fields(out, f, t->page->subjects[i], "", text_get(&title));
	}
	text_add(out, "<div class=\"savebar\"><p></p><div class=\"row\"><a class=\"btn\" href=\"");
	text_add(out, q->http->path);
	text_add(out, "\">Discard</a><button type=\"submit\" class=\"btn go\">Save</button></div>"
		      "</div></form>");
	add_removal(out, q, t, f);
}

static void add_lists(struct text *out, const struct setup_page *p, const struct setup_form *f)
{
	for (size_t i = 0; i < SETUP_SUBJECTS_MAX && p->subjects[i]; i++)
		setup_list(out, f, p->subjects[i], p->item_paths[i]);
}

/* The recipient whom a test from this page goes to; NULL where there is none. */
static const char *tested(const struct setup_target *t, const struct settings *s)
{
	if (t->subject == &subject_recipients && subject_find(t->subject, s, t->id) >= 0)
		return t->id;
	return !t->subject && t->page->subjects[0] == &subject_mail ? RECIPIENT_MAIL_ID : NULL;
}

static void add_try(struct text *out, struct webd *w, const struct asked *q,
		    const struct setup_target *t)
{
	struct setup_try try = {
		.recipient = tested(t, w->live.now),
		.page = q->http->path,
		.there = w->notifier.hello,
		.who = &q->who,
	};

	if (!try.recipient)
		return;
	/* of mail.to the id says nothing to people */
	try.to = t->subject || !w->live.now->mail.to[0] ? try.recipient : w->live.now->mail.to;
	try.last = tries_find(&w->tries, try.recipient, mono_read_us());
	setup_try(out, &try);
}

/* From an item a way leads back to its list. What the unit is has fields, but for its software. */
static void add_head(struct text *out, const struct setup_target *t)
{
	text_printf(out, "<div class=\"head\"><h1>%s</h1>", t->page->title);
	if (t->page->list && t->subject)
		text_printf(out, "<a href=\"%s\">Back to %s</a>", t->page->path, t->page->title);
	if (t->page->subjects[1] == &subject_device)
		text_add(out, "<p class=\"mut\">Version " RMCU_VERSION "</p>");
	text_add(out, "</div>");
}

void setup_write(struct webd *w, const struct asked *q, const struct setup_target *t,
		 struct setup_form *f, struct http_answer *a)
{
	AUTO_LAYERS struct layers layers = LAYERS_INIT;
	AUTO_TEXT struct text mistakes = TEXT_INIT, title = TEXT_INIT;
	struct settings_paths paths;
	struct page p;

	/* small files that were just read: who looks at a form may wait for them */
	settings_paths_default(&paths);
	f->l = layers_read(&paths, &layers, &mistakes) == 0 ? &layers : NULL;
	f->s = w->live.now;
	f->admin = q->who.role == USER_ADMIN;
	f->secrets = &w->signin.secrets;
	text_printf(&title, "%s%s", f->result || f->conflict ? "Error: " : "", t->page->title);
	p = answer_page(w, text_get(&title), q);
	p.path = t->page->path;
	answer_follow(w, &p, PAGE_FRAME, &q->who);
	a->type = "text/html; charset=utf-8";
	page_begin(&a->body, &p);
	add_head(&a->body, t);
	setup_summary(&a->body, f);
	if (t->page->list && !t->subject)
		add_lists(&a->body, t->page, f);
	else
		add_forms(&a->body, q, t, f);
	add_try(&a->body, w, q, t);
	if (t->page->foot && !t->subject)
		t->page->foot(&a->body);
	page_end(&a->body);
}

void answer_setup(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct setup_form f = { .saved = http_query(q->http, "saved") != NULL };
	struct setup_target t;

	if (setup_find(q, &t))
		setup_write(w, q, &t, &f, a);
	else
		answer_error(a, 404, "an id has small letters, digits and _, a letter first");
}

/* Where the bar of a small screen leads: all that the rail of a large one has. */
void answer_setup_menu(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct page p = answer_page(w, "Setup", q);

	answer_follow(w, &p, PAGE_FRAME, &q->who);
	a->type = "text/html; charset=utf-8";
	page_begin(&a->body, &p);
	text_add(&a->body, "<div class=\"head\"><h1>Setup</h1></div><ul class=\"card menu\">");
	for (unsigned i = 0; i < n_setup_pages; i++) {
		const char *barred = page_barred(setup_pages[i].door, &q->who);

		text_printf(&a->body, "<li><a class=\"row\" href=\"%s\">%s</a>",
			    setup_pages[i].path, setup_pages[i].title);
		if (barred)
			text_printf(&a->body, " <span class=\"mut s\">%s</span>", barred);
		text_printf(&a->body, "<p class=\"mut s\">%s</p></li>", setup_pages[i].about);
	}
	text_printf(&a->body,
		    "</ul><form method=\"post\" action=\"/logout\" class=\"card row\">"
		    "<span>Signed in as %s, %s</span>",
		    q->who.name, user_role_to_name(q->who.role));
	html_csrf(&a->body, &q->who);
	text_printf(&a->body, "<button type=\"submit\" class=\"btn\">Logout (%s)</button></form>",
		    q->who.name);
	page_end(&a->body);
}

/* From the id that somebody typed to the page of that item. */
void answer_setup_new(struct webd *w, const struct asked *q, struct http_answer *a)
{
	const char *of = http_query(q->http, "of"), *id = http_query(q->http, "id");
	char path[HTTP_LOCATION_MAX];

	(void)w;
	for (unsigned i = 0; of && id && channel_id_valid(id) && i < n_setup_pages; i++) {
		const struct setup_page *p = &setup_pages[i];

		for (size_t k = 0; p->list && k < SETUP_SUBJECTS_MAX && p->subjects[k]; k++) {
			if (!streq(p->subjects[k]->name, of))
				continue;
			(void)snprintf(path, sizeof(path), "%s/%s", p->item_paths[k], id);
			http_go_to(a, path);
			return;
		}
	}
	answer_error(a, 422, "an id has small letters, digits and _, a letter first, at most 31");
}
