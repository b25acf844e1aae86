// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl notify status, queue: how it goes with each recipient, and what he is still to be told. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/notify_link.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"
#include "lib/base/cleanup.h"

static void cell(struct table *t, enum ink ink, const char *s)
{
	table_cell(t, ink, ALIGN_LEFT, s);
}

static void number(struct table *t, enum ink ink, uint64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRIu64, n);
	table_cell(t, ink, ALIGN_RIGHT, text);
}

static void titles(struct table *t, const char *const *names)
{
	table_row(t);
	for (; *names; names++)
		cell(t, INK_STRONG, *names);
}

/* ------------------------------------------------------------------ status */

static void add_last(struct table *t, const struct msg_notify_status *m, unsigned i, int64_t now_us)
{
	char when[CALENDAR_SHORT_MAX] = "never";
	bool bad = m->recipients[i].last_us && m->recipients[i].outcome != OUTCOME_DELIVERED;

	if (m->recipients[i].last_us)
		calendar_short(m->recipients[i].last_us, now_us, when);
	cell(t, INK_PLAIN, when);
	cell(t, bad ? INK_BAD : INK_PLAIN, m->recipients[i].sentence);
}

static void add_next(struct table *t, const struct msg_notify_status *m, unsigned i, int64_t now_us)
{
	AUTO_TEXT struct text what = TEXT_INIT;
	char when[CALENDAR_SHORT_MAX];

	if (m->recipients[i].due_us) {
		calendar_short(m->recipients[i].due_us, now_us, when);
		text_printf(&what, "%s%s%s", when, m->recipients[i].why[0] ? ", " : "",
			    m->recipients[i].why);
	}
	cell(t, INK_ODD, text_get(&what));
}

static void add_recipient(struct table *t, const struct msg_notify_status *m, unsigned i,
			  int64_t now_us)
{
	bool off = !m->recipients[i].enabled;

	table_row(t);
	cell(t, off ? INK_FAINT : INK_STRONG, m->recipients[i].id);
	cell(t, off ? INK_FAINT : INK_PLAIN, off ? "off" : delivery_to_name(m->recipients[i].by));
	number(t, m->recipients[i].waiting ? INK_ODD : INK_PLAIN, m->recipients[i].waiting);
	number(t, INK_PLAIN, m->recipients[i].sent);
	number(t, m->recipients[i].failed ? INK_BAD : INK_PLAIN, m->recipients[i].failed);
	add_next(t, m, i, now_us);
	add_last(t, m, i, now_us);
}

static void add_headline(struct text *out, const struct msg_notify_status *m, int64_t now_us)
{
	char until[CALENDAR_SHORT_MAX];

	if (!m->watched)
		text_add(out, "alarmd is away: nobody is told of anything until it is back\n");
	if (!m->paused_until_us)
		return;
	calendar_short(m->paused_until_us, now_us, until);
	text_printf(out, "paused until %s by %s; psctl notify resume ends it\n", until,
		    m->paused_by);
}

static int print(const struct link *l, const struct msg_notify_status *m, bool plain)
{
	static const char *const names[] = { "Recipient", "By",	  "Waiting", "Sent", "Failed",
					     "Next",	  "Last", "Answer",  NULL };
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_TABLE struct table table = TABLE_INIT;
	struct terminal terminal;
	int64_t now_us = link_now_us(l);

	terminal_look(plain, &terminal);
	add_headline(&out, m, now_us);
	titles(&table, names);
	for (unsigned i = 0; i < m->n; i++)
		add_recipient(&table, m, i, now_us);
	for (unsigned i = 0; i < l->health.n_troubles; i++)
		table_heading(&table, INK_BAD, l->health.troubles[i].text);
	table_print(&table, &out, &terminal);
	return cmd_write(&out);
}

static void json_recipient(struct json *j, const struct msg_notify_status *m, unsigned i)
{
	json_object(j, NULL);
	json_string(j, "id", m->recipients[i].id);
	json_string(j, "by", delivery_to_name(m->recipients[i].by));
	json_bool(j, "enabled", m->recipients[i].enabled);
	json_uint(j, "next_event", m->recipients[i].next);
	json_uint(j, "waiting", m->recipients[i].waiting);
	json_uint(j, "open", m->recipients[i].open);
	json_uint(j, "sent", m->recipients[i].sent);
	json_uint(j, "failed", m->recipients[i].failed);
	json_time_or_null(j, "last", m->recipients[i].last_us);
	json_string(j, "outcome", delivery_outcome_to_name(m->recipients[i].outcome));
	json_string(j, "answer", m->recipients[i].sentence);
	json_time_or_null(j, "due", m->recipients[i].due_us);
	json_string(j, "why", m->recipients[i].why);
	json_object_end(j);
}

