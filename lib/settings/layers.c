// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/layers.h"

#include <stdlib.h>

#include "lib/base/util.h"
#include "lib/model/nametable.h"

static const char *const layer_names[] = {
	[LAYER_DEFAULT] = "default",
	[LAYER_PROFILE] = "profile",
	[LAYER_MAIN] = "main",
	[LAYER_OVERLAY] = "overlay",
};
NAMETABLE(layer, layer_names, LAYER_MAX)

void assignments_done(struct assignments *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->list[i].value);
	free(a->list);
	*a = (struct assignments){ 0 };
}

void layers_done(struct layers *l)
{
	for (int i = 0; i < LAYER_MAX; i++)
		assignments_done(&l->layer[i]);
	for (size_t i = 0; i < l->n_files; i++)
		free(l->files[i]);
	free(l->files);
	*l = LAYERS_INIT;
}

const char *layers_file(struct layers *l, const char *name)
{
	char **grown;
	char *copy;

	for (size_t i = 0; i < l->n_files; i++)
		if (streq(l->files[i], name))
			return l->files[i];
	grown = realloc(l->files, (l->n_files + 1) * sizeof(*grown));
	if (!grown)
		return NULL;
	l->files = grown;
	copy = strdup(name);
	if (!copy)
		return NULL;
	l->files[l->n_files++] = copy;
	return copy;
}

static struct assignment *find(const struct assignments *a, const struct settings_path *path)
{
	for (size_t i = 0; i < a->n; i++)
		if (path_equal(&a->list[i].path, path))
			return &a->list[i];
	return NULL;
}

const struct assignment *assignments_find(const struct assignments *a,
					  const struct settings_path *path)
{
	return find(a, path);
}

static struct assignment *append(struct assignments *a)
{
	if (a->n == a->room) {
		size_t room = a->room ? a->room * 2 : 64;
		struct assignment *grown = realloc(a->list, room * sizeof(*grown));

		if (!grown)
			return NULL;
		a->list = grown;
		a->room = room;
	}
	return &a->list[a->n++];
}

int assignments_set(struct assignments *a, const struct settings_path *path, const char *value,
		    const char *file, unsigned line)
{
	struct assignment *there = find(a, path);
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	if (there) {
		free(there->value);
	} else {
		there = append(a);
		if (!there) {
			free(copy);
			return -ENOMEM;
		}
	}
	*there = (struct assignment){ .path = *path, .value = copy, .file = file, .line = line };
	return 0;
}

bool assignments_unset(struct assignments *a, const struct settings_path *path)
{
	struct assignment *there = find(a, path);

	if (!there)
		return false;
	free(there->value);
	a->n--;
	memmove(there, there + 1, (size_t)(a->list + a->n - there) * sizeof(*there));
	return true;
}

int assignments_copy(const struct assignments *from, struct assignments *ret_copy)
{
	struct assignments copy = { 0 };

	for (size_t i = 0; i < from->n; i++) {
		const struct assignment *a = &from->list[i];
		int r = assignments_set(&copy, &a->path, a->value, a->file, a->line);

		if (r < 0) {
			assignments_done(&copy);
			return r;
		}
	}
	*ret_copy = copy;
	return 0;
}

struct origin layers_origin(const struct layers *l, const struct settings_path *path)
{
	for (int i = LAYER_MAX - 1; i > LAYER_DEFAULT; i--) {
		const struct assignment *a = assignments_find(&l->layer[i], path);

		if (a)
			return (struct origin){ (enum layer)i, a->file, a->line };
	}
	return (struct origin){ LAYER_DEFAULT, NULL, 0 };
}

struct origin layers_item_origin(const struct layers *l, const struct settings_path *path)
{
	for (int i = LAYER_MAX - 1; i > LAYER_DEFAULT; i--) {
		const struct assignments *a = &l->layer[i];

		for (size_t k = 0; k < a->n; k++)
			if (a->list[k].path.subject == path->subject &&
			    streq(a->list[k].path.id, path->id))
				return (struct origin){ (enum layer)i, a->list[k].file,
							a->list[k].line };
	}
	return (struct origin){ LAYER_DEFAULT, NULL, 0 };
}

const struct assignment *layers_hidden_by(const struct layers *l, enum layer layer,
					  const struct assignment *a)
{
	for (int i = LAYER_MAX - 1; i > (int)layer; i--) {
		const struct assignment *later = assignments_find(&l->layer[i], &a->path);

		if (later)
			return later;
	}
	return NULL;
}
