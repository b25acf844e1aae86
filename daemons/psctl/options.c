// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/nearest.h"
#include "lib/base/util.h"

/* More commands than this would not fit a screen of help. */
#define CANDIDATES_MAX 64
/* Longest command name; a longer word is none. */
#define NAME_MAX_BYTES 32

const char *call_option(const struct call *c, const char *name)
{
	const struct option *o = c->command->options;

	for (unsigned i = 0; o && o[i].name; i++)
		if (streq(o[i].name, name))
			return c->values[i];
	return NULL;
}

const struct command *command_find(const char *name)
{
	for (const struct command *k = commands; k->name; k++)
		if (streq(k->name, name))
			return k;
	return NULL;
}

const struct command *command_longer(const struct command *k, const char *second)
{
	char name[2 * NAME_MAX_BYTES];

	(void)snprintf(name, sizeof(name), "%s %s", k->name, second);
	return command_find(name);
}

/* The second word of a command of two words whose first one this is, or NULL. */
static const char *second_word(const struct command *k, const char *first)
{
	size_t n = strlen(first);

	return strncmp(k->name, first, n) == 0 && k->name[n] == ' ' ? k->name + n + 1 : NULL;
}

bool command_is_group(const char *word)
{
	for (const struct command *k = commands; k->name; k++)
		if (second_word(k, word))
			return true;
	return false;
}

static void add_nearest(struct text *mistake, const char *word, const char *const *words, size_t n)
{
	const char *near = nearest_word(word, words, n);

	if (near)
		text_printf(mistake, "; did you mean '%s'?", near);
}

static int no_command(const char *word, struct text *mistake)
{
	char first[CANDIDATES_MAX][NAME_MAX_BYTES];
	const char *names[CANDIDATES_MAX];
	size_t n = 0;

	for (const struct command *k = commands; k->name && n < CANDIDATES_MAX; k++) {
		if (k->hidden)
			continue;
		/* of "sim list" only "sim": nobody types both wrong in one word */
		(void)snprintf(first[n], sizeof(first[n]), "%.*s", (int)strcspn(k->name, " "),
			       k->name);
		names[n] = first[n];
		n++;
	}
	text_printf(mistake, "there is no command '%s'", word);
	add_nearest(mistake, word, names, n);
	if (!nearest_word(word, names, n))
		text_add(mistake, "; psctl help lists them");
	return -EINVAL;
}

static int no_second(const char *group, const char *word, struct text *mistake)
{
	const char *names[CANDIDATES_MAX];
	size_t n = 0;

	for (const struct command *k = commands; k->name && n < CANDIDATES_MAX; k++)
		if (second_word(k, group))
			names[n++] = second_word(k, group);
	if (word)
		text_printf(mistake, "there is no command '%s %s'", group, word);
	else
		text_printf(mistake, "'%s' wants one of", group);
	if (word && nearest_word(word, names, n)) {
		add_nearest(mistake, word, names, n);
		return -EINVAL;
	}
	if (word)
		text_add(mistake, "; there are");
	for (size_t i = 0; i < n; i++)
		text_printf(mistake, "%s%s", i ? ", " : " ", names[i]);
	return -EINVAL;
}

static int no_option(const struct command *k, const char *word, struct text *mistake)
{
	const char *names[CANDIDATES_MAX];
	size_t n = 0;

	for (const struct option *o = global_options; o->name; o++)
		names[n++] = o->name;
	for (const struct option *o = k ? k->options : NULL; o && o->name; o++)
		names[n++] = o->name;
	if (k)
		text_printf(mistake, "'%s' has no option '%s'", k->name, word);
	else
		text_printf(mistake, "there is no option '%s'", word);
	while (*word == '-')
		word++;
	if (nearest_word(word, names, n))
		text_printf(mistake, "; did you mean '--%s'?", nearest_word(word, names, n));
	else
		text_printf(mistake, "; psctl help%s%s lists them", k ? " " : "", k ? k->name : "");
	return -EINVAL;
}

/* The words before the command are kept apart: an option of the command stands behind it. */
struct parser {
	int argc, at;
	char *const *argv;
	struct call *call;
	const char *group;
	struct text *mistake;
};

static bool take_global(struct call *c, const char *word)
{
	if (streq(word, "--json"))
		c->json = true;
	else if (streq(word, "--plain"))
		c->plain = true;
	else if (streq(word, "--help") || streq(word, "-h"))
		c->help = true;
	else if (streq(word, "--version"))
		c->command = command_find("version");
	else
		return false;
	return true;
}

