// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Conditions that have begun and are no alarm yet: a small file that lives until the next boot, so
 * that the on-delay of an alarm does not begin anew when alarmd is killed in the midst of it.
 */
#include "daemons/alarmd/engine/engine.h"

struct onsets {
	uint64_t version; /* of the engine's onsets, as written */
	bool failed;	  /* the last write did */
};

/* Writes those of the engine if they changed. 0, 1 when it wrote, or a negative errno. */
int onsets_save(struct onsets *o, const char *folder, const uint8_t boot_id[16],
		const struct engine *e);

/* Gives the engine those that were saved in this boot; what is no such file says nothing. */
void onsets_load(const char *folder, const uint8_t boot_id[16], struct engine *e);

/* The bytes of the file, for onsets_load and its fuzzer. -EBADMSG when they are none. */
int onsets_parse(const void *bytes, size_t len, const uint8_t boot_id[16], struct engine *e);
