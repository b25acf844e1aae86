// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Settings: taking them over, and watching their files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "daemons/alarmd/alarmd.h"
#include "daemons/alarmd/rules.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

static void watch_ready(void *ctx, uint32_t events)
{
	struct alarmd *s = ctx;

	(void)events;
	if (settings_watch_drain(s->watch))
		reload_settings(s);
}

/* The first line of the mistakes, for the trouble; all of them go to the log. */
static void tell_refused(struct alarmd *s, const char *mistakes)
{
	char text[TROUBLE_TEXT_MAX];
	size_t first = strcspn(mistakes, "\n");

	log_lines(LOG_LEVEL_ERROR, "settings", mistakes);
	(void)snprintf(text, sizeof(text), "refused, the last good ones stay: %.*s%s",
		       (int)MIN(first, (size_t)150), mistakes,
		       mistakes[first] && mistakes[first + 1] ? " …; see psctl config check" : "");
	alarmd_trouble(s, "settings", text);
}

static void keep_good(struct alarmd *s)
{
	int r = last_good_keep(s->good, s->settings);

	alarmd_trouble(s, "kept settings",
		       r < 0 ? "the settings in force cannot be kept for the next start" : NULL);
	alarmd_trouble(s, "settings", NULL);
}

struct journal_limits reload_limits(const struct settings *settings)
{
	return (struct journal_limits){
		.rows = (uint64_t)settings->journal.rows,
		.age_us = settings->journal.days * 86400 * USEC_PER_SEC,
	};
}

/* What a simulated site went through is not the history of the real one. */
static void choose_folders(struct alarmd *s)
{
	char state[FOLDER_MAX];

	folder_state("alarmd", state);
	folder_private_runtime("alarmd", s->runtime_folder);
	/* Made by systemd where it starts us; here for private runs. Failing shows when they are
	 * used. */
	(void)file_make_folder(state, 0700);
	(void)file_make_folder(s->runtime_folder, 0700);
	s->simulated = settings_simulated(s->settings);
	(void)snprintf(s->state_folder, sizeof(s->state_folder), "%.200s%s", state,
		       s->simulated ? "/simulated" : "");
	(void)file_make_folder(s->state_folder, 0700);
}

/* Until sensord says so itself, its channel table is what the settings will make of it. */
static void table_of_settings(struct alarmd *s)
{
	struct msg_hello *table = &s->up.table;

	table->n_channels = (uint8_t)s->settings->n_channels;
	for (unsigned i = 0; i < s->settings->n_channels; i++)
		table->channels[i] = s->settings->channels[i].info;
	table_moved(s);
	s->up.simulated = table->simulated = s->simulated;
}

int reload_start(struct alarmd *s)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	char state[FOLDER_MAX];
	int r;

	settings_paths_default(&s->paths);
	folder_state("alarmd", state);
	(void)file_make_folder(state, 0700);
	r = last_good_load(&s->paths, state, NULL, &s->settings, &s->loaded_from, &mistakes);
	if (r < 0)
		return r;
	choose_folders(s);
	table_of_settings(s);
	r = last_good_keeper(state, &s->good);
	if (r < 0)
		return r;
	if (s->loaded_from == SETTINGS_FROM_FILES)
		keep_good(s);
	else
		tell_refused(s, text_get(&mistakes));
	r = settings_watch_new(&s->paths, &s->watch);
	if (r == 0)
		r = loop_watch(s->loop, &s->watch_source, settings_watch_fd(s->watch), EPOLLIN,
			       watch_ready, s);
	if (r < 0)
		alarmd_trouble(
			s, "watch",
			"the settings files cannot be watched: changes need systemctl reload");
	return 0;
}

void reload_stop(struct alarmd *s)
{
	loop_unwatch(s->loop, &s->watch_source);
	s->watch = settings_watch_free(s->watch);
	s->good = keeper_free(s->good);
	s->settings = settings_free(s->settings);
}

void reload_rules(struct alarmd *s)
{
	struct rules *rules = malloc(sizeof(*rules));

	if (!rules || (rules_make(s->settings, s->up.table.channels, s->up.table.n_channels, rules),
		       engine_configure(s->engine, rules, alarmd_now(s), &s->transitions) < 0)) {
		log_error("no memory for the alarm rules, the old ones stay");
		free(rules);
		return;
	}
	free(rules);
	/* the rules' places have moved: all of them are kept and told anew */
	memset(s->dirty_alarms, 0xff, sizeof(s->dirty_alarms));
	s->table_changed = true;
	if (s->engine_ready)
		alarmd_act(s);
	s->transitions.n = 0;
}

static void take_over(struct alarmd *s, struct settings *fresh)
{
	struct settings *old = s->settings;
	struct journal_limits limits = reload_limits(fresh);

	s->settings = fresh;
	windows_carry(s, old);
	settings_free(old);
	s->loaded_from = SETTINGS_FROM_FILES;
	journal_set_limits(s->journal, &limits);
	if (!s->up.link.hello)
		table_of_settings(s);
	reload_rules(s);
	keep_good(s);
	s->schedules_changed = s->summary_changed = true;
	server_hello_again(s->server);
	alarmd_work(s);
}

void reload_settings(struct alarmd *s)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *fresh = NULL;
	enum settings_from source;
	int r = last_good_load(&s->paths, s->state_folder, s->settings, &fresh, &source, &mistakes);

	if (r < 0) {
		log_error_errno(r, "cannot load the settings, the last good ones stay");
		return;
	}
	if (source == SETTINGS_STAY) {
		tell_refused(s, text_get(&mistakes));
	} else if (fresh->generation == s->settings->generation) {
		settings_free(fresh);
		alarmd_trouble(s, "settings", NULL);
	} else if (settings_simulated(fresh) != s->simulated) {
		/* Time itself changes, and the journal is another: only a fresh start does that
		 * cleanly. */
		log_notice("settings change between hardware and simulator, starting anew");
		settings_free(fresh);
		loop_stop(s->loop, 0);
		return;
	} else {
		take_over(s, fresh);
		return;
	}
	alarmd_work(s);
}
