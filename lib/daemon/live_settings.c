// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/live_settings.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/model/health.h"

/* Of the first mistake, in the trouble. */
#define MISTAKE_MAX 150

static void trouble(struct live_settings *l, const char *subject, const char *text)
{
	l->calls->trouble(l->ctx, subject, text);
}

/* The first line of the mistakes, for the trouble; all of them go to the log. */
static void tell_refused(struct live_settings *l, const char *mistakes)
{
	char text[TROUBLE_TEXT_MAX];
	size_t first = strcspn(mistakes, "\n");

	log_lines(LOG_LEVEL_ERROR, "settings", mistakes);
	(void)snprintf(text, sizeof(text), "refused, %s: %.*s%s",
		       l->from == SETTINGS_FROM_KNOWN ? "what is known of them holds"
						      : "the last good ones stay",
		       (int)MIN(first, (size_t)MISTAKE_MAX), mistakes,
		       mistakes[first] && mistakes[first + 1] ? " …; see psctl config check" : "");
	trouble(l, "settings", text);
}

/* The files are taken over, but for what this program does not know. */
static void tell_ignored(struct live_settings *l, const char *mistakes)
{
	char text[TROUBLE_TEXT_MAX];

	if (*mistakes)
		log_lines(LOG_LEVEL_WARNING, "settings", mistakes);
	(void)snprintf(text, sizeof(text), "%.*s", (int)MIN(strcspn(mistakes, "\n"), 200u),
		       mistakes);
	trouble(l, "settings", *mistakes ? text : NULL);
}

static void keep_good(struct live_settings *l)
{
	int r = last_good_keep(l->good, l->now);

	trouble(l, "kept settings",
		r < 0 ? "the settings in force cannot be kept for the next start" : NULL);
}

static void watch_ready(void *ctx, uint32_t events)
{
	struct live_settings *l = ctx;

	(void)events;
	if (settings_watch_drain(l->watch))
		live_settings_reload(l);
}

static void watch(struct live_settings *l)
{
	int r = settings_watch_new(&l->paths, &l->watch);

	if (r == 0)
		r = loop_watch(l->loop, &l->source, settings_watch_fd(l->watch), EPOLLIN,
			       watch_ready, l);
	if (r < 0)
		trouble(l, "watch",
			"the settings files cannot be watched: changes need systemctl reload");
}

int live_settings_start(struct live_settings *l, struct loop *loop, const char *folder,
			const struct live_settings_calls *calls, void *ctx)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	int r;

	*l = (struct live_settings){ .loop = loop, .calls = calls, .ctx = ctx };
	(void)snprintf(l->folder, sizeof(l->folder), "%s", folder);
	settings_paths_default(&l->paths);
	r = last_good_load(&l->paths, l->folder, NULL, &l->now, &l->from, &mistakes);
	if (r == 0)
		r = last_good_keeper(l->loop, l->folder, &l->good);
	if (r < 0)
		return r;
	l->simulated = settings_simulated(l->now);
	if (l->from == SETTINGS_FROM_FILES) {
		keep_good(l);
		tell_ignored(l, text_get(&mistakes));
	} else {
		tell_refused(l, text_get(&mistakes));
	}
	watch(l);
	return 0;
}

void live_settings_stop(struct live_settings *l)
{
	if (l->loop)
		loop_unwatch(l->loop, &l->source);
	l->watch = settings_watch_free(l->watch);
	l->good = keeper_free(l->good);
	l->now = settings_free(l->now);
}

static void take_over(struct live_settings *l, struct settings *fresh, const char *ignored)
{
	struct settings *old = l->now;

	l->now = fresh;
	l->from = SETTINGS_FROM_FILES;
	keep_good(l);
	tell_ignored(l, ignored);
	l->calls->taken(l->ctx, old);
	settings_free(old);
}

void live_settings_reload(struct live_settings *l)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *fresh = NULL;
	enum settings_from from;
	int r = last_good_load(&l->paths, l->folder, l->now, &fresh, &from, &mistakes);

	if (r < 0) {
		log_error_errno(r, "cannot load the settings, the last good ones stay");
		return;
	}
	if (from == SETTINGS_STAY) {
		tell_refused(l, text_get(&mistakes));
	} else if (fresh->generation == l->now->generation) {
		settings_free(fresh);
		l->from = SETTINGS_FROM_FILES;
		tell_ignored(l, text_get(&mistakes));
	} else if (settings_simulated(fresh) != l->simulated) {
		log_notice("settings change between hardware and simulator, starting anew");
		settings_free(fresh);
		loop_stop(l->loop, 0);
		return;
	} else {
		take_over(l, fresh, text_get(&mistakes));
		return;
	}
	l->calls->looked(l->ctx);
}

void live_settings_table(const struct live_settings *l, struct msg_hello *table)
{
	table->n_channels = (uint8_t)l->now->n_channels;
	for (unsigned i = 0; i < l->now->n_channels; i++)
		table->channels[i] = l->now->channels[i].info;
	table->simulated = l->simulated;
}
