// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* The body of a request, and what is asked for by it: the first byte says in which notation. */
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/fields.h"
#include "daemons/webd/order.h"
#include "lib/base/utf8.h"

static const struct channel channels[] = {
	{ .id = "fan", .name = "Fan", .kind = CHANNEL_DIGITAL_OUT, .state_text = { "OFF", "ON" } },
};
static const struct visitor who = { .name = "ops" };

static void check(const struct fields *f)
{
	for (unsigned i = 0; i < f->n; i++)
		if (strlen(f->list[i].name) >= FIELD_NAME_MAX ||
		    strlen(f->list[i].value) >= FIELD_VALUE_MAX ||
		    fields_find(f, f->list[i].name) != f->list[i].value)
			abort();
}

/* What goes to the others is text on one line, whatever came. */
static void ask(const struct fields *f, enum order_verb verb)
{
	static struct snapshot now = { .n_outputs = 1 };
	const struct order_world w = { .id = "fan",
				       .channels = channels,
				       .n_channels = 1,
				       .now = &now,
				       .who = &who,
				       .address = "::1" };
	AUTO_TEXT struct text why = TEXT_INIT;
	uint8_t packet[1024];
	struct order o;
	unsigned status = order_read(verb, f, &w, &o, &why);

	if (status ? why.len == 0 || !utf8_printable(text_get(&why))
		   : order_put(packet, sizeof(packet), 1, &o) <= 0)
		abort();
	if (!status && verb == ORDER_OUTPUT && !utf8_printable(o.set.reason))
		abort();
	if (!status && order_server(verb) == ORDER_OF_ALARMD && !utf8_printable(o.alarm.note))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fields f;
	const char *why;
	bool form = size > 0 && data[0] == 'f';

	if (size == 0)
		return 0;
	if (fields_read(&f, form ? "application/x-www-form-urlencoded" : "application/json",
			(const char *)data + 1, size - 1, &why) != 0) {
		if (!*why)
			abort();
		return 0;
	}
	check(&f);
	for (enum order_verb verb = 0; verb < ORDER_VERB_MAX; verb++)
		ask(&f, verb);
	return 0;
}
