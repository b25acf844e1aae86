// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/history_source.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/find.h"
#include "daemons/psctl/history_former.h"
#include "daemons/psctl/link.h"
#include "lib/base/version.h"
#include "lib/daemon/folders.h"
#include "lib/settings/settings.h"

void history_source_done(struct history_source *s)
{
	s->history = history_close(s->history);
}

static int open_below(struct history_source *s, const char *below)
{
	char state[FOLDER_MAX];

	folder_state("loggerd", state);
	(void)snprintf(s->folder, sizeof(s->folder), "%s%s", state, below);
	return history_open(s->folder, &s->history);
}

/* Without settings that load: the history there is, of the real site before the simulated one. */
static int open_any(struct history_source *s)
{
	int r = open_below(s, "");

	return r == -ENOENT ? open_below(s, "/simulated") : r;
}

static int open_folder(struct history_source *s)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings_paths paths;
	struct settings *settings;
	bool simulated;

	settings_paths_default(&paths);
	if (settings_load(&paths, &settings, &mistakes) < 0)
		return open_any(s);
	s->fahrenheit = settings->device.temperature_unit == TEMPERATURE_FAHRENHEIT;
	simulated = settings_simulated(settings);
	settings_free(settings);
	return open_below(s, simulated ? "/simulated" : "");
}

/* One of each id: present, or the last one there was while no other channel took its column. */
static void make_table(struct history_source *s)
{
	const struct history_channels *c = &s->history->channels;

	s->n = 0;
	for (unsigned column = 0; column < HISTORY_COLUMNS_MAX; column++) {
		const struct history_channel *d = history_channels_of_column(c, column);

		if (!d || history_channels_find(c, d->info.id) != d)
			continue;
		s->of[s->n] = d;
		s->table[s->n++] = d->info;
	}
}

int history_source_try(struct history_source *s)
{
	int r = open_folder(s);

	if (r == 0)
		make_table(s);
	return r;
}

int history_source_words(int r, const struct history_source_place *place, struct text *out)
{
	switch (-r) {
	case ENOENT:
	case ENOTDIR:
		text_printf(out, "there is no history yet: rmcu-loggerd has not run%s%s",
			    place->private_run ? " in " : "; systemctl start rmcu-loggerd",
			    place->private_run ? place->private_run : "");
		return EX_NOINPUT;
	case EACCES:
	case EPERM:
		text_printf(out,
			    "you are not in group rmcu, which may read the history: adduser %s "
			    "rmcu, then sign in again",
			    place->user);
		return EX_NOPERM;
	case EUCLEAN:
		text_printf(out,
			    "the history in %s is damaged: rmcu-loggerd sets it aside and begins "
			    "a new one when it starts%s",
			    place->folder,
			    place->private_run ? "" : "; systemctl restart rmcu-loggerd");
		return EX_DATAERR;
	case EPROTO:
		text_printf(out,
			    "the history in %s is of a newer RMCU than psctl %s: install the same "
			    "version of both",
			    place->folder, RMCU_VERSION);
		return EX_PROTOCOL;
	case EBUSY:
		text_printf(out, "the history in %s is busy; try again", place->folder);
		return EX_TEMPFAIL;
	case ENOMEM:
		text_add(out, "out of memory");
		return EX_OSERR;
	default:
		text_printf(out, "the history in %s cannot be read: %s", place->folder,
			    strerror(-r));
		return EX_IOERR;
	}
}

int history_source_failed(const struct history_source *s, int r)
{
	const char *private_run = getenv("RMCU_RUNTIME_DIR");
	AUTO_TEXT struct text sentence = TEXT_INIT;
	const struct passwd *pw = getpwuid(getuid());
	const struct history_source_place place = {
		.folder = s->folder,
		.user = pw ? pw->pw_name : "NAME",
		.private_run = private_run && *private_run ? private_run : NULL,
	};
	int code = history_source_words(r, &place, &sentence);

	complain(text_get(&sentence));
	return code;
}

int history_source_open(struct history_source *s)
{
	int r = history_source_try(s);

	return r < 0 ? history_source_failed(s, r) : EX_OK;
}

bool history_source_today(const struct history_source *s, const char *word)
{
	for (unsigned i = 0; i < s->n; i++)
		if (strcasecmp(s->table[i].name, word) == 0)
			return true;
	return false;
}

const struct history_channel *history_source_find(const struct history_source *s, const char *word,
						  struct text *why)
{
	AUTO_TEXT struct text unknown = TEXT_INIT;
	const struct history_channel *former;
	int r, i = find_channel(s->table, s->n, word, false, &unknown);

	if (i >= 0)
		return s->of[i];
	if (s->n == 0) {
		text_add(why, "nothing is in the history yet: the first minute is written when it "
			      "is over");
		return NULL;
	}
	/* what is called so today goes before what was once */
	r = history_source_today(s, word)
		    ? -ENOENT
		    : history_former(&s->history->channels, word, &former, why);
	if (r == 0)
		return former;
	if (r == -ENOENT)
		text_add(why, text_get(&unknown));
	return NULL;
}

const struct history_channel *history_source_channel(const struct history_source *s,
						     const char *word)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	const struct history_channel *c = history_source_find(s, word, &why);

	if (!c)
		complain(text_get(&why));
	return c;
}
