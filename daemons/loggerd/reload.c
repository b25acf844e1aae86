// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Settings: what follows from them, at the start and later. */
#include <stdio.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/file.h"

#define HOURS_A_YEAR_QUARTERS (365 * 24 * 4 + 24) /* of four years */
/* Of a box: 60 s before and 300 s behind its alarm, ten seconds each; and what is not full. */
#define CHUNKS_A_BOX 36
#define CHUNKS_MORE  12

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
	(void)snprintf(s->state_folder, sizeof(s->state_folder), "%.200s%s", state,
		       s->live.simulated ? "/simulated" : "");
	/* group rmcu reads the history */
	(void)file_make_folder(s->state_folder, 0750);
}

static void trouble(void *ctx, const char *subject, const char *text)
{
	loggerd_trouble(ctx, subject, text);
}

static void taken(void *ctx, const struct settings *old)
{
	struct loggerd *s = ctx;
	struct store_limits limits = limits_of(s->live.now);

	(void)old;
	if (!same_limits(&limits, &s->limits)) {
		s->limits = limits;
		disk_set_limits(s->disk, &limits);
	}
	if (!s->sensor.link.hello)
		live_settings_table(&s->live, &s->sensor.table);
	/* the name of the site stands in the files of the log */
	if (s->table)
		record_table(s, s->sensor.table.channels, s->sensor.table.n_channels);
	s->status_changed = true;
	server_hello_again(s->server);
	loggerd_work(s);
}

static void looked(void *ctx)
{
	loggerd_work(ctx);
}

int reload_start(struct loggerd *s)
{
	static const struct live_settings_calls calls = { trouble, taken, looked };
	char state[FOLDER_MAX];
	int r;

	folder_state("loggerd", state);
	/* Made by systemd where it starts us; here for private runs. */
	(void)file_make_folder(state, 0750);
	r = live_settings_start(&s->live, s->loop, state, &calls, s);
	if (r < 0)
		return r;
	choose_folder(s, state);
	s->limits = limits_of(s->live.now);
	/* until sensord says so itself */
	live_settings_table(&s->live, &s->sensor.table);
	return 0;
}
