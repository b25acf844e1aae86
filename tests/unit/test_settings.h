// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A private folder with the files of all layers, and what loading them says. */
#include "lib/base/file.h"
#include "lib/settings/load.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

struct fixture {
	char folder[FOLDER_PATH_MAX];
	struct settings_paths paths;
	struct settings *s;
	struct layers layers;
	struct text mistakes;
	int r;
};

static inline const char *source_root(void)
{
	const char *root = getenv("RMCU_SOURCE");

	return root ? root : ".";
}

static inline void fixture_done(struct fixture *f)
{
	settings_free(f->s);
	layers_done(&f->layers);
	text_done(&f->mistakes);
	folder_remove(f->folder);
}
#define AUTO_FIXTURE __attribute__((cleanup(fixture_done)))

static inline void fixture_write(const struct fixture *f, const char *file, const char *text)
{
	char folder[128], *slash;

	(void)snprintf(folder, sizeof(folder), "%s/%s", f->folder, file);
	slash = strrchr(folder, '/');
	*slash = '\0';
	ASSERT_OK(file_make_folder(folder, 0755));
	ASSERT_OK(file_replace(folder, slash + 1, text, strlen(text), 0644, false));
}

/* Profiles come from the source tree and, first, from the fixture's own folder. */
static inline void fixture_make(struct fixture *f)
{
	*f = (struct fixture){ 0 };
	folder_make(f->folder, "settings");
	(void)snprintf(f->paths.main_file, sizeof(f->paths.main_file), "%s/rmcu.conf", f->folder);
	(void)snprintf(f->paths.state_folder, sizeof(f->paths.state_folder), "%s/state", f->folder);
	(void)snprintf(f->paths.profile_folders[0], sizeof(f->paths.profile_folders[0]),
		       "%s/profiles", f->folder);
	(void)snprintf(f->paths.profile_folders[1], sizeof(f->paths.profile_folders[1]),
		       "%s/etc/profiles", source_root());
}

static inline void fixture_load(struct fixture *f)
{
	f->s = settings_free(f->s);
	layers_done(&f->layers);
	text_clear(&f->mistakes);
	f->r = settings_load_layers(&f->paths, &f->s, &f->layers, &f->mistakes);
}

static inline size_t folder_before(const char *folder, const char *p)
{
	size_t len = strlen(folder);

	return strncmp(p, folder, len) == 0 && p[len] == '/' ? len + 1 : 0;
}

/* The mistakes without the folders of the fixture and of the packaged profiles. */
static inline const char *fixture_mistakes(const struct fixture *f)
{
	static char out[16384];
	const char *p = text_get(&f->mistakes);
	size_t n = 0;

	while (*p && n < sizeof(out) - 1) {
		p += folder_before(f->folder, p);
		p += folder_before(f->paths.profile_folders[1], p);
		out[n++] = *p++;
	}
	out[n] = '\0';
	return out;
}
