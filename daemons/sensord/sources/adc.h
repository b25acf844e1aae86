// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * One analog input of a converter through libiio: found by the device's label or parent, scale and
 * offset read once, raw value read at each tick. Only reader threads call this: every call may
 * block.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/settings/settings.h"

struct iio_context;
struct iio_channel;

/* The local IIO context of one reader. libiio does not rescan: after a loss it is made anew. */
int adc_context_open(struct iio_context **ret_context);
void adc_context_close(struct iio_context *context);

struct adc_input {
	struct iio_channel *channel; /* the context's */
	double scale;		     /* thousandths of the unit a count (millivolts) */
	double offset;		     /* counts added before scaling */
};

/* -ENODEV: no such converter now; -ENOENT: it has no such input. */
int adc_input_open(struct iio_context *context, const struct settings_converter *converter,
		   const char *input, struct adc_input *ret_input);

/* One conversion, millionths of the unit at the input (microvolts). */
int adc_input_read(const struct adc_input *in, int64_t *ret_micro);

/* True when this error means that the device itself went, so that a new context is needed. */
bool adc_gone(int error);