/* The value behind "--name=", or the next word. */
static int take_value(struct parser *p, const struct option *o, const char *inlined,
		      const char **ret_value)
{
	if (!o->value) {
		if (inlined)
			text_printf(p->mistake, "'--%s' takes no value", o->name);
		*ret_value = "";
		return inlined ? -EINVAL : 0;
	}
	if (!inlined && p->at < p->argc)
		inlined = p->argv[p->at++];
	if (!inlined) {
		text_printf(p->mistake, "'--%s' wants a value: --%s %s", o->name, o->name,
			    o->value);
		return -EINVAL;
	}
	*ret_value = inlined;
	return 0;
}

static int take_option(struct parser *p, const char *word)
{
	const struct command *k = p->call->command;
	const char *equals = strchr(word, '=');
	size_t n = equals ? (size_t)(equals - word) : strlen(word);

	if (take_global(p->call, word))
		return 0;
	if (n < 3 || word[1] != '-')
		return no_option(k, word, p->mistake);
	for (unsigned i = 0; k && k->options && k->options[i].name; i++)
		if (strlen(k->options[i].name) == n - 2 &&
		    strncmp(k->options[i].name, word + 2, n - 2) == 0)
			return take_value(p, &k->options[i], equals ? equals + 1 : NULL,
					  &p->call->values[i]);
	return no_option(k, word, p->mistake);
}

/* "events" was a command, and goes on to be "events verify". */
static int take_longer(struct parser *p, const struct command *longer)
{
	struct call *c = p->call;
	AUTO_TEXT struct text name = TEXT_INIT;

	for (unsigned i = 0; c->command->options && c->command->options[i].name; i++) {
		if (!c->values[i])
			continue;
		text_printf(&name, "--%s", c->command->options[i].name);
		return no_option(longer, text_get(&name), p->mistake);
	}
	c->command = longer;
	return 0;
}

static int take_command(struct parser *p, const char *word)
{
	struct call *c = p->call;
	char name[2 * NAME_MAX_BYTES];

	if (p->group) {
		(void)snprintf(name, sizeof(name), "%s %s", p->group, word);
		c->command = command_find(name);
		return c->command ? 0 : no_second(p->group, word, p->mistake);
	}
	c->command = strchr(word, ' ') ? NULL : command_find(word);
	if (!c->command && command_is_group(word))
		p->group = word;
	return c->command || p->group ? 0 : no_command(word, p->mistake);
}

static int take_word(struct parser *p, const char *word)
{
	struct call *c = p->call;
	const struct command *longer;

	if (!c->command)
		return take_command(p, word);
	longer = c->n_args == 0 ? command_longer(c->command, word) : NULL;
	if (longer)
		return take_longer(p, longer);
	if (c->command->most == 0 && command_is_group(c->command->name))
		return no_second(c->command->name, word, p->mistake);
	if (c->n_args == MIN(c->command->most, (unsigned)ARGS_MAX)) {
		text_printf(p->mistake, "'%s' is one word too many for '%s%s%s'", word,
			    c->command->name, *c->command->arguments ? " " : "",
			    c->command->arguments);
		return -EINVAL;
	}
	c->args[c->n_args++] = word;
	return 0;
}

/* "-5" is a number and "-" a file; an option begins with a letter or a second dash. */
static bool looks_like_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0' && !(word[1] >= '0' && word[1] <= '9') &&
	       word[1] != '.';
}

static int check_complete(struct parser *p)
{
	struct call *c = p->call;

	if (!c->command && p->group && !c->help)
		return no_second(p->group, NULL, p->mistake);
	if (!c->command)
		c->command = command_find(c->help ? "help" : "status");
	if (p->group && streq(c->command->name, "help"))
		c->args[c->n_args++] = p->group;
	if (!c->help && c->n_args < c->command->least) {
		text_printf(p->mistake, "'%s' wants more words: psctl %s %s", c->command->name,
			    c->command->name, c->command->arguments);
		return -EINVAL;
	}
	return 0;
}

int options_parse(int argc, char *const argv[], struct call *ret_call, struct text *mistake)
{
	struct parser p = { .argc = argc, .at = 1, .argv = argv, .mistake = mistake };
	struct call call = { .argv = argv };
	bool words_only = false;
	int r;

	p.call = &call;
	while (p.at < argc) {
		const char *word = argv[p.at++];

		if (!words_only && streq(word, "--")) {
			words_only = true;
			continue;
		}
		r = !words_only && looks_like_option(word) ? take_option(&p, word)
							   : take_word(&p, word);
		if (r < 0)
			return r;
	}
	r = check_complete(&p);
	if (r < 0)
		return r;
	*ret_call = call;
	return 0;
}
