// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The layers as read: a list of assignments each, with the place that each came from. Settings are
 * merged from them, and who spoke last is looked up in them (`config show --origin`).
 */
#include "lib/base/text.h"
#include "lib/settings/path.h"

enum layer {
	LAYER_DEFAULT, /* the schema: has no assignments */
	LAYER_PROFILE,
	LAYER_MAIN,    /* rmcu.conf */
	LAYER_OVERLAY, /* settings.conf */
	LAYER_MAX,
};

struct assignment {
	struct settings_path path;
	char *value;	  /* canonical text; owned */
	const char *file; /* owned by the layers; NULL when no file says it yet */
	unsigned line;
};

struct assignments {
	struct assignment *list;
	size_t n, room;
};

struct layers {
	struct assignments layer[LAYER_MAX];
	bool lenient[LAYER_MAX]; /* what this program does not know is named, and ignored */
	bool ignored[LAYER_MAX]; /* there was such a thing */
	bool broken[LAYER_MAX];	 /* its file has mistakes: the list lacks what they hid */
	bool secrets;		 /* the file is one of secrets (secrets.h) */
	char **files;		 /* names that assignments point to */
	size_t n_files;
};

struct origin {
	enum layer layer;
	const char *file; /* NULL for LAYER_DEFAULT; lives as long as the layers */
	unsigned line;
};

#define LAYERS_INIT ((struct layers){ 0 })
void layers_done(struct layers *l);
#define AUTO_LAYERS __attribute__((cleanup(layers_done)))

/* Keeps a copy of a file's name for assignments to point to; NULL without memory. */
const char *layers_file(struct layers *l, const char *name);

/* Adds or replaces the assignment of this path; takes a copy of the value. 0 or -ENOMEM. */
int assignments_set(struct assignments *a, const struct settings_path *path, const char *value,
		    const char *file, unsigned line);

/* Removes the assignment of this path; false when there was none. */
bool assignments_unset(struct assignments *a, const struct settings_path *path);

/* The assignment of this path, or NULL. */
const struct assignment *assignments_find(const struct assignments *a,
					  const struct settings_path *path);

/* Copies a list; the copy's file names belong to the same layers. 0 or -ENOMEM. */
int assignments_copy(const struct assignments *from, struct assignments *ret_copy);
void assignments_done(struct assignments *a);

/* Which layer spoke last about this path. */
struct origin layers_origin(const struct layers *l, const struct settings_path *path);

/* Which layer spoke last about any setting of the item that `path` is of. */
struct origin layers_item_origin(const struct layers *l, const struct settings_path *path);

/* The assignment of the same path in a later layer that hides `a` of layer `layer`, or NULL. */
const struct assignment *layers_hidden_by(const struct layers *l, enum layer layer,
					  const struct assignment *a);

const char *layer_to_name(enum layer v);
int layer_from_name(const char *name);
