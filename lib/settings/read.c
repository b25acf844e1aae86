// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/read.h"

#include <errno.h>
#include <inttypes.h>
#include <libconfig.h>
#include <limits.h>
#include <stdio.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/util.h"
#include "lib/settings/mistake.h"
#include "lib/settings/scalar.h"
#include "lib/settings/scan.h"
#include "lib/settings/value.h"

/* A model includes its family, a family what all have; deeper is a loop. */
#define INCLUDE_DEPTH_MAX 4

struct reader {
	struct layers *layers;
	enum layer layer;
	const char *file;
	const struct settings_paths *include_paths;
	unsigned include_depth;
	struct text *mistakes;
	int error; /* the first one; reading goes on to find all mistakes */
};

static int read_at_depth(struct reader *from, const char *file);

static void refuse(struct reader *r, const config_setting_t *at, const char *path, const char *what)
{
	mistake_add(r->mistakes, r->file, at ? config_setting_source_line(at) : 0, path, "%s",
		    what);
	if (!r->error)
		r->error = -EINVAL;
}

/*
 * No row of the schema. What programs wrote may be of another version of the suite: that must not
 * throw away what both know.
 */
static void refuse_unknown(struct reader *r, const config_setting_t *at, const char *path,
			   const char *what)
{
	if (!r->layers->lenient[r->layer]) {
		refuse(r, at, path, what);
		return;
	}
	mistake_add(r->mistakes, r->file, config_setting_source_line(at), path, "%s; it is ignored",
		    what);
	r->layers->ignored[r->layer] = true;
}

static void refuse_type(struct reader *r, const struct setting *row, const config_setting_t *c,
			const char *path)
{
	AUTO_TEXT struct text what = TEXT_INIT;

	if (row->type == SETTING_DECIMAL && config_setting_type(c) == CONFIG_TYPE_FLOAT)
		text_add(&what,
			 "more than six digits behind the point, or out of range; allowed: ");
	else
		text_printf(&what, "%s is not possible here; allowed: ", scalar_type_words(c));
	value_print_allowed(row, &what);
	if (row->type == SETTING_TEXT || row->type == SETTING_CHOICE || row->type == SETTING_TIME)
		text_add(&what, ", in quotes");
	refuse(r, c, path, text_get(&what));
}

static void read_value(struct reader *r, const struct settings_path *path,
		       const config_setting_t *c)
{
	AUTO_TEXT struct text name = TEXT_INIT, value = TEXT_INIT, canonical = TEXT_INIT;
	AUTO_TEXT struct text why = TEXT_INIT;
	struct value v;
	int e;

	path_print(path, &name);
	if ((path->row->type == SETTING_SECRET) != r->layers->secrets) {
		refuse(r, c, text_get(&name),
		       r->layers->secrets ? "is no secret"
					  : "is a secret: set it with psctl or in the browser");
		return;
	}
	if (!scalar_print(path->row, c, &value)) {
		refuse_type(r, path->row, c, text_get(&name));
		return;
	}
	if (value_parse(path->row, text_get(&value), &v, &why) < 0) {
		refuse(r, c, text_get(&name), text_get(&why));
		return;
	}
	value_print(path->row, &v, &canonical);
	e = text_ok(&canonical)
		    ? assignments_set(&r->layers->layer[r->layer], path, text_get(&canonical),
				      r->file, config_setting_source_line(c))
		    : -ENOMEM;
	if (e < 0 && (!r->error || r->error == -EINVAL))
		r->error = e;
}

/* The settings of one item: of "site", or of "channels.ac_line". */
static void read_item(struct reader *r, const struct subject *subject, const char *id,
		      const config_setting_t *group)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *c = config_setting_get_elem(group, (unsigned)i);
		const char *key = config_setting_name(c);
		struct settings_path path = { .subject = subject, .row = schema_row(subject, key) };
		const char *near;
		char name[SETTINGS_PATH_MAX * 2], what[SETTINGS_PATH_MAX];

		(void)snprintf(path.id, sizeof(path.id), "%s", id);
		if (path.row) {
			read_value(r, &path, c);
			continue;
		}
		near = schema_nearest_key(subject, key);
		(void)snprintf(name, sizeof(name), "%s%s%s.%s", subject->name, id[0] ? "." : "", id,
			       key);
		(void)snprintf(what, sizeof(what), "no such setting%s%s%s",
			       near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "");
		refuse_unknown(r, c, name, what);
	}
}

static void read_items(struct reader *r, const struct subject *subject,
		       const config_setting_t *group)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *c = config_setting_get_elem(group, (unsigned)i);
		const char *id = config_setting_name(c);
		char path[SETTINGS_PATH_MAX];

		(void)snprintf(path, sizeof(path), "%s.%.60s", subject->name, id);
		if (!channel_id_valid(id))
			refuse(r, c, path,
			       "not an id; small letters, digits and _, a letter first, "
			       "at most 31");
		else if (!config_setting_is_group(c))
			refuse(r, c, path, "must be a group { }");
		else
			read_item(r, subject, id, c);
	}
}

