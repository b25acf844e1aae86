// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Settings: taking them over, and watching their files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define HOURS_A_YEAR_QUARTERS (365 * 24 * 4 + 24) /* of four years */
/* Of a box: 60 s before and 300 s behind its alarm, ten seconds each; and what is not full. */
#define CHUNKS_A_BOX 36
#define CHUNKS_MORE  12

static void watch_ready(void *ctx, uint32_t events)
{
	struct loggerd *s = ctx;

	(void)events;
	if (settings_watch_drain(s->watch))
		reload_settings(s);
}

/* The first line of the mistakes, for the trouble; all of them go to the log. */
static void tell_refused(struct loggerd *s, const char *mistakes)
{
	char text[TROUBLE_TEXT_MAX];
	size_t first = strcspn(mistakes, "\n");

	log_lines(LOG_LEVEL_ERROR, "settings", mistakes);
	(void)snprintf(text, sizeof(text), "refused, the last good ones stay: %.*s%s",
		       (int)MIN(first, (size_t)150), mistakes,
		       mistakes[first] && mistakes[first + 1] ? " …; see psctl config check" : "");
	loggerd_trouble(s, "settings", text);
}

static void keep_good(struct loggerd *s)
{
	int r = last_good_keep(s->good, s->settings);

	loggerd_trouble(s, "kept settings",
			r < 0 ? "the settings in force cannot be kept for the next start" : NULL);
	loggerd_trouble(s, "settings", NULL);
}

static struct store_limits limits_of(const struct settings *settings)
{
	const struct settings_history *h = &settings->history;
	int64_t hours = (h->hours_years * HOURS_A_YEAR_QUARTERS + 3) / 4;
	uint32_t boxes = (uint32_t)h->boxes;

	return (struct store_limits){
		.sizes = {
			.seconds = (uint32_t)(h->seconds_hours * 3600),
			.hours = (uint32_t)(h->minutes_days * 24),
			.blocks = (uint32_t)((hours + HISTORY_HOURS - 1) / HISTORY_HOURS),
			.chunks = boxes ? boxes * CHUNKS_A_BOX + CHUNKS_MORE : 0,
		},
		.file_bytes = (uint64_t)settings->logging.file_kib * 1024,
		.quota_bytes = (uint64_t)settings->logging.quota_mib * 1024 * 1024,
		.boxes = boxes,
	};
}

static bool same_limits(const struct store_limits *a, const struct store_limits *b)
{
	return memcmp(&a->sizes, &b->sizes, sizeof(a->sizes)) == 0 &&
	       a->file_bytes == b->file_bytes && a->quota_bytes == b->quota_bytes &&
	       a->boxes == b->boxes;
}

/* What a simulated site went through is not the history of the real one. */
static void choose_folder(struct loggerd *s, const char *state)
{
	s->simulated = settings_simulated(s->settings);
	(void)snprintf(s->state_folder, sizeof(s->state_folder), "%.200s%s", state,
		       s->simulated ? "/simulated" : "");
	/* group rmcu reads the history */
	(void)file_make_folder(s->state_folder, 0750);
}

/* Until sensord says so itself, its channel table is what the settings will make of it. */
static void table_of_settings(struct loggerd *s)
{
	struct msg_hello *table = &s->sensor.table;

	table->n_channels = (uint8_t)s->settings->n_channels;
	for (unsigned i = 0; i < s->settings->n_channels; i++)
		table->channels[i] = s->settings->channels[i].info;
	table->simulated = s->simulated;
}

int reload_start(struct loggerd *s)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	char state[FOLDER_MAX];
	int r;

	settings_paths_default(&s->paths);
	folder_state("loggerd", state);
	/* Made by systemd where it starts us; here for private runs. */
	(void)file_make_folder(state, 0750);
	r = last_good_load(&s->paths, state, NULL, &s->settings, &s->loaded_from, &mistakes);
	if (r < 0)
		return r;
	choose_folder(s, state);
	s->limits = limits_of(s->settings);
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
		loggerd_trouble(
			s, "watch",
			"the settings files cannot be watched: changes need systemctl reload");
	return 0;
}

void reload_stop(struct loggerd *s)
{
	loop_unwatch(s->loop, &s->watch_source);
	s->watch = settings_watch_free(s->watch);
	s->good = keeper_free(s->good);
	s->settings = settings_free(s->settings);
}

static void take_over(struct loggerd *s, struct settings *fresh)
{
	struct store_limits limits = limits_of(fresh);

	settings_free(s->settings);
	s->settings = fresh;
	s->loaded_from = SETTINGS_FROM_FILES;
	if (!same_limits(&limits, &s->limits)) {
		s->limits = limits;
		disk_set_limits(s->disk, &limits);
	}
	if (!s->sensor.link.hello)
		table_of_settings(s);
	/* the name of the site stands in the files of the log */
	if (s->table)
		record_table(s, s->sensor.table.channels, s->sensor.table.n_channels);
	keep_good(s);
	s->status_changed = true;
	server_hello_again(s->server);
	loggerd_work(s);
}

void reload_settings(struct loggerd *s)
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
		loggerd_trouble(s, "settings", NULL);
	} else if (settings_simulated(fresh) != s->simulated) {
		/* Time itself changes, and the history is another: only a fresh start does that
		 * cleanly. */
		log_notice("settings change between hardware and simulator, starting anew");
		settings_free(fresh);
		loop_stop(s->loop, 0);
		return;
	} else {
		take_over(s, fresh);
		return;
	}
	loggerd_work(s);
}
