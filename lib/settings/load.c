// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/load.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/settings/merge.h"
#include "lib/settings/mistake.h"
#include "lib/settings/read.h"

#define SUFFIX ".conf"

/* More profiles than this are not listed to a person who mistyped one. */
#define PROFILES_LISTED 64

void settings_overlay_file(const struct settings_paths *paths, char *ret_path, size_t size)
{
	(void)snprintf(ret_path, size, "%s/%s", paths->state_folder, SETTINGS_OVERLAY_NAME);
}

/* A layer that need not be there. */
static int read_optional(struct layers *l, enum layer layer, const char *file,
			 struct text *mistakes)
{
	int r = read_file(l, layer, file, NULL, mistakes);

	if (r == -ENOENT)
		return 0;
	l->broken[layer] = r < 0;
	if (r < 0 && r != -EINVAL && r != -ENOMEM)
		mistake_add(mistakes, file, 0, NULL, "cannot be read: %s", strerror(-r));
	return r;
}

static struct settings_path profile_path(void)
{
	return (struct settings_path){
		.subject = &subject_device,
		.row = schema_row(&subject_device, "profile"),
	};
}

/* The profile's name is in the layers above it. */
static const char *profile_name(const struct layers *l)
{
	struct settings_path path = profile_path();
	const struct assignment *a = assignments_find(&l->layer[LAYER_OVERLAY], &path);

	if (!a)
		a = assignments_find(&l->layer[LAYER_MAIN], &path);
	return a ? a->value : path.row->fallback_text;
}

static int refuse_profile(const struct settings_paths *paths, const struct layers *l,
			  const char *name, struct text *mistakes)
{
	struct settings_path path = profile_path();
	struct origin origin = layers_origin(l, &path);
	AUTO_TEXT struct text there = TEXT_INIT;

	settings_list_profiles(paths, &there);
	mistake_add(mistakes, origin.file, origin.line, "device.profile",
		    "there is no profile '%s'; allowed: %s", name,
		    there.len ? text_get(&there) : "none, the profiles folder is empty");
	return -EINVAL;
}

/* A profile that named a profile would be a second answer to one question. */
static int check_profile(const struct layers *l, struct text *mistakes)
{
	struct settings_path path = profile_path();
	const struct assignment *a = assignments_find(&l->layer[LAYER_PROFILE], &path);

	if (!a)
		return 0;
	mistake_add(mistakes, a->file, a->line, "device.profile",
		    "stands in rmcu.conf, not in a profile");
	return -EINVAL;
}

static int read_profile(const struct settings_paths *paths, struct layers *l, struct text *mistakes)
{
	const char *name = profile_name(l);

	for (size_t i = 0; i < ARRAY_SIZE(paths->profile_folders); i++) {
		char file[PATH_MAX];
		int r;

		if (!paths->profile_folders[i][0])
			break;
		(void)snprintf(file, sizeof(file), "%s/%s" SUFFIX, paths->profile_folders[i], name);
		r = read_file(l, LAYER_PROFILE, file, paths, mistakes);
		if (r == -ENOENT)
			continue;
		l->broken[LAYER_PROFILE] = r < 0;
		if (r < 0 && r != -EINVAL && r != -ENOMEM)
			mistake_add(mistakes, file, 0, NULL, "cannot be read: %s", strerror(-r));
		return r < 0 ? r : check_profile(l, mistakes);
	}
	l->broken[LAYER_PROFILE] = true;
	return refuse_profile(paths, l, name, mistakes);
}

/* A real error is worth more than "there are mistakes". */
static int worse(int a, int b)
{
	if (a == 0 || (a == -EINVAL && b < 0))
		return b;
	return a;
}

/* Mistyped ids are found beside other mistakes, if the profile was read that they are held against.
 */
static int read_done(const struct layers *l, int error, struct text *mistakes)
{
	if (error == -EINVAL && !l->broken[LAYER_PROFILE] &&
	    layers_check_ids(l, mistakes) == -ENOMEM)
		return -ENOMEM;
	return error;
}

/* As the layers say how strictly. */
static int read_all(const struct settings_paths *paths, struct layers *ret_layers,
		    struct text *mistakes)
{
	char overlay[PATH_MAX];
	int r;

