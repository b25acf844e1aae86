// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * psctl complete WORD...: what could stand for the last of these words of a command line, one a
 * line. The shell's completion asks this, so that it knows every command, channel and setting
 * without a list of its own.
 */
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/complete_history.h"
#include "daemons/psctl/config.h"
#include "lib/settings/each.h"
#include "lib/settings/load.h"

struct completion {
	const struct call *call;
	const char *start; /* of the word that is being typed */
	struct text out;
};

static void offer(struct completion *k, const char *word)
{
	if (strncmp(word, k->start, strlen(k->start)) == 0)
		text_printf(&k->out, "%s\n", word);
}

/* First words of commands; behind the first word of a group the second ones. */
static void offer_commands(struct completion *k, const char *group)
{
	size_t n = strlen(group), last_n = 0;
	const char *last = "";

	for (const struct command *c = commands; c->name; c++) {
		const char *rest = c->name + (n > 0 ? n + 1 : 0);
		AUTO_TEXT struct text word = TEXT_INIT;

		if (c->hidden || (n > 0 && (strncmp(c->name, group, n) != 0 || c->name[n] != ' ')))
			continue;
		/* the commands of a group stand together in the table */
		if (strcspn(rest, " ") == last_n && strncmp(rest, last, last_n) == 0)
			continue;
		last = rest;
		last_n = strcspn(rest, " ");
		text_add_n(&word, rest, last_n);
		offer(k, text_get(&word));
	}
}

static void offer_options(struct completion *k, const struct option *o)
{
	for (; o && o->name; o++) {
		AUTO_TEXT struct text word = TEXT_INIT;

		text_printf(&word, "--%s", o->name);
		offer(k, text_get(&word));
	}
}

/* Ids of channels; nothing is said when sensord does not answer: a person is typing. */
static void offer_channels(struct completion *k, bool outputs)
{
	AUTO_LINK struct link *l = NULL;

	if (link_new(&l) < 0 || link_connect(l, "sensord", NULL) < 0)
		return;
	for (unsigned i = 0; i < l->hello.n_channels; i++)
		if (!outputs || l->hello.channels[i].kind == CHANNEL_DIGITAL_OUT)
			offer(k, l->hello.channels[i].id);
}

static void offer_states(struct completion *k)
{
	static const char *const words[] = {
		"on", "off", "active", "inactive", "pulse", "release"
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		offer(k, words[i]);
}

static void offer_from_history(void *arg, const char *word)
{
	offer(arg, word);
}

static void offer_event_kinds(struct completion *k)
{
	for (unsigned i = 0; i < EVENT_KIND_MAX; i++)
		if (event_kind_valid(i))
			offer(k, event_kind_to_name((enum event_kind)i));
}

/* Ids of alarms. */
static void offer_alarms(struct completion *k, bool all)
{
	AUTO_ALARM_LINK struct alarm_link *a = NULL;

	if (alarm_link_new(&a) < 0)
		return;
	a->all = all;
	if (alarm_link_connect(a) < 0)
		return;
	for (unsigned i = 0; i < a->book.n; i++)
		if (all || alarm_standing(a->book.list[i]) || a->book.list[i]->shelved)
			offer(k, a->book.list[i]->id);
}

/* Scenarios, or knobs, as the simulator lists them. */
static void offer_simulator(struct completion *k, bool knobs)
{
	uint8_t packet[WIRE_REQUEST_MAX];
	AUTO_LINK struct link *l = NULL;
	struct msg_sim_listing m;
	struct cursor body;
	uint32_t id;

	if (link_new(&l) < 0 || link_connect(l, "sensord", NULL) < 0 || !l->hello.simulated)
		return;
	id = client_next_id(&l->client);
	if (link_ask(l, packet, msg_bare_put(packet, sizeof(packet), MSG_SIM_LIST, id), id,
		     MSG_SIM_LISTING, &body) != EX_OK ||
	    msg_sim_listing_get(&body, &m) < 0)
		return;
	for (unsigned i = 0; !knobs && i < m.n_scenarios; i++)
		offer(k, m.scenarios[i].name);
	for (unsigned i = 0; knobs && i < m.n_knobs; i++)
		offer(k, m.knobs[i].name);
}

struct paths {
	struct completion *completion;
	const char *behind; /* "=" of an assignment */
};

static void offer_path(const struct settings_path *path, const struct value *v, void *arg)
{
	AUTO_TEXT struct text name = TEXT_INIT;
	struct paths *p = arg;

	(void)v;
	path_print(path, &name);
	text_add(&name, p->behind);
	offer(p->completion, text_get(&name));
}

static void offer_paths(struct completion *k, const char *behind)
{
	struct paths p = { .completion = k, .behind = behind };
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	AUTO_CONFIG struct config config = CONFIG_INIT;
	struct settings_paths files;

	settings_paths_default(&files);
	if (settings_load_layers(&files, &config.settings, &config.layers, &mistakes) >= 0)
		settings_each(config.settings, offer_path, &p);
}

/* Items of a subject with ids. */
static void offer_items(struct completion *k, const struct subject *subject)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	AUTO_CONFIG struct config config = CONFIG_INIT;
	struct settings_paths files;
	const struct settings *s;

	settings_paths_default(&files);
	if (settings_load_layers(&files, &config.settings, &config.layers, &mistakes) < 0)
		return;
	s = config.settings;
	for (unsigned i = 0; i < subject_count(subject, s); i++)
		offer(k, subject_item_id(subject, subject_item_const(subject, s, i)));
}

