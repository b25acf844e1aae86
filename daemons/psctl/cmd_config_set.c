// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl config set|unset: asks settingsd, which alone writes settings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "lib/base/cleanup.h"
#include "lib/settings/settings.h"

static int refuse(const char *word, const char *what)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	text_printf(&why, "'%s' %s", word, what);
	complain(text_get(&why));
	return EX_USAGE;
}

static int take_change(const char *word, bool unset, struct msg_settings_change *m)
{
	const char *equals = unset ? word + strlen(word) : strchr(word, '=');
	size_t n;

	if (!equals || equals == word)
		return refuse(word, unset ? "is no path"
					  : "is no assignment: PATH=VALUE, e.g. site.name=Hilltop");
	n = (size_t)(equals - word);
	if (n >= sizeof(m->changes[0].path))
		return refuse(word, "has a path that is longer than any");
	if (!unset && strlen(equals + 1) >= sizeof(m->changes[0].value))
		return refuse(word, "has a value that is longer than any");
	memcpy(m->changes[m->n].path, word, n);
	m->changes[m->n].unset = unset;
	if (!unset)
		(void)snprintf(m->changes[m->n].value, sizeof(m->changes[0].value), "%s",
			       equals + 1);
	m->n++;
	return EX_OK;
}

static void print_mistakes(const struct msg_settings_result *result)
{
	AUTO_TEXT struct text lines = TEXT_INIT;

	for (unsigned i = 0; i < result->n_mistakes; i++)
		text_printf(&lines, "%s%s%s\n", result->mistakes[i].path,
			    *result->mistakes[i].path ? ": " : "", result->mistakes[i].sentence);
	/* the sentence behind them says that there were some */
	if (write(STDERR_FILENO, text_get(&lines), lines.len) < 0)
		return;
}

static int print_refused(const struct link *l, const struct msg_settings_result *result)
{
	struct msg_reply reply = { .error = result->error };

	(void)snprintf(reply.sentence, sizeof(reply.sentence), "%s", result->sentence);
	print_mistakes(result);
	return link_refused(l, &reply);
}

static int print_result(const struct call *c, const struct link *l,
			const struct msg_settings_result *result)
{
	char generation[SETTINGS_GENERATION_MAX];
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;
	int written;

	if (!c->json && result->error)
		return print_refused(l, result);
	if (!c->json)
		return cmd_sentence(c, *result->sentence ? result->sentence : "saved");
	settings_generation_text(result->generation, generation);
	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_bool(&j, "saved", result->error == 0);
	json_string(&j, "generation", generation);
	json_string(&j, "sentence", result->sentence);
	json_array(&j, "mistakes");
	for (unsigned i = 0; i < result->n_mistakes; i++) {
		json_object(&j, NULL);
		json_string(&j, "path", result->mistakes[i].path);
		json_string(&j, "sentence", result->mistakes[i].sentence);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	written = cmd_json_write(&out);
	return result->error ? print_refused(l, result) : written;
}

/* Sends the change and tells the answer; `result` is a place for it. */
static int ask(const struct call *c, struct link *l, const struct msg_settings_change *m,
	       struct msg_settings_result *result)
{
	uint8_t packet[WIRE_REQUEST_MAX];
	uint32_t id = client_next_id(&l->client);
	struct cursor body;
	int code, r;

	code = link_ask(l, packet, msg_settings_change_put(packet, sizeof(packet), id, m), id,
			MSG_SETTINGS_RESULT, &body);
	if (code != EX_OK)
		return code;
	r = msg_settings_result_get(&body, result);
	return r < 0 ? link_lost(l, r) : print_result(c, l, result);
}

/* Both are too large for a stack: 64 changes and as many mistakes. */
struct exchange {
	struct msg_settings_change change;
	struct msg_settings_result result;
};

static int change(const struct call *c, bool unset)
{
	AUTO_FREE struct exchange *x = calloc(1, sizeof(*x));
	AUTO_LINK struct link *l = NULL;
	int code = EX_OK;

	if (!x || link_new(&l) < 0)
		return cmd_no_memory();
	x->change.actor = cmd_actor();
	for (unsigned i = 0; i < c->n_args && code == EX_OK; i++)
		code = take_change(c->args[i], unset, &x->change);
	if (code == EX_OK)
		code = link_open(l, "settingsd");
	return code == EX_OK ? ask(c, l, &x->change, &x->result) : code;
}

int cmd_config_set(const struct call *c)
{
	return change(c, false);
}

int cmd_config_unset(const struct call *c)
{
	return change(c, true);
}
