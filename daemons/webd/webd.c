// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/webd.h"

#include <errno.h>
#include <stdlib.h>

#include "daemons/webd/files.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

/* Of Debian's libjs-dygraphs. */
#define LIBRARY_FOLDER "/usr/share/javascript/dygraphs"
/* However quiet the world is: the watchdog wants to be fed. */
#define ALIVE_US (5 * USEC_PER_SEC)

void webd_trouble(void *ctx, const char *subject, const char *text)
{
	struct webd *w = ctx;

	(void)troubles_set(&w->troubles, subject, text, instant_read().wall_us);
	publish_health(w);
}

static void taken(void *ctx, const struct settings *old)
{
	struct webd *w = ctx;

	(void)old;
	signin_refresh(w);
	/* the limits on the page, and who may see it */
	streams_end_all(&w->streams);
}

/* A secret alone is no change of the settings. */
static void looked(void *ctx)
{
	struct webd *w = ctx;

	signin_refresh(w);
	streams_end_all(&w->streams);
}

static int load_settings(struct webd *w)
{
	static const struct live_settings_calls calls = { webd_trouble, taken, looked };
	int r;

	folder_state("webd", w->state_folder);
	/* Made by systemd where it starts us; here for private runs. */
	(void)file_make_folder(w->state_folder, 0750);
	r = live_settings_start(&w->live, w->loop, w->state_folder, &calls, w);
	return r < 0 ? log_error_errno(r, "cannot load any settings") : 0;
}

static void show_life(void *ctx, int64_t now_us)
{
	struct webd *w = ctx;

	daemon_progress(w->daemon);
	signin_keep(w, now_us);
	publish_status(w);
	loop_arm(w->loop, &w->alive, now_us + ALIVE_US, show_life, w);
}

int webd_start(struct daemon *d)
{
	struct webd *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return -ENOMEM;
	d->ctx = w;
	w->daemon = d;
	w->loop = d->loop;
	w->https_fd = -1;
	r = load_settings(w);
	if (r == 0)
		r = publish_start(w);
	if (r == 0)
		r = signin_start(w);
	if (r == 0)
		r = streams_new(w, &w->streams);
	if (r == 0)
		r = listen_start(w);
	if (r == 0)
		r = historian_start(&w->historian, w->loop);
	if (r < 0)
		return r;
	files_load(LIBRARY_FOLDER, w->state_folder);
	sources_start(w);
	changer_start(&w->changer, w->loop);
	show_life(w, mono_read_us());
	return 0;
}

void webd_stop(struct daemon *d)
{
	struct webd *w = d->ctx;

	if (!w)
		return;
	sources_stop(w);
	actions_stop(w);
	journal_stop(w);
	changer_stop(&w->changer);
	historian_stop(&w->historian);
	signin_stop(w);
	loop_disarm(w->loop, &w->alive);
	listen_stop(w);
	for (unsigned i = 0; i < ARRAY_SIZE(w->kept_status); i++)
		for (unsigned j = 0; j < ARRAY_SIZE(w->kept_status[i]); j++)
			http_kept_drop(&w->kept_status[i][j]);
	w->server = server_free(w->server);
	streams_free(&w->streams);
	files_free();
	live_settings_stop(&w->live);
	free(w);
	d->ctx = NULL;
}

void webd_reload(struct daemon *d)
{
	struct webd *w = d->ctx;

	live_settings_reload(&w->live);
	listen_reload(w);
}
