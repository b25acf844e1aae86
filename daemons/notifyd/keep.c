// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The books on the disk. What a kill must not lose lies in /run, written at each change and before
 * each message; what a power cut must not lose lies beside the other state, written when somebody
 * was told.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/random.h>

#include "daemons/notifyd/kept.h"
#include "daemons/notifyd/notifyd.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/keeper.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define FILE_NAME "told"
/* Events that concern nobody move only the place in the journal: after a power cut they are read
 * again. */
#define QUIET_KEEP_US (600 * USEC_PER_SEC)

/* An id that was never drawn. */
static const uint8_t none[16];

static struct kept_now of_now(struct notifyd *s)
{
	return (struct kept_now){ .boot_id = s->self.boot_id, .now = notifyd_now(s) };
}

static int read_from(struct notifyd *s, const char *folder)
{
	AUTO_FREE char *text = NULL;
	struct kept_now at = of_now(s);
	char path[FOLDER_MAX + 16];
	size_t len;
	int r;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, FILE_NAME);
	r = file_read(path, KEPT_MOST, &text, &len);
	if (r == 0)
		r = kept_read(&s->books, &at, text);
	if (r < 0 && r != -ENOENT)
		log_warning_errno(r, "cannot use '%s'", path);
	return r;
}

static void draw_unit(struct notifyd *s)
{
	if (memcmp(s->books.unit, none, sizeof(none)) != 0)
		return;
	if (getrandom(s->books.unit, sizeof(s->books.unit), 0) != (ssize_t)sizeof(s->books.unit))
		memcpy(s->books.unit, s->self.boot_id, sizeof(s->books.unit));
	s->told = true;
}

int keep_start(struct notifyd *s)
{
	int r;

	folder_private_runtime("notifyd", s->run_folder);
	(void)file_make_folder(s->run_folder, 0750);
	/* gone with the boot, so what is there is the newest */
	if (read_from(s, s->run_folder) < 0)
		(void)read_from(s, s->state_folder);
	draw_unit(s);
	/* the first time of all: this boot is no news */
	if (memcmp(s->books.boot, none, sizeof(none)) == 0)
		memcpy(s->books.boot, s->self.boot_id, sizeof(s->books.boot));
	books_settings(&s->books, s->live.now, books_seen(&s->books));
	r = keeper_new(s->loop, s->state_folder, FILE_NAME, KEPT_MOST, &s->keeper);
	return r < 0 ? log_error_errno(r, "cannot keep what was told") : 0;
}

void keep_stop(struct notifyd *s)
{
	if (!s->keeper)
		return;
	s->told = true;
	keep_run(s);
	s->keeper = keeper_free(s->keeper);
}

static void keep(struct notifyd *s, bool durable)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct kept_now at = of_now(s);
	int r;

	kept_write(&s->books, &at, &out);
	if (!text_ok(&out))
		return; /* with the next change */
	r = file_replace(s->run_folder, FILE_NAME, text_get(&out), out.len, 0640, false);
	notifyd_trouble(s, "state", r < 0 ? "what was told cannot be kept in /run" : NULL);
	s->moved = false;
	if (!durable)
		return;
	keeper_offer(s->keeper, (const uint8_t *)text_get(&out), out.len);
	s->told = false;
	s->kept_us = mono_read_us();
}

void keep_now(struct notifyd *s)
{
	keep(s, s->told);
}

void keep_run(struct notifyd *s)
{
	bool durable = s->told || (s->moved && mono_read_us() - s->kept_us >= QUIET_KEEP_US);

	if (s->moved || s->told)
		keep(s, durable);
}
