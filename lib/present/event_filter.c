// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/event_filter.h"

#include <errno.h>
#include <string.h>

#include "lib/base/calendar.h"
#include "lib/base/nearest.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

static bool is_kind(enum event_kind kind, const char *word)
{
	const char *name = event_kind_to_name(kind);
	size_t n = strlen(word);

	return strncmp(name, word, n) == 0 && (name[n] == '\0' || name[n] == '-');
}

bool event_filter_passes(const struct event_filter *f, const struct event *e)
{
	return e->now.wall_us >= f->since_us && (!f->channel || streq(f->channel, e->channel)) &&
	       (!f->alarm || streq(f->alarm, e->alarm)) && (!f->kind || is_kind(e->kind, f->kind));
}

bool event_filter_empty(const struct event_filter *f)
{
	return f->since_us == INT64_MIN && !f->channel && !f->alarm && !f->kind;
}

int event_filter_since(const char *word, int64_t now_us, int64_t *ret_since_us)
{
	int64_t us;

	if (calendar_parse(word, ret_since_us) == 0)
		return 0;
	if (parse_span_us(word, &us) < 0)
		return -EINVAL;
	*ret_since_us = now_us - us;
	return 0;
}

int event_filter_check_kind(const char *word, struct text *why)
{
	const char *names[EVENT_KIND_MAX], *near;
	size_t n = 0;

	for (unsigned i = 0; i < EVENT_KIND_MAX; i++) {
		if (!event_kind_valid(i))
			continue;
		if (*word && is_kind((enum event_kind)i, word))
			return 0;
		names[n++] = event_kind_to_name((enum event_kind)i);
	}
	text_printf(why, "no kind of event is called '%s'", word);
	near = nearest_word(word, names, n);
	if (near)
		text_printf(why, "; did you mean '%s'?", near);
	else
		text_add(why, "; there are e.g. alarm, output-changed, settings");
	return -EINVAL;
}
