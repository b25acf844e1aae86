// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The two files that the outputs object keeps: everything in /run, the manual part for good. */
#include "daemons/sensord/outputs/outputs_internal.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/sensord/outputs/sentence.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* A file that cannot be read stays beside for whoever wants to know why; one of them is enough. */
static void set_aside(const char *path, int error)
{
	char aside[PATH_MAX + sizeof(".damaged")];

	(void)log_errno(LOG_LEVEL_WARNING, error,
			"state of the outputs in '%s' is damaged, ignoring", path);
	(void)snprintf(aside, sizeof(aside), "%s.damaged", path);
	(void)rename(path, aside);
}

static int load_file(const char *path, struct keep *keep)
{
	AUTO_FREE char *bytes = NULL;
	size_t len;
	int r = file_read(path, KEEP_MAX, &bytes, &len);

	if (r == -ENOENT)
		return r;
	if (r == 0)
		r = keep_decode((const uint8_t *)bytes, len, keep);
	if (r < 0)
		set_aside(path, r);
	return r;
}

struct keep *outputs_load(struct outputs *o, struct instant now, bool durable)
{
	AUTO_FREE struct keep *keep = malloc(sizeof(*keep));
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/%s", durable ? o->state_folder : o->runtime_folder,
		       o->file);
	if (!keep || load_file(path, keep) < 0)
		return NULL;
	/* Of an earlier boot: in /run only where tests and the demo put it on a disk. */
	if (!durable && memcmp(keep->boot_id, o->boot_id, sizeof(o->boot_id)) != 0)
		return NULL;
	if (keep->saved_us > now.mono_us)
		keep_shift(keep, now.mono_us - keep->saved_us);
	return TAKE_PTR(keep);
}

static int encode(struct outputs *o, int64_t saved_us, bool whole)
{
	struct cursor c = keep_begin(o->buf, sizeof(o->buf), o->boot_id, saved_us, o->n);

	for (unsigned i = 0; i < o->n; i++)
		keep_put(&c, o->list[i].id, &o->list[i].control, whole);
	return keep_end(&c, o->buf);
}

/* Without this file a restart would begin as after a boot, so people have to know. */
static void tell_saved(struct outputs *o, int r)
{
	char text[TROUBLE_TEXT_MAX] = "";

	if (!o->calls.trouble)
		return;
	sentence_add(text, sizeof(text),
		     "the state of the outputs cannot be kept over a restart: %s: %s",
		     o->runtime_folder, r < 0 ? strerrordesc_np(-r) : "");
	o->calls.trouble(o->ctx, "outputs", r < 0 ? text : NULL);
}

void outputs_save(struct outputs *o, struct instant now)
{
	int len = encode(o, now.mono_us, true);
	int r = len;

	if (len > 0)
		r = file_replace(o->runtime_folder, o->file, o->buf, (size_t)len, 0640, false);
	if (r < 0 || o->unsaved)
		tell_saved(o, r);
	o->unsaved = r < 0;
	o->save_us = now.mono_us + OUTPUTS_RETRY_US;
	/* Without a time of writing: the same state gives the same bytes, and no write. */
	len = encode(o, 0, false);
	if (len > 0)
		keeper_offer(o->keeper, o->buf, (size_t)len);
}

void outputs_tell_keeper(struct outputs *o)
{
	char text[TROUBLE_TEXT_MAX] = "";
	int r = keeper_error(o->keeper);

	if (r == o->told_keeper)
		return;
	o->told_keeper = r;
	if (!o->calls.trouble)
		return;
	sentence_add(text, sizeof(text),
		     "what people set outputs to cannot be kept over a reboot: %s: %s; retrying",
		     o->state_folder, r < 0 ? strerrordesc_np(-r) : "");
	o->calls.trouble(o->ctx, "disk", r < 0 ? text : NULL);
}
