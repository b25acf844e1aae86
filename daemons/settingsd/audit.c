// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/audit.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"

static void print_actor(const struct actor *actor, struct text *out)
{
	text_printf(out, "'%s' (%s%s%s)", actor->name, actor->door, actor->address[0] ? ", " : "",
		    actor->address);
}

void audit_print(const struct actor *actor, const struct change_audit *a, struct text *out)
{
	print_actor(actor, out);
	text_add(out, " changed ");
	path_print(&a->path, out);
	text_printf(out, ": '%s' is now '%s'", a->before, a->after);
}

static struct event begin_event(enum event_kind kind, const struct actor *actor)
{
	return (struct event){ .kind = kind, .now = instant_read(), .actor = *actor };
}

void audit_event(const struct actor *actor, const struct change_audit *a, struct event *ret_event)
{
	AUTO_TEXT struct text what = TEXT_INIT;

	*ret_event = begin_event(EVENT_SETTINGS_CHANGED, actor);
	path_print(&a->path, &what);
	text_printf(&what, ": '%s' is now '%s'", a->before, a->after);
	(void)snprintf(ret_event->text, sizeof(ret_event->text), "%s", text_get(&what));
}

bool audit_refused_event(const struct actor *actor, const struct change_decision *d,
			 struct event *ret_event)
{
	const char *mistakes = text_get(&d->mistakes);

	*ret_event = begin_event(EVENT_SETTINGS_REFUSED, actor);
	(void)snprintf(ret_event->text, sizeof(ret_event->text), "%.*s",
		       (int)strcspn(mistakes, "\n"), mistakes);
	return *mistakes;
}

void audit_mistakes(const char *mistakes)
{
	while (*mistakes) {
		size_t len = strcspn(mistakes, "\n");

		log_warning("%.*s", (int)len, mistakes);
		mistakes += len + (mistakes[len] == '\n');
	}
}

void audit_log(const struct actor *actor, int r, const struct change_decision *d)
{
	AUTO_TEXT struct text who = TEXT_INIT;

	if (r < 0) {
		print_actor(actor, &who);
		log_notice("refused a change of settings by %s: %s", text_get(&who), strerror(-r));
		audit_mistakes(text_get(&d->mistakes));
		return;
	}
	for (unsigned i = 0; i < d->n_audit; i++) {
		AUTO_TEXT struct text line = TEXT_INIT;

		audit_print(actor, &d->audit[i], &line);
		log_notice("%s", text_get(&line));
	}
}
