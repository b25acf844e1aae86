// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Settings: taking them over, and watching their files. */
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sysexits.h>

#include "daemons/sensord/sensord.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/settings/last_good.h"

static const char last_good[] = "the last good ones stay";

/* The first line of the mistakes, for the trouble; all of them go to the log. */
static void tell_refused(struct sensord *s, const char *what_now, const char *mistakes)
{
	char text[TROUBLE_TEXT_MAX];
	size_t first = strcspn(mistakes, "\n");

	log_lines(LOG_LEVEL_ERROR, "settings", mistakes);
	(void)snprintf(text, sizeof(text), "refused, %s: %.*s%s", what_now,
		       (int)MIN(first, (size_t)150), mistakes,
		       mistakes[first] && mistakes[first + 1] ? " …; see psctl config check" : "");
	sensord_trouble(s, "settings", text);
	sensord_fact(s, &(struct fact){ .kind = FACT_SETTINGS_REFUSED,
					.channel = FACT_NO_CHANNEL,
					.text = "see psctl config check" });
}

/* What settingsd of another version wrote and we do not know; all else is taken over. */
static void tell_ignored(struct sensord *s, const char *mistakes)
{
	char text[TROUBLE_TEXT_MAX];

	if (*mistakes)
		log_lines(LOG_LEVEL_WARNING, "settings", mistakes);
	(void)snprintf(text, sizeof(text), "%.*s", (int)MIN(strcspn(mistakes, "\n"), (size_t)150),
		       mistakes);
	sensord_trouble(s, "settings", *mistakes ? text : NULL);
}

static const char *what_now(enum settings_from from)
{
	return from == SETTINGS_FROM_NOTHING
		       ? "and there are no earlier ones, so nothing is measured"
	       : from == SETTINGS_FROM_KNOWN
		       ? "there are no earlier ones, what is known of them holds"
		       : last_good;
}

static void tell_loaded(struct sensord *s, const char *ignored)
{
	struct fact f = { .kind = FACT_SETTINGS_LOADED, .channel = FACT_NO_CHANNEL };

	settings_generation_text(s->settings->generation, f.text);
	tell_ignored(s, ignored);
	sensord_fact(s, &f);
}

void reload_tell_kept(struct sensord *s)
{
	char text[TROUBLE_TEXT_MAX];
	int r = s->keep_error < 0 ? s->keep_error : keeper_error(s->good);

	if (r == s->told_keep_error)
		return;
	s->told_keep_error = r;
	(void)snprintf(text, sizeof(text),
		       "the settings in force cannot be kept for the next start: %s%s",
		       strerrordesc_np(-r), s->keep_error < 0 ? "" : "; retrying");
	/* "disk" is what the outputs say: each must end its own trouble only */
	sensord_trouble(s, "kept settings", r < 0 ? text : NULL);
}

static void keep_good(struct sensord *s)
{
	s->keep_error = last_good_keep(s->good, s->settings);
}

static void watch_ready(void *ctx, uint32_t events)
{
	struct sensord *s = ctx;

	(void)events;
	if (settings_watch_drain(s->watch))
		reload_settings(s);
}

int reload_start(struct sensord *s)
{
	int r;

	settings_paths_default(&s->paths);
	r = last_good_load(&s->paths, s->state_folder, NULL, &s->settings, &s->loaded_from,
			   &s->mistakes);
	if (r < 0)
		return r;
	/* before the folder becomes the simulator's: settings are settings */
	r = last_good_keeper(s->loop, s->state_folder, &s->good);
	if (r < 0)
		return r;
	/* Nobody knows which outputs there are: what was kept of them waits for settings that do.
	 */
	s->outputs_wait = s->loaded_from == SETTINGS_FROM_NOTHING;
	r = settings_watch_new(&s->paths, &s->watch);
	if (r == 0)
		r = loop_watch(s->loop, &s->watch_source, settings_watch_fd(s->watch), EPOLLIN,
			       watch_ready, s);
	if (r < 0)
		sensord_trouble(
			s, "watch",
			"the settings files cannot be watched: changes need systemctl reload");
	return 0;
}

void reload_tell_start(struct sensord *s)
{
	if (s->loaded_from == SETTINGS_FROM_FILES) {
		tell_loaded(s, text_get(&s->mistakes));
		keep_good(s);
	} else {
		tell_refused(s, what_now(s->loaded_from), text_get(&s->mistakes));
	}
	text_done(&s->mistakes);
}

void reload_stop(struct sensord *s)
{
	loop_unwatch(s->loop, &s->watch_source);
	s->watch = settings_watch_free(s->watch);
	s->good = keeper_free(s->good);
	s->settings = settings_free(s->settings);
}

static void take_over(struct sensord *s, struct settings *fresh, const char *ignored)
{
	struct settings *old = s->settings;
	struct instant now = sensord_now(s, mono_read_us());
	int r;

	s->settings = fresh;
	channels_configure(&s->channels, fresh, now.mono_us);
	grid_set_period(&s->grid, USEC_PER_SEC / fresh->sampling.rate_hz, now.mono_us);
	/* Interlocks judge by the new table from the first moment on. */
	publish_fill_samples(s, now);
	r = outputs_configure(s->outputs, fresh, now, &s->snapshot, s->outputs_wait);
	s->outputs_wait = false;
	inputs_configure(s);
	settings_free(old);
	if (r < 0) {
		/* Half of it stands on the old ones: only a fresh start is clean, and lines stay.
		 */
		log_error_errno(r, "outputs cannot take over the settings, starting anew");
		loop_stop(s->loop, EX_OSERR);
		return;
	}
	tell_loaded(s, ignored);
	keep_good(s);
	server_hello_again(s->server);
	s->edge_waits = true;
	s->holds_changed = true;
	sensord_work(s);
}

void reload_settings(struct sensord *s)
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
		tell_refused(s, last_good, text_get(&mistakes));
		sensord_work(s);
		return;
	}
	if (fresh->generation == s->settings->generation) {
		settings_free(fresh);
		tell_ignored(s, text_get(&mistakes));
		sensord_work(s);
		return;
	}
	if (sim_source_wanted(fresh) != (s->sim != NULL)) {
		/* Time itself changes: only a fresh start does that cleanly, and lines stay
		 * meanwhile. */
		log_notice("settings change between hardware and simulator, starting anew");
		settings_free(fresh);
		loop_stop(s->loop, 0);
		return;
	}
	take_over(s, fresh, text_get(&mistakes));
}
