// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/store.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/settings/load.h"
#include "lib/settings/mistake.h"
#include "lib/settings/save.h"
#include "lib/settings/secrets.h"
#include "lib/settings/watch.h"

struct store {
	struct settings_paths paths;
	struct settings_watch *watch;
	struct layers layers;
	struct assignments secrets;
	struct settings *settings; /* NULL when the files are refused */
	struct text mistakes;
	int error; /* of the last reading */
	bool read;
};

int store_new(const struct settings_paths *paths, struct store **ret_store)
{
	struct store *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	s->paths = *paths;
	r = settings_watch_new(paths, &s->watch);
	if (r < 0) {
		free(s);
		return r;
	}
	*ret_store = s;
	return 0;
}

static void forget(struct store *s)
{
	s->settings = settings_free(s->settings);
	layers_done(&s->layers);
	assignments_done(&s->secrets);
	text_clear(&s->mistakes);
	s->read = false;
}

struct store *store_free(struct store *s)
{
	if (!s)
		return NULL;
	forget(s);
	text_done(&s->mistakes);
	settings_watch_free(s->watch);
	free(s);
	return NULL;
}

/* A file of secrets that cannot be read must not be written anew with less. */
static int load_secrets(struct store *s)
{
	int r = 0;

	for (int i = 0; r == 0 && i < SECRET_READER_MAX; i++)
		r = secrets_load(&s->paths, (enum secret_reader)i, &s->secrets, &s->mistakes);
	return r;
}

int store_current(struct store *s, const struct settings **ret_settings, const char **ret_mistakes)
{
	/* A notice is queued before the writer's close returns, so a change asked for after it is
	 * seen. */
	if (settings_watch_drain(s->watch))
		forget(s);
	if (!s->read) {
		forget(s);
		s->error = settings_load_layers(&s->paths, &s->settings, &s->layers, &s->mistakes);
		/* What is wrong with a file is settled until it changes; a want of memory is not.
		 */
		s->read = s->error == 0 || s->error == -EINVAL;
	}
	*ret_mistakes = text_get(&s->mistakes);
	if (s->error < 0)
		return s->error;
	*ret_settings = s->settings;
	return 0;
}

bool store_has_admin(struct store *s)
{
	const struct settings *now = s->settings;

	assignments_done(&s->secrets);
	if (!now || load_secrets(s) < 0)
		return true;
	for (unsigned i = 0; i < now->n_users; i++)
		if (now->users[i].role == USER_ADMIN &&
		    secrets_find(&s->secrets, &subject_users, now->users[i].id, "password"))
			return true;
	return false;
}

static int decide(struct store *s, const struct change_request *q, struct change_decision *d)
{
	AUTO_LAYERS struct layers changed = LAYERS_INIT;
	int r = change_overlay(&s->layers, &s->secrets, s->settings, q, d);

	if (r < 0)
		return r;
	r = layers_read_with(&s->paths, &d->overlay, &changed, &d->mistakes);
	if (r < 0)
		return r;
	return change_merge(&changed, &s->layers, &s->secrets, s->settings, q, d);
}

static int save_secrets(struct store *s, const struct assignments *secrets)
{
	int r = 0;

	for (int i = 0; r == 0 && i < SECRET_READER_MAX; i++)
		r = secrets_save(&s->paths, (enum secret_reader)i, secrets);
	return r;
}

/*
 * New secrets before the users that they are of: who is there without one cannot sign in. Those of
 * users that went last: nobody must find himself without.
 */
static int save(struct store *s, struct change_decision *d)
{
	int r = d->secret ? save_secrets(s, &d->secrets) : 0;

	if (r == 0)
		r = overlay_save(&s->paths, &d->overlay);
	if (r == 0 && secrets_prune(&d->secrets, d->settings))
		r = save_secrets(s, &d->secrets);
	return r;
}

/*
 * Files that are refused may be mended by a change, if settings.conf at least was read in full: a
 * new one would lose what stands in it unread. Without settings there is no generation to expect.
 */
static bool mendable(const struct store *s, const struct change_request *q)
{
	return s->error == -EINVAL && !s->layers.broken[LAYER_OVERLAY] && q->expected == 0;
}

int store_change(struct store *s, const struct change_request *q,
		 struct change_decision *ret_decision)
{
	const struct settings *current;
	const char *mistakes;
	int r = store_current(s, &current, &mistakes);

	*ret_decision = CHANGE_DECISION_INIT;
	if (r < 0 && !mendable(s, q)) {
		text_add(&ret_decision->mistakes, mistakes);
		return r;
	}
	/* the next upgrade may know it */
	if (s->layers.ignored[LAYER_OVERLAY]) {
		text_add(&ret_decision->mistakes, mistakes);
		mistake_add(&ret_decision->mistakes, NULL, 0, NULL,
			    "a change would lose what is ignored there; remove it by hand first");
		return -EINVAL;
	}
	assignments_done(&s->secrets);
	r = load_secrets(s);
	if (r < 0) {
		text_add(&ret_decision->mistakes, text_get(&s->mistakes));
		mistake_add(&ret_decision->mistakes, NULL, 0, NULL,
			    "the secrets cannot be read: %s", strerror(-r));
		return r;
	}
	r = decide(s, q, ret_decision);
	if (r < 0)
		return r;
	r = save(s, ret_decision);
	if (r < 0) {
		mistake_add(&ret_decision->mistakes, NULL, 0, NULL,
			    "the settings cannot be saved in '%s': %s; the old ones stay",
			    s->paths.state_folder, strerror(-r));
		return r;
	}
	/* Read back from the disk, as everyone else does. */
	forget(s);
	return 0;
}