static int print_json(const struct link *l, const struct msg_notify_status *m)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_bool(&j, "watched", m->watched);
	json_time_or_null(&j, "paused_until", m->paused_until_us);
	json_string(&j, "paused_by", m->paused_by);
	json_array(&j, "recipients");
	for (unsigned i = 0; i < m->n; i++)
		json_recipient(&j, m, i);
	json_array_end(&j);
	json_array(&j, "troubles");
	for (unsigned i = 0; i < l->health.n_troubles; i++)
		json_string(&j, NULL, l->health.troubles[i].text);
	json_array_end(&j);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_notify_status(const struct call *c)
{
	AUTO_FREE struct msg_notify_status *m = calloc(1, sizeof(*m));
	AUTO_LINK struct link *l = NULL;
	int code;

	if (!m || link_new(&l) < 0)
		return cmd_no_memory();
	code = notify_link_open(l, m);
	if (code != EX_OK)
		return code;
	return c->json ? print_json(l, m) : print(l, m, c->plain);
}

/* ------------------------------------------------------------------ queue */

static void add_waiting(struct table *t, const struct msg_notify_waiting *m, unsigned i,
			int64_t now_us)
{
	AUTO_TEXT struct text what = TEXT_INIT;
	char when[CALENDAR_SHORT_MAX];
	int64_t due_us = m->list[i].due_us;

	table_row(t);
	cell(t, INK_STRONG, m->list[i].recipient);
	number(t, INK_PLAIN, m->list[i].event);
	calendar_short(due_us ? due_us : m->list[i].since_us, now_us, when);
	text_printf(&what, "%s%s", due_us ? "due " : "since ", when);
	cell(t, INK_PLAIN, text_get(&what));
	text_clear(&what);
	text_add(&what, m->list[i].about);
	if (m->list[i].earlier)
		text_printf(&what, ", and %" PRIu32 " events before it", m->list[i].earlier);
	cell(t, INK_PLAIN, text_get(&what));
}

static int print_queue(const struct link *l, const struct msg_notify_waiting *m, bool plain)
{
	static const char *const names[] = { "Recipient", "Event", "When", "What", NULL };
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_TABLE struct table table = TABLE_INIT;
	struct terminal terminal;

	terminal_look(plain, &terminal);
	if (m->n == 0)
		text_add(&out, "nothing waits\n");
	else
		titles(&table, names);
	for (unsigned i = 0; i < m->n; i++)
		add_waiting(&table, m, i, link_now_us(l));
	table_print(&table, &out, &terminal);
	if (m->left_out)
		text_printf(&out, "and %" PRIu32 " more\n", m->left_out);
	return cmd_write(&out);
}

static int print_queue_json(const struct msg_notify_waiting *m)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_uint(&j, "left_out", m->left_out);
	json_array(&j, "waiting");
	for (unsigned i = 0; i < m->n; i++) {
		json_object(&j, NULL);
		json_string(&j, "recipient", m->list[i].recipient);
		json_uint(&j, "event", m->list[i].event);
		json_string(&j, "kind", event_kind_to_name(m->list[i].kind));
		json_string(&j, "about", m->list[i].about);
		json_uint(&j, "earlier", m->list[i].earlier);
		json_time_or_null(&j, "since", m->list[i].since_us);
		json_time_or_null(&j, "due", m->list[i].due_us);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_notify_queue(const struct call *c)
{
	AUTO_FREE struct msg_notify_waiting *m = calloc(1, sizeof(*m));
	struct msg_notify_request q = { .actor = cmd_actor() };
	AUTO_LINK struct link *l = NULL;
	uint8_t packet[WIRE_REQUEST_MAX];
	struct cursor body;
	uint32_t id;
	int code;

	if (!m || link_new(&l) < 0)
		return cmd_no_memory();
	(void)snprintf(q.recipient, sizeof(q.recipient), "%s", c->n_args ? c->args[0] : "");
	code = link_open(l, "notifyd");
	if (code != EX_OK)
		return code;
	id = client_next_id(&l->client);
	code = link_ask(l, packet,
			msg_notify_request_put(packet, sizeof(packet), MSG_NOTIFY_QUEUE, id, &q),
			id, MSG_NOTIFY_WAITING, &body);
	if (code != EX_OK)
		return code;
	if (msg_notify_waiting_get(&body, m) < 0)
		return link_lost(l, -EPROTO);
	return c->json ? print_queue_json(m) : print_queue(l, m, c->plain);
}
