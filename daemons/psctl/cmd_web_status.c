// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl web status: where pages are served, with which certificate, and to whom. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"

/* A certificate that ends sooner than that is worth a look: who replaces it wants some weeks. */
#define SOON_US (INT64_C(30) * 24 * 3600 * USEC_PER_SEC)

struct shown {
	struct link link;
	struct msg_web_status m;
	int64_t now_us;
	struct table table;
};

static int get(struct cursor *body, void *ret)
{
	return msg_web_status_get(body, ret);
}

static int fetch(struct shown *s)
{
	int code = link_open_topic(&s->link, "webd", MSG_WEB_STATUS, get, &s->m);

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

static void add_port(struct shown *s, const char *title, uint16_t port)
{
	if (port)
		add_count(s, INK_PLAIN, title, port);
	else
		add_row(s, INK_FAINT, title, "not served");
}

/* Which certificate a browser must show, and until when it takes it. */
static void add_certificate(struct shown *s)
{
	const struct msg_web_status *m = &s->m;
	AUTO_TEXT struct text what = TEXT_INIT;
	char until[CALENDAR_SHORT_MAX];
	int64_t left_us = m->valid_until_us - s->now_us;

	if (!m->https_port)
		return;
	if (!m->print[0]) {
		add_row(s, INK_ODD, "Certificate", "none yet");
		return;
	}
	add_row(s, INK_PLAIN, "Certificate",
		m->own ? "the site's own" : "made by this unit, which browsers warn of");
	calendar_second(m->valid_until_us, until);
	text_printf(&what, "%s %.10s", left_us > 0 ? "until" : "ran out on", until);
	add_row(s,
		left_us > SOON_US ? INK_PLAIN
		: left_us > 0	  ? INK_ODD
				  : INK_BAD,
		"Valid", text_get(&what));
	add_row(s, INK_PLAIN, "SHA-256", m->print);
}

static void add_refused(struct shown *s)
{
	AUTO_TEXT struct text what = TEXT_INIT;
	char when[CALENDAR_SHORT_MAX];

	text_printf(&what, "%" PRIu32, s->m.refused);
	if (s->m.refused_at_us) {
		calendar_short(s->m.refused_at_us, s->now_us, when);
		text_printf(&what, ", the last one %s", when);
	}
	add_row(s, INK_PLAIN, "Refused", text_get(&what));
}

static int print(struct shown *s, bool plain)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct terminal terminal;

	terminal_look(plain, &terminal);
	add_port(s, "HTTP port", s->m.http_port);
	add_port(s, "HTTPS port", s->m.https_port);
	add_certificate(s);
	add_count(s, INK_PLAIN, "Sessions", s->m.sessions);
	add_count(s, INK_PLAIN, "Open pages", s->m.streams);
	add_count(s, INK_PLAIN, "Sign-ins", s->m.signed_in);
	add_refused(s);
	if (s->m.code)
		add_row(s, INK_ODD, "First code", "waits: 'psctl user code' shows a new one");
	for (unsigned i = 0; i < s->link.health.n_troubles; i++)
		add_row(s, INK_BAD, i ? "" : "Trouble", s->link.health.troubles[i].text);
	table_print(&s->table, &out, &terminal);
	table_done(&s->table);
	return cmd_write(&out);
}

static void json_port(struct json *j, const char *key, uint16_t port)
{
	if (port)
		json_uint(j, key, port);
	else
		json_null(j, key);
}

static void json_certificate(struct json *j, const struct msg_web_status *m)
{
	if (!m->print[0]) {
		json_null(j, "certificate");
		return;
	}
	json_object(j, "certificate");
	json_string(j, "sha256", m->print);
	json_bool(j, "own", m->own);
	json_time_or_null(j, "until", m->valid_until_us);
	json_object_end(j);
}

static int print_json(const struct shown *s)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	const struct msg_web_status *m = &s->m;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_port(&j, "http_port", m->http_port);
	json_port(&j, "https_port", m->https_port);
	json_certificate(&j, m);
	json_uint(&j, "sessions", m->sessions);
	json_uint(&j, "streams", m->streams);
	json_uint(&j, "signed_in", m->signed_in);
	json_uint(&j, "refused", m->refused);
	json_time_or_null(&j, "refused_at", m->refused_at_us);
	json_bool(&j, "code", m->code);
	json_array(&j, "troubles");
	for (unsigned i = 0; i < s->link.health.n_troubles; i++)
		json_string(&j, NULL, s->link.health.troubles[i].text);
	json_array_end(&j);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_web_status(const struct call *c)
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
