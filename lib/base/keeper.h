// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Writes one small file durably from a helper thread, because an fsync may take a second and the
 * loop has a tick to keep. The newest state wins, what came between is never written. After an
 * error it tries again. The thread is there only while something is to be written.
 */
#include <stddef.h>
#include <stdint.h>

struct keeper;
struct loop;

/*
 * `most` bounds the file. The texts are copied. The loop lets go of a thread that has ended; NULL
 * where there is none, then that waits for the next state.
 */
int keeper_new(struct loop *loop, const char *folder, const char *name, size_t most,
	       struct keeper **ret_keeper);

/* Hands over what is to be in the file, at most `most` bytes. Never waits for the disk. */
void keeper_offer(struct keeper *k, const uint8_t *bytes, size_t len);

/* 0, or the negative errno of the last attempt to write. */
int keeper_error(struct keeper *k);

/* Makes one last attempt at what is not written yet. */
struct keeper *keeper_free(struct keeper *k);
