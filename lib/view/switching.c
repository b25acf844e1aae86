// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/view/switching.h"

#include <errno.h>
#include <strings.h>

#include "lib/base/nearest.h"
#include "lib/base/util.h"
#include "lib/present/value.h"

static const struct {
	const char *word;
	enum output_action action;
} fixed_words[] = {
	{ "active", OUTPUT_ON },
	{ "inactive", OUTPUT_OFF },
	{ "pulse", OUTPUT_PULSE },
	{ "release", OUTPUT_RELEASE },
};

static enum output_action action_of(bool active)
{
	return active ? OUTPUT_ON : OUTPUT_OFF;
}

/* The state whose text is exactly this: 0, 1, or -1 when none or both are called so. */
static int state_called(const struct channel *c, const char *word)
{
	bool inactive = strcasecmp(c->state_text[0], word) == 0;
	bool active = strcasecmp(c->state_text[1], word) == 0;

	return inactive == active ? -1 : active;
}

static int by_state_text(const struct channel *c, const char *word, enum output_action *ret_action)
{
	bool on = strcasecmp(word, "on") == 0;
	int state = *word ? state_called(c, word) : -1;

	if (state < 0 && (on || strcasecmp(word, "off") == 0)) {
		int opposite = state_called(c, on ? "off" : "on");

		state = opposite >= 0 ? !opposite : on;
	}
	if (state < 0)
		return -EINVAL;
	*ret_action = action_of(state);
	return 0;
}

static void add_unknown(const struct channel *c, const char *word, struct text *why)
{
	const char *words[] = {
		"on",	   "off",   "active",	      "inactive",
		"release", "pulse", c->state_text[0], c->state_text[1],
	};
	const char *near = nearest_word(word, words, ARRAY_SIZE(words));

	text_printf(why, "'%s' is no state of %s", word, c->id);
	if (near)
		text_printf(why, "; did you mean '%s'?", near);
	else
		text_add(why, "; there are on, off, active, inactive, pulse, release");
}

int switching_word(const struct channel *c, const char *word, enum output_action *ret_action,
		   struct text *why)
{
	for (size_t i = 0; i < ARRAY_SIZE(fixed_words); i++) {
		if (strcasecmp(word, fixed_words[i].word) != 0)
			continue;
		*ret_action = fixed_words[i].action;
		return 0;
	}
	if (by_state_text(c, word, ret_action) == 0)
		return 0;
	add_unknown(c, word, why);
	return -EINVAL;
}

void switching_sentence(struct text *out, const struct channel *c, const char *verb, bool active)
{
	text_printf(out, "%s %s %s (%s)", channel_hidden(c) ? c->id : c->name, verb,
		    present_state_text(c, active), active ? "active" : "inactive");
}
