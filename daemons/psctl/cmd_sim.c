// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl sim: what the simulator plays, how fast, and its knobs. */
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd_sim.h"
#include "daemons/psctl/table.h"
#include "lib/base/parse.h"
#include "lib/present/state.h"

int sim_open(struct link **ret_link)
{
	int code;

	if (link_new(ret_link) < 0)
		return cmd_no_memory();
	code = link_open(*ret_link, "sensord");
	if (code != EX_OK)
		return code;
	if (!(*ret_link)->hello.simulated) {
		complain("this unit measures real hardware: no channel of it is simulated "
			 "(device.profile = \"sim\" is)");
		return EX_UNAVAILABLE;
	}
	return EX_OK;
}

/* Names are sorted by the server; the one that plays has a sign. */
static void print_scenarios(const struct msg_sim_listing *m, const struct terminal *t,
			    struct text *out)
{
	AUTO_TABLE struct table table = TABLE_INIT;

	table_heading(&table, INK_STRONG, "Scenarios");
	for (unsigned i = 0; i < m->n_scenarios; i++) {
		bool runs = streq(m->scenarios[i].name, m->running);

		table_row(&table);
		table_cell(&table, INK_PLAIN, ALIGN_RIGHT,
			   runs ? terminal_sign(t, SIGN_WELL) : " ");
		table_cell(&table, runs ? INK_STRONG : INK_PLAIN, ALIGN_LEFT, m->scenarios[i].name);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, m->scenarios[i].title);
	}
	if (m->n_scenarios == 0)
		table_heading(&table, INK_FAINT, "  none is installed");
	table_print(&table, out, t);
}

static void print_knobs(const struct msg_sim_listing *m, const struct terminal *t, struct text *out)
{
	AUTO_TABLE struct table table = TABLE_INIT;
	char value[PARSE_MICRO_MAX];

	table_heading(&table, INK_STRONG, "Knobs");
	for (unsigned i = 0; i < m->n_knobs; i++) {
		format_micro(m->knobs[i].value, value);
		table_row(&table);
		table_cell(&table, INK_PLAIN, ALIGN_RIGHT, " ");
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, m->knobs[i].name);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, value);
	}
	table_print(&table, out, t);
}

static void print_listing(const struct msg_sim_listing *m, bool plain, struct text *out)
{
	struct terminal t;

	terminal_look(plain, &t);
	print_scenarios(m, &t, out);
	text_add_char(out, '\n');
	print_knobs(m, &t, out);
	text_printf(out, "\n%s has played for ", *m->running ? m->running : "no scenario");
	present_span(out, m->elapsed_us / USEC_PER_SEC * USEC_PER_SEC);
	text_printf(out, ", %u.%u times as fast as real time", m->rate_milli / 1000,
		    m->rate_milli % 1000 / 100);
	if (m->joined)
		text_printf(out, ", in lockstep with %u", m->joined);
	text_add_char(out, '\n');
}

static void print_listing_json(const struct msg_sim_listing *m, struct text *out)
{
	struct json j;

	cmd_json(&j, out);
	json_object(&j, NULL);
	json_string(&j, "running", m->running);
	json_int(&j, "rate_milli", m->rate_milli);
	json_bool(&j, "lockstep", m->joined > 0);
	json_int(&j, "joined", m->joined);
	json_int(&j, "elapsed_ms", m->elapsed_us / USEC_PER_MSEC);
	json_array(&j, "scenarios");
	for (unsigned i = 0; i < m->n_scenarios; i++) {
		json_object(&j, NULL);
		json_string(&j, "name", m->scenarios[i].name);
		json_string(&j, "title", m->scenarios[i].title);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_array(&j, "knobs");
	for (unsigned i = 0; i < m->n_knobs; i++) {
		json_object(&j, NULL);
		json_string(&j, "name", m->knobs[i].name);
		json_micro(&j, "value", m->knobs[i].value);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
}

int sim_ask_listing(struct link *l, struct msg_sim_listing *ret)
{
	uint8_t packet[WIRE_REQUEST_MAX];
	uint32_t id = client_next_id(&l->client);
	struct cursor body;
	int code, r;

	code = link_ask(l, packet, msg_bare_put(packet, sizeof(packet), MSG_SIM_LIST, id), id,
			MSG_SIM_LISTING, &body);
	if (code != EX_OK)
		return code;
	r = msg_sim_listing_get(&body, ret);
	return r < 0 ? link_lost(l, r) : EX_OK;
}

int cmd_sim_list(const struct call *c)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_LINK struct link *l = NULL;
	struct msg_sim_listing m;
	int code;

	code = sim_open(&l);
	if (code == EX_OK)
		code = sim_ask_listing(l, &m);
	if (code != EX_OK)
		return code;
	if (c->json) {
		print_listing_json(&m, &out);
		return cmd_json_write(&out);
	}
	print_listing(&m, c->plain, &out);
	return cmd_write(&out);
}

/* Sends one command of the simulator and says what came of it. */
static int command(const struct call *c, enum msg_type type, const struct msg_sim *m,
		   const char *done)
{
	uint8_t packet[WIRE_REQUEST_MAX];
	AUTO_LINK struct link *l = NULL;
	struct msg_reply reply;
	uint32_t id;
	int code;

	code = sim_open(&l);
	if (code != EX_OK)
		return code;
	id = client_next_id(&l->client);
	code = link_request(l, packet, msg_sim_put(packet, sizeof(packet), type, id, m), id,
			    &reply);
	if (code != EX_OK)
		return code;
	return cmd_sentence(c, done);
}

static int bad_value(const char *what, const char *value, const char *allowed)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	text_printf(&why, "'%s' is no %s: %s", value, what, allowed);
	complain(text_get(&why));
	return EX_USAGE;
}

int cmd_sim_run(const struct call *c)
{
	struct msg_sim m = { .actor = cmd_actor() };
	AUTO_TEXT struct text done = TEXT_INIT;

	if (strlen(c->args[0]) >= sizeof(m.text))
		return bad_value("scenario", c->args[0], "psctl sim list shows them");
	(void)snprintf(m.text, sizeof(m.text), "%s", c->args[0]);
	text_printf(&done, "scenario %s begins", c->args[0]);
	return command(c, MSG_SIM_RUN, &m, text_get(&done));
}

/* "sim set KNOB VALUE", "sim fail …": the words of scenarios, as they were typed. */
int cmd_sim_do(const struct call *c)
{
	struct msg_sim m = { .actor = cmd_actor() };
	AUTO_TEXT struct text action = TEXT_INIT, done = TEXT_INIT;

	text_add(&action, c->command->name + strlen("sim "));
	for (unsigned i = 0; i < c->n_args; i++)
		text_printf(&action, " %s", c->args[i]);
	if (action.len >= sizeof(m.text))
		return bad_value("action", text_get(&action), "it is too long");
	(void)snprintf(m.text, sizeof(m.text), "%s", text_get(&action));
	text_printf(&done, "done: %s", text_get(&action));
	return command(c, MSG_SIM_SET, &m, text_get(&done));
}

int cmd_sim_speed(const struct call *c)
{
	struct msg_sim m = { .actor = cmd_actor() };
	AUTO_TEXT struct text done = TEXT_INIT;

	/* thousandths travel; what is finer than that is no speed */
	if (parse_micro(c->args[0], &m.value) < 0 || m.value <= 0 || m.value % 1000 != 0)
		return bad_value("speed", c->args[0], "1 to 100 times real time");
	m.value /= 1000;
	text_printf(&done, "the simulator runs %s times as fast as real time", c->args[0]);
	return command(c, MSG_SIM_SPEED, &m, text_get(&done));
}