	settings_overlay_file(paths, overlay, sizeof(overlay));
	r = read_optional(ret_layers, LAYER_MAIN, paths->main_file, mistakes);
	r = worse(r, read_optional(ret_layers, LAYER_OVERLAY, overlay, mistakes));
	r = worse(r, read_profile(paths, ret_layers, mistakes));
	return read_done(ret_layers, r, mistakes);
}

int layers_read(const struct settings_paths *paths, struct layers *ret_layers,
		struct text *mistakes)
{
	*ret_layers = LAYERS_INIT;
	ret_layers->lenient[LAYER_OVERLAY] = true;
	return read_all(paths, ret_layers, mistakes);
}

int layers_read_with(const struct settings_paths *paths, const struct assignments *overlay,
		     struct layers *ret_layers, struct text *mistakes)
{
	int r;

	*ret_layers = LAYERS_INIT;
	r = read_optional(ret_layers, LAYER_MAIN, paths->main_file, mistakes);
	for (size_t i = 0; i < overlay->n; i++) {
		const struct assignment *a = &overlay->list[i];
		int e = assignments_set(&ret_layers->layer[LAYER_OVERLAY], &a->path, a->value, NULL,
					0);

		r = worse(r, e);
	}
	r = worse(r, read_profile(paths, ret_layers, mistakes));
	return read_done(ret_layers, r, mistakes);
}

int settings_load_layers(const struct settings_paths *paths, struct settings **ret_settings,
			 struct layers *ret_layers, struct text *mistakes)
{
	int r = layers_read(paths, ret_layers, mistakes);

	if (r < 0)
		return r;
	return layers_merge(ret_layers, ret_settings, mistakes);
}

int settings_load(const struct settings_paths *paths, struct settings **ret_settings,
		  struct text *mistakes)
{
	AUTO_LAYERS struct layers l = LAYERS_INIT;

	return settings_load_layers(paths, ret_settings, &l, mistakes);
}

int settings_load_known(const struct settings_paths *paths, struct settings **ret_settings,
			struct text *mistakes)
{
	AUTO_LAYERS struct layers l = LAYERS_INIT;
	int r;

	for (unsigned i = 0; i < LAYER_MAX; i++)
		l.lenient[i] = true;
	r = read_all(paths, &l, mistakes);
	return r < 0 ? r : layers_merge(&l, ret_settings, mistakes);
}

bool settings_simulated(const struct settings *s)
{
	for (unsigned i = 0; i < s->n_channels; i++)
		if (s->channels[i].info.source == SOURCE_SIM)
			return true;
	return false;
}

struct settings *settings_free(struct settings *s)
{
	free(s);
	return NULL;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list_folder(const char *folder, char **names, size_t n)
{
	AUTO_CLOSEDIR DIR *d = opendir(folder);
	const struct dirent *e;

	while (d && n < PROFILES_LISTED && (e = readdir(d))) {
		size_t len = strlen(e->d_name);

		if (e->d_name[0] == '.' || len <= strlen(SUFFIX) ||
		    !streq(e->d_name + len - strlen(SUFFIX), SUFFIX))
			continue;
		names[n] = strndup(e->d_name, len - strlen(SUFFIX));
		n += names[n] != NULL;
	}
	return n;
}

void settings_list_profiles(const struct settings_paths *paths, struct text *out)
{
	char *names[PROFILES_LISTED];
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(paths->profile_folders); i++)
		if (paths->profile_folders[i][0])
			n = list_folder(paths->profile_folders[i], names, n);
	qsort(names, n, sizeof(names[0]), compare_names);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !streq(names[i], names[i - 1]))
			text_printf(out, "%s%s", i ? ", " : "", names[i]);
	for (size_t i = 0; i < n; i++)
		free(names[i]);
}

unsigned settings_list_hidden(const struct layers *l, struct text *out)
{
	const struct assignments *main_layer = &l->layer[LAYER_MAIN];
	unsigned n = 0;

	for (size_t i = 0; i < main_layer->n; i++) {
		const struct assignment *a = &main_layer->list[i];
		const struct assignment *by = layers_hidden_by(l, LAYER_MAIN, a);
		AUTO_TEXT struct text path = TEXT_INIT;

		if (!by)
			continue;
		path_print(&a->path, &path);
		mistake_add(out, a->file, a->line, text_get(&path), "hidden by %s:%u",
			    by->file ? by->file : SETTINGS_OVERLAY_NAME, by->line);
		n++;
	}
	return n;
}
