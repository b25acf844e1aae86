// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sources/adc.h"

#include <errno.h>
#include <iio.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/parse.h"
#include "lib/base/util.h"

int adc_context_open(struct iio_context **ret_context)
{
	struct iio_context *context;

	errno = 0;
	context = iio_create_local_context();
	if (!context)
		return errno ? -errno : -ENODEV;
	*ret_context = context;
	return 0;
}

void adc_context_close(struct iio_context *context)
{
	if (context)
		iio_context_destroy(context);
}

/* Name of the bus device below which the kernel put it, e.g. "1-0048". */
static bool has_parent(const struct iio_device *device, const char *parent)
{
	char path[128], target[PATH_MAX];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/sys/bus/iio/devices/%s", iio_device_get_id(device));
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return false;
	target[n] = '\0';
	/* …/1-0048/iio:device0: the element before the last */
	for (char *last = strrchr(target, '/'); last; last = NULL) {
		char *element;

		*last = '\0';
		element = strrchr(target, '/');
		if (element && streq(element + 1, parent))
			return true;
	}
	return false;
}

/* The name is no help: the driver calls an ADS1115 "ads1015", and several have it. */
static bool fits(const struct iio_device *device, const struct settings_converter *converter)
{
	const char *label = iio_device_get_label(device);

	if (converter->label[0])
		return label && streq(label, converter->label);
	return converter->parent[0] && has_parent(device, converter->parent);
}

static double read_number(const struct iio_channel *channel, const char *attribute, double missing)
{
	double value;

	return iio_channel_attr_read_double(channel, attribute, &value) < 0 || !isfinite(value)
		       ? missing
		       : value;
}

int adc_input_open(struct iio_context *context, const struct settings_converter *converter,
		   const char *input, struct adc_input *ret_input)
{
	for (unsigned i = 0; i < iio_context_get_devices_count(context); i++) {
		struct iio_device *device = iio_context_get_device(context, i);
		struct iio_channel *channel;

		if (!fits(device, converter))
			continue;
		channel = iio_device_find_channel(device, input, false);
		if (!channel)
			return -ENOENT;
		ret_input->channel = channel;
		ret_input->scale = read_number(channel, "scale", 1.0);
		ret_input->offset = read_number(channel, "offset", 0.0);
		return 0;
	}
	return -ENODEV;
}

int adc_input_read(const struct adc_input *in, int64_t *ret_micro)
{
	char text[32];
	int64_t raw;
	double micro;
	ssize_t n = iio_channel_attr_read(in->channel, "raw", text, sizeof(text));

	if (n < 0)
		return (int)n;
	text[strcspn(text, "\n")] = '\0';
	if (parse_i64(text, &raw) < 0)
		return -EIO;
	/* the ABI's scale gives thousandths of the unit (Documentation/ABI/testing/sysfs-bus-iio)
	 */
	micro = ((double)raw + in->offset) * in->scale * 1000.0;
	if (!(fabs(micro) < 9e18))
		return -ERANGE;
	*ret_micro = llround(micro);
	return 0;
}

bool adc_gone(int error)
{
	return error == -ENODEV || error == -ENOENT || error == -EBADF || error == -ENXIO;
}
