// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Settings and secrets: taken over at the start and later. */
#include <stdio.h>

#include "daemons/notifyd/notifyd.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

/* What a simulated site went through concerns nobody of the real one. */
static void choose_folder(struct notifyd *s, const char *state)
{
	(void)snprintf(s->state_folder, sizeof(s->state_folder), "%.200s%s", state,
		       s->live.simulated ? "/simulated" : "");
	(void)file_make_folder(s->state_folder, 0750);
}

static void load_secrets(struct notifyd *s)
{
	struct assignments secrets = { 0 };
	struct settings_paths paths;
	int r;

	settings_paths_default(&paths);
	text_clear(&s->mistakes);
	r = secrets_load(&paths, SECRET_NOTIFYD, &secrets, &s->mistakes);
	if (r < 0) {
		assignments_done(&secrets);
		notifyd_trouble(s, "secrets",
				"the file with our passwords cannot be read; those that were known "
				"stay in force");
		return;
	}
	notifyd_trouble(s, "secrets", NULL);
	assignments_done(&s->secrets);
	s->secrets = secrets;
}

static void trouble(void *ctx, const char *subject, const char *text)
{
	notifyd_trouble(ctx, subject, text);
}

static void looked(void *ctx)
{
	struct notifyd *s = ctx;

	load_secrets(s);
	notifyd_soon(s);
}

static void taken(void *ctx, const struct settings *old)
{
	struct notifyd *s = ctx;

	(void)old;
	load_secrets(s);
	books_settings(&s->books, s->live.now, books_seen(&s->books));
	if (!s->sensor.hello)
		live_settings_table(&s->live, &s->view.table);
	s->told = s->status_changed = true;
	server_hello_again(s->server);
	notifyd_soon(s);
}

int reload_start(struct notifyd *s)
{
	static const struct live_settings_calls calls = { trouble, taken, looked };
	char state[FOLDER_MAX];
	int r;

	folder_state("notifyd", state);
	/* Made by systemd where it starts us; here for private runs. */
	(void)file_make_folder(state, 0750);
	r = live_settings_start(&s->live, s->loop, state, &calls, s);
	if (r < 0)
		return r;
	choose_folder(s, state);
	load_secrets(s);
	/* until sensord says so itself */
	live_settings_table(&s->live, &s->view.table);
	return 0;
}
