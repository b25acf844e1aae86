// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/change.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "lib/base/cleanup.h"
#include "lib/settings/settings.h"

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
			const struct msg_settings_result *result, const char *sentence)
{
	char generation[SETTINGS_GENERATION_MAX];
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;
	int written;

	if (!c->json && result->error)
		return print_refused(l, result);
	if (!c->json)
		return cmd_sentence(c, sentence		   ? sentence
				       : *result->sentence ? result->sentence
							   : "saved");
	settings_generation_text(result->generation, generation);
	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_bool(&j, "saved", result->error == 0);
	json_string(&j, "generation", generation);
	json_string(&j, "sentence", sentence && !result->error ? sentence : result->sentence);
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

static int ask(const struct call *c, struct link *l, const struct msg_settings_change *m,
	       const char *sentence)
{
	AUTO_FREE struct msg_settings_result *result = calloc(1, sizeof(*result)); /* large */
	uint8_t packet[WIRE_REQUEST_MAX];
	uint32_t id = client_next_id(&l->client);
	struct cursor body;
	int code, r;

	if (!result)
		return cmd_no_memory();
	code = link_ask(l, packet, msg_settings_change_put(packet, sizeof(packet), id, m), id,
			MSG_SETTINGS_RESULT, &body);
	if (code != EX_OK)
		return code;
	r = msg_settings_result_get(&body, result);
	return r < 0 ? link_lost(l, r) : print_result(c, l, result, sentence);
}

void change_add(struct msg_settings_change *m, const char *value, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(m->changes[m->n].path, sizeof(m->changes[0].path), fmt, ap);
	va_end(ap);
	m->changes[m->n].unset = !value;
	(void)snprintf(m->changes[m->n].value, sizeof(m->changes[0].value), "%s",
		       value ? value : "");
	m->n++;
}

int change_send(const struct call *c, struct msg_settings_change *m, const char *sentence)
{
	AUTO_LINK struct link *l = NULL;
	int code;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	m->actor = cmd_actor();
	code = link_open(l, "settingsd");
	return code == EX_OK ? ask(c, l, m, sentence) : code;
}
