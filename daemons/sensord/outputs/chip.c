// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/chip.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "lib/base/cleanup.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

/* What is looked for, and what was found so far. */
struct search {
	const char *chip, *line;
	struct chip_line *found;
	unsigned n_chips, n_lines; /* chips that fit; lines found */
	int error;		   /* of a chip that could not be opened */
};

static bool chip_fits(const struct gpiochip_info *info, const char *chip)
{
	return chip[0] == '\0' || streq(info->label, chip) || streq(info->name, chip);
}

static void found(struct search *s, const char *path, unsigned offset)
{
	if (s->n_lines++ > 0)
		return;
	(void)snprintf(s->found->path, sizeof(s->found->path), "%s", path);
	s->found->offset = offset;
}

static void search_chip(struct search *s, const char *path)
{
	AUTO_CLOSE int fd = open(path, O_RDWR | O_CLOEXEC);
	struct gpiochip_info info = { 0 };
	uint64_t number;
	unsigned before = s->n_lines;

	if (fd < 0 || ioctl(fd, GPIO_GET_CHIPINFO_IOCTL, &info) < 0) {
		/* One that was pulled out this moment is no error. */
		if (errno != ENOENT && errno != ENODEV)
			s->error = -errno;
		return;
	}
	if (!chip_fits(&info, s->chip))
		return;
	s->n_chips++;
	for (unsigned i = 0; i < info.lines; i++) {
		struct gpio_v2_line_info line = { .offset = i };

		if (ioctl(fd, GPIO_V2_GET_LINEINFO_IOCTL, &line) == 0 && streq(line.name, s->line))
			found(s, path, i);
	}
	/* A number says nothing without its chip; a line whose name is a number goes first. */
	if (s->n_lines == before && s->chip[0] && parse_u64(s->line, &number) == 0 &&
	    number < info.lines)
		found(s, path, (unsigned)number);
}

/* The outcome of a search, with a clause that says it to a person. */
static int judge(const struct search *s, char *ret_why, size_t why_size)
{
	uint64_t number;

	if (s->n_lines == 1)
		return 0;
	if (s->n_lines > 1) {
		(void)snprintf(ret_why, why_size, "%u lines are called '%s': name the chip too",
			       s->n_lines, s->line);
		return -ENOTUNIQ;
	}
	if (s->error) {
		(void)snprintf(ret_why, why_size, "a GPIO chip cannot be opened: %s",
			       strerrordesc_np(-s->error));
		return s->error;
	}
	if (!s->chip[0] && parse_u64(s->line, &number) == 0)
		(void)snprintf(ret_why, why_size, "line %s is a number: name its chip too",
			       s->line);
	else if (s->chip[0] && s->n_chips == 0)
		(void)snprintf(ret_why, why_size, "there is no GPIO chip '%s'", s->chip);
	else
		(void)snprintf(ret_why, why_size, "no GPIO chip has a line '%s'", s->line);
	return -ENOENT;
}

int chip_find(const char *dev_folder, const char *chip, const char *line,
	      struct chip_line *ret_line, char *ret_why, size_t why_size)
{
	AUTO_CLOSEDIR DIR *dir = opendir(dev_folder);
	struct search s = { .chip = chip, .line = line, .found = ret_line };
	struct dirent *entry;
	char path[PATH_MAX];

	if (!dir) {
		int r = -errno;

		(void)snprintf(ret_why, why_size, "%s cannot be read: %s", dev_folder,
			       strerrordesc_np(-r));
		return r;
	}
	while ((entry = readdir(dir))) {
		/* A link is a second name of a chip (Raspberry Pi OS: gpiochip4 is gpiochip0). */
		if (strncmp(entry->d_name, "gpiochip", strlen("gpiochip")) != 0 ||
		    entry->d_type == DT_LNK)
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", dev_folder, entry->d_name);
		search_chip(&s, path);
	}
	return judge(&s, ret_why, why_size);
}

int chip_request(const struct chip_line *line, const char *consumer, bool active_low, bool active,
		 int *ret_fd)
{
	AUTO_CLOSE int fd = open(line->path, O_RDWR | O_CLOEXEC);
	struct gpio_v2_line_request request = {
		.offsets = { line->offset },
		.num_lines = 1,
		.config = {
			.flags = GPIO_V2_LINE_FLAG_OUTPUT |
				 (active_low ? GPIO_V2_LINE_FLAG_ACTIVE_LOW : 0),
			.num_attrs = 1,
			.attrs[0] = {
				.attr = { .id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES,
					  .values = active },
				.mask = 1,
			},
		},
	};

	if (fd < 0)
		return -errno;
	(void)snprintf(request.consumer, sizeof(request.consumer), "%s", consumer);
	/* The new descriptor is close-on-exec (linux/drivers/gpio/gpiolib-cdev.c). */
	if (ioctl(fd, GPIO_V2_GET_LINE_IOCTL, &request) < 0)
		return -errno;
	*ret_fd = request.fd;
	return 0;
}

int chip_get(int fd)
{
	struct gpio_v2_line_values values = { .mask = 1 };

	if (ioctl(fd, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) < 0)
		return -errno;
	return values.bits & 1;
}

int chip_set(int fd, bool active)
{
	struct gpio_v2_line_values values = { .mask = 1, .bits = active };

	return ioctl(fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) < 0 ? -errno : 0;
}
