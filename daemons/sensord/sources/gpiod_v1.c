// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* struct input_line on libgpiod 1.6. */
#include <errno.h>
#include <gpiod.h>
#include <poll.h>
#include <stdlib.h>

#include "daemons/sensord/sources/input_line.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

#define CONSUMER "rmcu-sensord"

struct input_line {
	struct gpiod_chip *chip;
	struct gpiod_line *line; /* the chip's */
};

static struct gpiod_line *find_line(struct gpiod_chip *chip, const char *name)
{
	uint64_t offset;

	if (parse_u64(name, &offset) == 0)
		return offset < gpiod_chip_num_lines(chip)
			       ? gpiod_chip_get_line(chip, (unsigned)offset)
			       : NULL;
	return gpiod_chip_find_line(chip, name);
}

/* The first chip that fits and has the line. */
static int find(const char *chip_name, const char *name, struct input_line *l)
{
	struct gpiod_chip_iter *iter = gpiod_chip_iter_new();
	struct gpiod_chip *chip;

	if (!iter)
		return -ENODEV;
	gpiod_foreach_chip_noclose(iter, chip)
	{
		bool fits = !*chip_name || streq(chip_name, gpiod_chip_label(chip)) ||
			    streq(chip_name, gpiod_chip_name(chip));

		l->line = fits ? find_line(chip, name) : NULL;
		if (l->line) {
			l->chip = chip;
			break;
		}
		gpiod_chip_close(chip);
	}
	gpiod_chip_iter_free_noclose(iter);
	return l->line ? 0 : -ENODEV;
}

static int request_flags(enum line_bias bias, bool active_low)
{
	int flags = active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;

	if (bias == BIAS_PULL_UP)
		flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
	if (bias == BIAS_PULL_DOWN)
		flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
	return flags;
}

int input_line_open(const char *chip, const char *line, enum line_bias bias, bool active_low,
		    struct input_line **ret_line)
{
	struct input_line *l = calloc(1, sizeof(*l));
	int r;

	if (!l)
		return -ENOMEM;
	r = find(chip, line, l);
	if (r == 0 && gpiod_line_request_both_edges_events_flags(
			      l->line, CONSUMER, request_flags(bias, active_low)) < 0)
		r = -errno;
	if (r < 0) {
		input_line_close(l);
		return r;
	}
	*ret_line = l;
	return 0;
}

struct input_line *input_line_close(struct input_line *l)
{
	if (l && l->chip)
		gpiod_chip_close(l->chip);
	free(l);
	return NULL;
}

int input_line_fd(const struct input_line *l)
{
	return gpiod_line_event_get_fd(l->line);
}

int input_line_read(struct input_line *l, bool *ret_active)
{
	int value = gpiod_line_get_value(l->line);

	if (value < 0)
		return -errno;
	*ret_active = value;
	return 0;
}

int input_line_edge(struct input_line *l, bool *ret_active, int64_t *ret_mono_us,
		    uint32_t *ret_lost)
{
	struct pollfd p = { .fd = input_line_fd(l), .events = POLLIN };
	struct gpiod_line_event event;
	int r = poll(&p, 1, 0);

	/* 1.6 reads blocking, so it is asked only when something is there */
	if (r <= 0)
		return r < 0 ? -errno : 0;
	if (!(p.revents & POLLIN))
		return -ENODEV;
	if (gpiod_line_event_read(l->line, &event) < 0)
		return -errno;
	*ret_active = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
	*ret_mono_us = (int64_t)event.ts.tv_sec * USEC_PER_SEC + event.ts.tv_nsec / NSEC_PER_USEC;
	*ret_lost = 0;
	return 1;
}
