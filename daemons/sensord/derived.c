// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/derived.h"

#include "lib/base/util.h"

/* The product of two values in millionths, saturated. */
static int64_t multiply(int64_t a, int64_t b)
{
	__int128 product = (__int128)a * b / MICRO;

	if (product > INT64_MAX)
		return INT64_MAX;
	if (product < INT64_MIN)
		return INT64_MIN;
	return (int64_t)product;
}

static enum quality pass(const struct sample *a, int64_t *ret_value)
{
	*ret_value = a->value;
	return a->quality;
}

enum quality derived_value(enum derive derive, const struct sample *a, const struct sample *b,
			   bool b_digital, int64_t on_above, int64_t *ret_value)
{
	bool on = b_digital ? b->value != 0 : b->value > on_above;

	*ret_value = 0;
	/* Over-range is a number too large to tell, not the wrong side of a threshold. */
	if (!b_digital && b->quality == QUALITY_OVER_RANGE && derive != DERIVE_PRODUCT)
		on = true;
	else if (b->quality != QUALITY_OK)
		return b->quality;
	switch (derive) {
	case DERIVE_PRODUCT:
		*ret_value = multiply(a->value, b->value);
		return a->quality;
	case DERIVE_WHILE_ON:
		return on ? pass(a, ret_value) : QUALITY_OK;
	case DERIVE_WHILE_OFF:
		return on ? QUALITY_OK : pass(a, ret_value);
	case DERIVE_NONE:
	case DERIVE_MAX:
		break;
	}
	return QUALITY_FAULT;
}
