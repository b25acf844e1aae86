// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* struct input_line on libgpiod 2.x. */
#include <dirent.h>
#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/sensord/sources/input_line.h"
#include "lib/base/cleanup.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

#define CONSUMER "rmcu-sensord"

struct input_line {
	struct gpiod_line_request *request;
	struct gpiod_edge_event_buffer *buffer;
	unsigned offset;
	unsigned long last_seqno;
};

static int find_offset(struct gpiod_chip *chip, const char *name, unsigned *ret_offset)
{
	struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
	size_t lines = info ? gpiod_chip_info_get_num_lines(info) : 0;
	uint64_t number;
	int r;

	gpiod_chip_info_free(info);
	if (parse_u64(name, &number) == 0) {
		*ret_offset = (unsigned)number;
		return number < lines ? 0 : -ENODEV;
	}
	r = gpiod_chip_get_line_offset_from_name(chip, name);
	if (r < 0)
		return -ENODEV;
	*ret_offset = (unsigned)r;
	return 0;
}

static bool chip_fits(struct gpiod_chip *chip, const char *wanted)
{
	struct gpiod_chip_info *info;
	bool fits;

	if (!*wanted)
		return true;
	info = gpiod_chip_get_info(chip);
	if (!info)
		return false;
	fits = streq(wanted, gpiod_chip_info_get_label(info)) ||
	       streq(wanted, gpiod_chip_info_get_name(info));
	gpiod_chip_info_free(info);
	return fits;
}

/* 2.x has no search over all chips: the first one in /dev that fits and has the line. */
static int find(const char *chip_name, const char *name, struct gpiod_chip **ret_chip,
		unsigned *ret_offset)
{
	AUTO_CLOSEDIR DIR *dev = opendir("/dev");
	struct dirent *entry;

	while (dev && (entry = readdir(dev))) {
		char path[300];
		struct gpiod_chip *chip;

		if (strncmp(entry->d_name, "gpiochip", 8) != 0)
			continue;
		(void)snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		chip = gpiod_chip_open(path);
		if (!chip)
			continue;
		if (chip_fits(chip, chip_name) && find_offset(chip, name, ret_offset) == 0) {
			*ret_chip = chip;
			return 0;
		}
		gpiod_chip_close(chip);
	}
	return -ENODEV;
}

static enum gpiod_line_bias bias_of(enum line_bias bias)
{
	switch (bias) {
	case BIAS_PULL_UP:
		return GPIOD_LINE_BIAS_PULL_UP;
	case BIAS_PULL_DOWN:
		return GPIOD_LINE_BIAS_PULL_DOWN;
	case BIAS_NONE:
	case LINE_BIAS_MAX:
		break;
	}
	return GPIOD_LINE_BIAS_AS_IS;
}

static int request(struct gpiod_chip *chip, struct input_line *l, enum line_bias bias,
		   bool active_low)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *lines = gpiod_line_config_new();
	struct gpiod_request_config *who = gpiod_request_config_new();
	int r = -ENOMEM;

	if (settings && lines && who) {
		gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
		gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
		gpiod_line_settings_set_bias(settings, bias_of(bias));
		gpiod_line_settings_set_active_low(settings, active_low);
		gpiod_request_config_set_consumer(who, CONSUMER);
		r = gpiod_line_config_add_line_settings(lines, &l->offset, 1, settings);
		l->request = r < 0 ? NULL : gpiod_chip_request_lines(chip, who, lines);
		r = l->request ? 0 : -errno;
	}
	gpiod_request_config_free(who);
	gpiod_line_config_free(lines);
	gpiod_line_settings_free(settings);
	return r;
}

int input_line_open(const char *chip_name, const char *line, enum line_bias bias, bool active_low,
		    struct input_line **ret_line)
{
	struct input_line *l = calloc(1, sizeof(*l));
	struct gpiod_chip *chip = NULL;
	int r;

	if (!l)
		return -ENOMEM;
	l->buffer = gpiod_edge_event_buffer_new(1);
	r = l->buffer ? find(chip_name, line, &chip, &l->offset) : -ENOMEM;
	if (r == 0)
		r = request(chip, l, bias, active_low);
	if (chip)
		gpiod_chip_close(chip);
	if (r < 0) {
		input_line_close(l);
		return r;
	}
	*ret_line = l;
	return 0;
}

struct input_line *input_line_close(struct input_line *l)
{
	if (!l)
		return NULL;
	if (l->request)
		gpiod_line_request_release(l->request);
	if (l->buffer)
		gpiod_edge_event_buffer_free(l->buffer);
	free(l);
	return NULL;
}

int input_line_fd(const struct input_line *l)
{
	return gpiod_line_request_get_fd(l->request);
}

int input_line_read(struct input_line *l, bool *ret_active)
{
	enum gpiod_line_value value = gpiod_line_request_get_value(l->request, l->offset);

	if (value == GPIOD_LINE_VALUE_ERROR)
		return -errno;
	*ret_active = value == GPIOD_LINE_VALUE_ACTIVE;
	return 0;
}

int input_line_edge(struct input_line *l, bool *ret_active, int64_t *ret_mono_us,
		    uint32_t *ret_lost)
{
	struct gpiod_edge_event *event;
	unsigned long seqno;
	int r = gpiod_line_request_wait_edge_events(l->request, 0);

	if (r <= 0)
		return r < 0 ? -errno : 0;
	if (gpiod_line_request_read_edge_events(l->request, l->buffer, 1) < 0)
		return -errno;
	event = gpiod_edge_event_buffer_get_event(l->buffer, 0);
	*ret_active = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
	*ret_mono_us = (int64_t)(gpiod_edge_event_get_timestamp_ns(event) / NSEC_PER_USEC);
	seqno = gpiod_edge_event_get_line_seqno(event);
	*ret_lost = l->last_seqno ? (uint32_t)(seqno - l->last_seqno - 1) : 0;
	l->last_seqno = seqno;
	return 1;
}
