// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl snmp status: is the unit there for managers, and what do they ask of it. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"

struct shown {
	struct link link;
	struct msg_snmp_status m;
	int64_t now_us;
	struct table table;
};

static int get(struct cursor *body, void *ret)
{
	return msg_snmp_status_get(body, ret);
}

static int fetch(struct shown *s)
{
	int code = link_open_topic(&s->link, "agentxd", MSG_SNMP_STATUS, get, &s->m);

	if (code == EX_OK)
		s->now_us = link_now_us(&s->link);
	return code;
}

static void add_row(struct shown *s, enum ink ink, const char *title, const char *what)
{
	table_row(&s->table);
	table_cell(&s->table, INK_STRONG, ALIGN_LEFT, title);
	table_cell(&s->table, ink, ALIGN_LEFT, what);
}

static void add_count(struct shown *s, enum ink ink, const char *title, uint32_t n)
{
	char what[16];

	(void)snprintf(what, sizeof(what), "%" PRIu32, n);
	add_row(s, ink, title, what);
}

/* Without a master no manager hears of the unit, whatever else is well. */
static void add_master(struct shown *s)
{
	AUTO_TEXT struct text what = TEXT_INIT;
	const struct msg_snmp_status *m = &s->m;
	char since[CALENDAR_SHORT_MAX];

	calendar_short(m->since_us, s->now_us, since);
	text_printf(&what, "%s since %s", m->connected ? "connected" : "away", since);
	add_row(s, m->connected ? INK_PLAIN : INK_BAD, "Master", text_get(&what));
	if (!m->connected)
		add_row(s, INK_PLAIN, "", "see systemctl status snmpd, and rmcu-agentxd(8)");
	add_row(s, INK_PLAIN, "Socket", m->master);
}

static void add_mibs(struct shown *s)
{
	if (!s->m.connected)
		add_row(s, INK_FAINT, "MIBs", "not registered");
	else if (s->m.registered)
		add_row(s, INK_PLAIN, "MIBs", "registered");
	else
		add_row(s, INK_BAD, "MIBs", "refused: another subagent has one of them");
}

static void add_waiting(struct shown *s)
{
	if (s->m.watched)
		add_count(s, s->m.waiting ? INK_ODD : INK_PLAIN, "Events waiting", s->m.waiting);
	else
		add_row(s, INK_ODD, "Events waiting", "not known, alarmd is away");
}

static int print(struct shown *s, bool plain)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct terminal terminal;

	terminal_look(plain, &terminal);
	add_master(s);
	add_mibs(s);
	add_count(s, INK_PLAIN, "Requests", s->m.requests);
	add_count(s, INK_PLAIN, "SETs", s->m.sets);
	add_count(s, INK_PLAIN, "Notifications", s->m.sent);
	add_waiting(s);
	for (unsigned i = 0; i < s->link.health.n_troubles; i++)
		add_row(s, INK_BAD, i ? "" : "Trouble", s->link.health.troubles[i].text);
	table_print(&s->table, &out, &terminal);
	table_done(&s->table);
	return cmd_write(&out);
}

static void json_troubles(struct json *j, const struct health *h)
{
	json_array(j, "troubles");
	for (unsigned i = 0; i < h->n_troubles; i++)
		json_string(j, NULL, h->troubles[i].text);
	json_array_end(j);
}

static int print_json(const struct shown *s)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	const struct msg_snmp_status *m = &s->m;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_string(&j, "master", m->master);
	json_bool(&j, "connected", m->connected);
	json_bool(&j, "registered", m->registered);
	json_time_or_null(&j, "since", m->since_us);
	json_uint(&j, "requests", m->requests);
	json_uint(&j, "sets", m->sets);
	json_uint(&j, "notifications", m->sent);
	if (m->watched)
		json_uint(&j, "waiting", m->waiting);
	else
		json_null(&j, "waiting");
	json_troubles(&j, &s->link.health);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_snmp_status(const struct call *c)
{
	static struct shown s;
	int code;

	s = (struct shown){ .link.client = CLIENT_INIT };
	code = fetch(&s);
	if (code == EX_OK)
		code = c->json ? print_json(&s) : print(&s, c->plain);
	client_done(&s.link.client);
	return code;
}
