// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl get: one value, for scripts. */
#include <errno.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "lib/present/state.h"
#include "lib/present/status_json.h"
#include "lib/present/value.h"

/* The bare value: a number without unit and with a minus sign that programs read, or the state. */
static int print_value(const struct link *l, const struct channel *c, const struct sample *s)
{
	const struct present_style style = { .fahrenheit = l->hello.fahrenheit, .ascii = true };
	AUTO_TEXT struct text out = TEXT_INIT;

	if (s->quality == QUALITY_OK) {
		present_value_number(&out, c, s, &style);
		text_add_char(&out, '\n');
		return cmd_write(&out);
	}
	text_printf(&out, "%s has no value: ", c->id);
	present_reading_note(&out, c, s, l->snapshot.now.mono_us);
	text_add(&out, s->quality == QUALITY_DISABLED
			       ? "; a name shows it: psctl config set channels."
			       : "; psctl status says more");
	if (s->quality == QUALITY_DISABLED)
		text_printf(&out, "%s.name=NAME", c->id);
	complain(text_get(&out));
	return EX_UNAVAILABLE;
}

static int print_json(const struct link *l, const struct channel *c, const struct sample *s)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;
	int code;

	cmd_json(&j, &out);
	present_channel_json(&j, c, s, l->snapshot.now.mono_us, l->hello.fahrenheit);
	code = cmd_json_write(&out);
	return code == EX_OK && s->quality != QUALITY_OK ? EX_UNAVAILABLE : code;
}

int cmd_get(const struct call *c)
{
	AUTO_LINK struct link *l = NULL;
	const struct channel *channel;
	const struct sample *s;
	int code, i;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open_state(l);
	if (code != EX_OK)
		return code;
	i = cmd_channel(l, c->args[0], false);
	if (i < 0)
		return EX_USAGE;
	if (i >= l->snapshot.n_samples)
		return link_lost(l, -EPROTO);
	channel = &l->hello.channels[i];
	s = &l->snapshot.samples[i];
	return c->json ? print_json(l, channel, s) : print_value(l, channel, s);
}
