// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Settings: what follows from them, at the start and later. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/alarmd/alarmd.h"
#include "daemons/alarmd/rules.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

struct journal_limits reload_limits(const struct settings *settings)
{
	return (struct journal_limits){
		.rows = (uint64_t)settings->journal.rows,
		.age_us = settings->journal.days * 86400 * USEC_PER_SEC,
	};
}

/* What a simulated site went through is not the history of the real one. */
static void choose_folder(struct alarmd *s, const char *state)
{
	(void)snprintf(s->state_folder, sizeof(s->state_folder), "%.200s%s", state,
		       s->live.simulated ? "/simulated" : "");
	(void)file_make_folder(s->state_folder, 0700);
}

/* Until sensord says so itself, its channel table is what the settings will make of it. */
static void table_of_settings(struct alarmd *s)
{
	live_settings_table(&s->live, &s->up.table);
	s->up.simulated = s->live.simulated;
	table_moved(s);
}

static void trouble(void *ctx, const char *subject, const char *text)
{
	alarmd_trouble(ctx, subject, text);
}

static void taken(void *ctx, const struct settings *old)
{
	struct alarmd *s = ctx;
	struct journal_limits limits = reload_limits(s->live.now);

	windows_carry(s, old);
	journal_set_limits(s->journal, &limits);
	if (!s->up.link.hello)
		table_of_settings(s);
	reload_rules(s);
	s->schedules_changed = s->summary_changed = true;
	server_hello_again(s->server);
	alarmd_work(s);
}

static void looked(void *ctx)
{
	alarmd_work(ctx);
}

int reload_start(struct alarmd *s)
{
	static const struct live_settings_calls calls = { trouble, taken, looked };
	char state[FOLDER_MAX];
	int r;

	folder_state("alarmd", state);
	folder_private_runtime("alarmd", s->runtime_folder);
	/* Made by systemd where it starts us; here for private runs. Failing shows when they are
	 * used. */
	(void)file_make_folder(state, 0700);
	(void)file_make_folder(s->runtime_folder, 0700);
	r = live_settings_start(&s->live, s->loop, state, &calls, s);
	if (r < 0)
		return r;
	choose_folder(s, state);
	table_of_settings(s);
	return 0;
}

void reload_rules(struct alarmd *s)
{
	struct rules *rules = malloc(sizeof(*rules));

	if (!rules || (rules_make(s->live.now, s->up.table.channels, s->up.table.n_channels, rules),
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