static void offer_roles(struct completion *k)
{
	for (int i = 0; i < USER_ROLE_MAX; i++)
		offer(k, user_role_to_name((enum user_role)i));
}

static void offer_argument(struct completion *k, enum argument kind)
{
	switch (kind) {
	case ARGUMENT_CHANNEL:
	case ARGUMENT_OUTPUT:
		offer_channels(k, kind == ARGUMENT_OUTPUT);
		return;
	case ARGUMENT_STATE:
		offer_states(k);
		return;
	case ARGUMENT_SCENARIO:
	case ARGUMENT_KNOB:
		offer_simulator(k, kind == ARGUMENT_KNOB);
		return;
	case ARGUMENT_PATH:
		offer_paths(k, "");
		return;
	case ARGUMENT_ASSIGNMENT:
		offer_paths(k, "=");
		return;
	case ARGUMENT_COMMAND:
		offer_commands(k, k->call->n_args > 2 ? k->call->args[1] : "");
		return;
	case ARGUMENT_ALARM:
	case ARGUMENT_STANDING:
		offer_alarms(k, kind == ARGUMENT_ALARM);
		return;
	case ARGUMENT_EVENT_KIND:
		offer_event_kinds(k);
		return;
	case ARGUMENT_SWITCH:
		offer(k, "on");
		offer(k, "off");
		return;
	case ARGUMENT_USER:
		offer_items(k, &subject_users);
		return;
	case ARGUMENT_TOKEN:
		offer_items(k, &subject_tokens);
		return;
	case ARGUMENT_RECIPIENT:
		offer(k, "mail");
		offer_items(k, &subject_recipients);
		return;
	case ARGUMENT_ROLE:
		offer_roles(k);
		return;
	case ARGUMENT_MEASURED:
	case ARGUMENT_BOX:
	case ARGUMENT_LOG_FILE:
		complete_history(k->call, kind, offer_from_history, k);
		return;
	case ARGUMENT_NONE:
	case ARGUMENT_FILE: /* the shell knows files */
	case ARGUMENT_MAX:
		return;
	}
}

/* What stands before the word that is being typed. */
struct typed {
	const struct command *command;
	const char *group;	   /* first word of a command of two */
	const struct option *open; /* an option that still wants its value */
	unsigned n_args;
};

static const struct option *find_option(const struct command *k, const char *word)
{
	for (const struct option *o = k ? k->options : NULL; o && o->name; o++)
		if (o->value && streq(word + 2, o->name))
			return o;
	return NULL;
}

static void take_first_words(struct typed *t, const char *word)
{
	AUTO_TEXT struct text name = TEXT_INIT;

	if (t->group) {
		text_printf(&name, "%s %s", t->group, word);
		t->command = command_find(text_get(&name));
		return;
	}
	t->command = command_find(word);
	if (!t->command)
		t->group = word;
}

static void take_typed(struct typed *t, const char *word)
{
	const struct command *longer = NULL;

	if (t->open) {
		t->open = NULL;
		return;
	}
	if (word[0] == '-' && word[1] == '-') {
		t->open = find_option(t->command, word);
		return;
	}
	if (word[0] == '-')
		return;
	if (!t->command) {
		take_first_words(t, word);
		return;
	}
	if (t->n_args == 0)
		longer = command_longer(t->command, word);
	if (longer)
		t->command = longer;
	else
		t->n_args++;
}

static void complete(struct completion *k)
{
	struct typed t = { 0 };

	for (unsigned i = 0; i + 1 < k->call->n_args; i++)
		take_typed(&t, k->call->args[i]);
	if (t.open) {
		offer_argument(k, t.open->kind);
	} else if (k->start[0] == '-') {
		offer_options(k, t.command ? t.command->options : NULL);
		offer_options(k, global_options);
	} else if (!t.command) {
		offer_commands(k, t.group ? t.group : "");
	} else {
		if (t.n_args == 0 && command_is_group(t.command->name))
			offer_commands(k, t.command->name);
		if (t.n_args < t.command->most)
			offer_argument(k, t.command->kinds[t.n_args > 0]);
	}
}

int cmd_complete(const struct call *c)
{
	struct completion k = { .call = c, .start = c->n_args ? c->args[c->n_args - 1] : "" };
	int code;

	complete(&k);
	code = cmd_write(&k.out);
	text_done(&k.out);
	return code;
}