static void read_format(struct reader *r, const config_setting_t *c)
{
	if (config_setting_type(c) != CONFIG_TYPE_INT || config_setting_get_int(c) < 1)
		refuse(r, c, "format", "must be a whole number from 1");
	else if (config_setting_get_int(c) > SETTINGS_FORMAT)
		refuse(r, c, "format", "written by a newer RMCU than this one");
}

static void read_root(struct reader *r, const config_setting_t *root)
{
	for (int i = 0; i < config_setting_length(root); i++) {
		const config_setting_t *c = config_setting_get_elem(root, (unsigned)i);
		const char *name = config_setting_name(c);
		const struct subject *subject = schema_subject(name);
		char path[SETTINGS_PATH_MAX], what[SETTINGS_PATH_MAX];

		(void)snprintf(path, sizeof(path), "%.80s", name);
		if (streq(name, "format")) {
			read_format(r, c);
		} else if (!subject) {
			const char *near = schema_nearest_subject(name);

			(void)snprintf(what, sizeof(what), "no such group%s%s%s",
				       near ? ", did you mean '" : "", near ? near : "",
				       near ? "'?" : "");
			refuse_unknown(r, c, path, what);
		} else if (!config_setting_is_group(c)) {
			refuse(r, c, path, "must be a group { }");
		} else if (subject->keyed) {
			read_items(r, subject, c);
		} else {
			read_item(r, subject, "", c);
		}
	}
}

/* In the first folder that has it, so that a board's own profile may include the packaged parts. */
static int read_include(struct reader *r, const char *name)
{
	const struct settings_paths *paths = r->include_paths;
	int e = -ENOENT;

	for (size_t i = 0; i < ARRAY_SIZE(paths->profile_folders) && e == -ENOENT; i++) {
		char path[PATH_MAX];

		if (!paths->profile_folders[i][0])
			break;
		(void)snprintf(path, sizeof(path), "%s/%s", paths->profile_folders[i], name);
		e = read_at_depth(r, path);
	}
	return e;
}

/* What is included comes first, so that the including file may say it otherwise. */
static void read_includes(struct reader *r, const struct scan *scan)
{
	for (unsigned i = 0; i < scan->n_includes; i++) {
		const struct scan_include *inc = &scan->includes[i];
		int e = -EINVAL;

		if (!r->include_paths)
			mistake_add(r->mistakes, r->file, inc->line, NULL,
				    "@include is for profiles");
		else if (r->include_depth >= INCLUDE_DEPTH_MAX)
			mistake_add(r->mistakes, r->file, inc->line, NULL,
				    "files include each other too deeply");
		else
			e = read_include(r, inc->name);
		if (e < 0 && e != -EINVAL)
			mistake_add(r->mistakes, r->file, inc->line, NULL,
				    "'%s' cannot be read: %s", inc->name, strerror(-e));
		if (e < 0 && !r->error)
			r->error = e == -ENOMEM ? e : -EINVAL;
	}
}

static void read_config(struct reader *r, const char *text)
{
	config_t config;

	config_init(&config);
	if (config_read_string(&config, text))
		read_root(r, config_root_setting(&config));
	else {
		mistake_add(r->mistakes, r->file, (unsigned)config_error_line(&config), NULL,
			    "%s; a setting is 'key = value;', texts stand in quotes, each key once",
			    config_error_text(&config));
		r->error = r->error ? r->error : -EINVAL;
	}
	config_destroy(&config);
}

static int read_with(struct reader *r, const char *bytes, size_t len)
{
	__attribute__((cleanup(scan_done))) struct scan scan = { 0 };
	int e;

	r->file = layers_file(r->layers, r->file);
	if (!r->file)
		return -ENOMEM;
	e = scan_file(r->file, bytes, len, &scan, r->mistakes);
	if (e < 0)
		return e;
	read_includes(r, &scan);
	read_config(r, text_get(&scan.text));
	return r->error;
}

static int read_at_depth(struct reader *from, const char *file)
{
	struct reader r = *from;
	AUTO_FREE char *bytes = NULL;
	size_t len;
	int e;

	r.file = file;
	r.error = 0;
	r.include_depth++;
	e = file_read(file, SETTINGS_FILE_MAX, &bytes, &len);
	if (e == -EFBIG) {
		mistake_add(r.mistakes, file, 0, NULL, "is too large; at most %d KiB",
			    SETTINGS_FILE_MAX / 1024);
		return -EINVAL;
	}
	if (e < 0)
		return e;
	return read_with(&r, bytes, len);
}

int read_bytes(struct layers *l, enum layer layer, const char *file, const char *bytes, size_t len,
	       const struct settings_paths *include_paths, struct text *mistakes)
{
	struct reader r = {
		.layers = l,
		.layer = layer,
		.file = file,
		.include_paths = include_paths,
		.mistakes = mistakes,
	};

	return read_with(&r, bytes, len);
}

int read_file(struct layers *l, enum layer layer, const char *file,
	      const struct settings_paths *include_paths, struct text *mistakes)
{
	struct reader r = {
		.layers = l,
		.layer = layer,
		.include_paths = include_paths,
		.mistakes = mistakes,
	};

	return read_at_depth(&r, file);
}
