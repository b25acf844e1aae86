// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl facts: what happened in sensord, one line each. */
#include <errno.h>
#include <inttypes.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/terminal.h"
#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/present/value.h"

/* The facts that are kept come before the next snapshot; one may have been under way already. */
#define SNAPSHOTS_TO_WAIT 2

struct reader {
	const struct call *call;
	struct link *link;
	struct terminal terminal;
	bool follow, any;
	unsigned snapshots; /* since the request */
};

static const char *channel_id(const struct link *l, uint8_t index)
{
	return index < l->hello.n_channels ? l->hello.channels[index].id : "";
}

/* The value in the words of its kind: a state, a count, a time. */
static void add_value(struct text *out, const struct link *l, const struct fact *f)
{
	char number[PARSE_MICRO_MAX];

	switch (f->kind) {
	case FACT_EDGE:
	case FACT_OUTPUT_CHANGED:
		if (f->channel < l->hello.n_channels)
			text_printf(
				out, " %s",
				present_state_text(&l->hello.channels[f->channel], f->value != 0));
		return;
	case FACT_TICK_MISSED:
	case FACT_EDGES_LOST:
		text_printf(out, " %" PRId64, f->value);
		return;
	case FACT_CLOCK_STEPPED:
		format_micro(f->value, number);
		text_printf(out, " by %s s", number);
		return;
	case FACT_REQUEST_REFUSED:
	case FACT_SOURCE_LOST:
	case FACT_SOURCE_BACK:
	case FACT_HOLD_CHANGED:
	case FACT_VETO:
	case FACT_CONFIRMED:
	case FACT_TAKEN_BACK:
	case FACT_SETTINGS_LOADED:
	case FACT_SETTINGS_REFUSED:
	case FACT_STARTED:
	case FACT_SIM_COMMAND:
	case FACT_KIND_MAX:
		return;
	}
}

static void add_line(struct text *out, const struct link *l, const struct fact *f)
{
	char when[CLOCK_RFC3339_MAX];

	clock_format_utc(f->now.wall_us, when);
	text_printf(out, "%" PRIu64 " %s %s", f->number, when, fact_kind_to_name(f->kind));
	if (*channel_id(l, f->channel))
		text_printf(out, " %s", channel_id(l, f->channel));
	add_value(out, l, f);
	if (f->holder != HOLDER_NONE)
		text_printf(out, ", held by %s", holder_to_name(f->holder));
	if (*f->actor.name)
		text_printf(out, ", by %s", f->actor.name);
	if (*f->actor.door)
		text_printf(out, " (%s)", f->actor.door);
	if (*f->text)
		text_printf(out, ": %s", f->text);
}

static void add_json(struct text *out, const struct link *l, const struct fact *f)
{
	struct json j;

	json_begin(&j, out, false);
	json_object(&j, NULL);
	json_uint(&j, "number", f->number);
	json_time(&j, "time", f->now.wall_us);
	json_int(&j, "mono_us", f->now.mono_us);
	json_string(&j, "kind", fact_kind_to_name(f->kind));
	json_string(&j, "channel", channel_id(l, f->channel));
	json_micro(&j, "value", f->value);
	json_string(&j, "quality", quality_to_name(f->quality));
	json_string(&j, "holder", holder_to_name(f->holder));
	json_string(&j, "by", f->actor.name);
	json_string(&j, "address", f->actor.address);
	json_string(&j, "door", f->actor.door);
	json_string(&j, "text", f->text);
	json_object_end(&j);
}

static int print_line(const struct reader *r, const struct text *line)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	if (r->call->json)
		text_add(&out, text_get(line));
	else
		terminal_ink(&out, &r->terminal, INK_PLAIN, text_get(line));
	text_add_char(&out, '\n');
	return cmd_write(&out);
}

static int print_fact(struct reader *r, struct cursor *body)
{
	AUTO_TEXT struct text line = TEXT_INIT;
	struct fact f;
	int error = msg_fact_get(body, &f);

	if (error < 0)
		return link_lost(r->link, error);
	r->any = true;
	if (r->call->json)
		add_json(&line, r->link, &f);
	else
		add_line(&line, r->link, &f);
	return print_line(r, &line);
}

static int print_gap(struct reader *r, struct cursor *body)
{
	AUTO_TEXT struct text line = TEXT_INIT;
	struct msg_fact_gap gap;
	int error = msg_fact_gap_get(body, &gap);

	if (error < 0)
		return link_lost(r->link, error);
	r->any = true;
	if (r->call->json)
		text_printf(&line, "{\"lost\":%" PRIu64 ",\"next\":%" PRIu64 "}", gap.lost,
			    gap.next);
	else if (gap.lost > 0)
		text_printf(&line, "(%" PRIu64 " earlier ones are gone)", gap.lost);
	else
		text_add(&line, "(sensord has started anew: earlier ones are gone)");
	return print_line(r, &line);
}

/* Handles one packet; -1 to go on, else an exit code. */
static int handle(struct reader *r, const struct msg_head *head, struct cursor *body)
{
	int code;

	switch (head->type) {
	case MSG_FACT:
	case MSG_FACT_GAP:
		code = head->type == MSG_FACT ? print_fact(r, body) : print_gap(r, body);
		return code == EX_OK ? -1 : code;
	case MSG_SNAPSHOT:
		r->snapshots++;
		return !r->follow && (r->any || r->snapshots > SNAPSHOTS_TO_WAIT) ? EX_OK : -1;
	case MSG_HELLO:
		code = link_take(r->link, head, body);
		return code < 0 ? link_lost(r->link, code) : -1;
	default:
		return -1;
	}
}

static int follow(struct reader *r)
{
	struct msg_head head;
	struct cursor body;

	for (;;) {
		int code = -1;
		int n = client_receive(&r->link->client, LINK_STATE_US, &head, &body);

		if (n < 0)
			return link_lost(r->link, n);
		if (n == 0 && !r->follow)
			return r->any ? EX_OK : link_lost(r->link, -ETIMEDOUT);
		if (n > 0)
			code = handle(r, &head, &body);
		if (code >= 0)
			return code;
	}
}

int cmd_facts(const struct call *c)
{
	uint8_t packet[WIRE_REQUEST_MAX];
	AUTO_LINK struct link *l = NULL;
	struct reader r = { .call = c, .follow = call_option(c, "follow") };
	const char *from = call_option(c, "from");
	struct msg_facts_from m = { .from = 1 };
	int code, len;

	if (from && (parse_u64(from, &m.from) < 0 || m.from == 0)) {
		complain("--from wants the number of a fact, 1 or more");
		return EX_USAGE;
	}
	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open(l, "sensord");
	if (code != EX_OK)
		return code;
	terminal_look(c->plain, &r.terminal);
	r.link = l;
	m.instance = l->hello.instance;
	len = msg_facts_from_put(packet, sizeof(packet), client_next_id(&l->client), &m);
	code = len < 0 ? len : client_send(&l->client, packet, (size_t)len);
	return code < 0 ? link_lost(l, code) : follow(&r);
}
