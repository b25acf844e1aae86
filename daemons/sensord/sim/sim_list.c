// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/sim.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "daemons/sensord/sim/sim_state.h"

#define SUFFIX ".scn"

/* The id of a scenario file, or false for any other file. */
static bool id_of_file(const char *file, char ret_id[SIM_ID_MAX])
{
	size_t len = strlen(file), suffix = strlen(SUFFIX);

	if (len <= suffix || len - suffix >= SIM_ID_MAX || !streq(file + len - suffix, SUFFIX))
		return false;
	memcpy(ret_id, file, len - suffix);
	ret_id[len - suffix] = '\0';
	return sim_id_valid(ret_id);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct sim_entry *)a)->id, ((const struct sim_entry *)b)->id);
}

static void fill_name(const struct sim *s, struct sim_entry *row)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	AUTO_SCENARIO struct scenario sc = { 0 };
	char path[SIM_PATH_MAX];
	int n;

	row->running = streq(row->id, s->id);
	n = snprintf(path, sizeof(path), "%s/%s" SUFFIX, s->config.scenario_folder, row->id);
	if (n > 0 && n < SIM_PATH_MAX && scenario_read(path, &sc, &mistakes) == 0)
		memcpy(row->name, sc.name, sizeof(row->name));
	else
		(void)snprintf(row->name, sizeof(row->name), "%s", row->id);
}

int sim_list(const struct sim *s, struct sim_entry *ret_rows, unsigned most)
{
	AUTO_CLOSEDIR DIR *dir = opendir(s->config.scenario_folder);
	const struct dirent *d;
	unsigned n = 0;

	if (!dir)
		return -errno;
	while (n < most && (d = readdir(dir))) {
		struct sim_entry row = { 0 };

		if (id_of_file(d->d_name, row.id))
			ret_rows[n++] = row;
	}
	qsort(ret_rows, n, sizeof(*ret_rows), by_id);
	for (unsigned i = 0; i < n; i++)
		fill_name(s, &ret_rows[i]);
	return (int)n;
}
