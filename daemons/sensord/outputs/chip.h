// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Finding a line among the GPIO chips of the board, and the few calls of the kernel's GPIO uAPI v2
 * (<linux/gpio.h>, Linux 5.10) that an output needs. No libgpiod here: neither 1.6 nor 2.x can
 * adopt a descriptor, and adopting the one in systemd's store keeps an output still over a kill.
 */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Where a line is. */
struct chip_line {
	char path[PATH_MAX]; /* device of its chip */
	unsigned offset;
};

/*
 * Finds a line by name, or by number in the chip; `chip` is the label or name of the chip, or ""
 * for any that has a line of that name. -ENOENT: no such chip or line; -ENOTUNIQ: more than one;
 * other negative errno when a chip that may have it cannot be opened. ret_why: a clause for people.
 */
int chip_find(const char *dev_folder, const char *chip, const char *line,
	      struct chip_line *ret_line, char *ret_why, size_t why_size);

/* Requests an output with this first value: the kernel sets value and direction in one step. */
int chip_request(const struct chip_line *line, const char *consumer, bool active_low, bool active,
		 int *ret_fd);

/* The value of a requested line: 0 or 1, or a negative errno (-ENODEV: its chip is gone). */
int chip_get(int fd);

int chip_set(int fd, bool active);
