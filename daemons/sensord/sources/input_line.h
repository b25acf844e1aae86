// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * One input line, whichever libgpiod there is: gpiod_v1.c speaks 1.6 (Debian 12), gpiod_v2.c 2.x
 * (Debian 13); meson takes one of them. Debouncing is ours, so both behave alike.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/settings/settings.h"

struct input_line;

/*
 * Requests a line as an input with both edges. `chip` is a chip's label or name, "" for any that
 * has a line of this name; `line` a name, or an offset when it is a number. -ENODEV: no such chip
 * or line now.
 */
int input_line_open(const char *chip, const char *line, enum line_bias bias, bool active_low,
		    struct input_line **ret_line);
struct input_line *input_line_close(struct input_line *l);

/* Readable when an edge waits; EPOLLERR or EPOLLHUP when the chip is gone. */
int input_line_fd(const struct input_line *l);

/* The present level, active or not; negative errno when the chip does not answer. */
int input_line_read(struct input_line *l, bool *ret_active);

/*
 * Takes the oldest waiting edge with the kernel's CLOCK_MONOTONIC time of it: 1, 0 when none waits,
 * negative errno when the chip is gone. *ret_lost counts edges that overflowed the kernel's queue
 * before it (0 where the library cannot tell).
 */
int input_line_edge(struct input_line *l, bool *ret_active, int64_t *ret_mono_us,
		    uint32_t *ret_lost);
