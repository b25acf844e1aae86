// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/derived.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct sample ok(int64_t value)
{
	return (struct sample){ .value = value };
}

static struct sample bad(enum quality quality)
{
	return (struct sample){ .quality = quality };
}

TEST(product_is_in_millionths)
{
	struct sample a = ok(13800000), b = ok(7200000);
	int64_t value;

	ASSERT_EQ(derived_value(DERIVE_PRODUCT, &a, &b, false, 0, &value), QUALITY_OK);
	ASSERT_EQ(value, 99360000);
}

TEST(product_saturates)
{
	struct sample a = ok(INT64_MAX), b = ok(INT64_MIN);
	int64_t value;

	ASSERT_EQ(derived_value(DERIVE_PRODUCT, &a, &b, false, 0, &value), QUALITY_OK);
	ASSERT_EQ(value, INT64_MIN);
	ASSERT_EQ(derived_value(DERIVE_PRODUCT, &a, &a, false, 0, &value), QUALITY_OK);
	ASSERT_EQ(value, INT64_MAX);
}

TEST(product_is_as_bad_as_its_worse_input)
{
	struct sample a = ok(1), b = bad(QUALITY_STALE), c = bad(QUALITY_BROKEN_WIRE);
	int64_t value;

	ASSERT_EQ(derived_value(DERIVE_PRODUCT, &a, &b, false, 0, &value), QUALITY_STALE);
	ASSERT_EQ(derived_value(DERIVE_PRODUCT, &c, &a, false, 0, &value), QUALITY_BROKEN_WIRE);
}

/* S10: one current, shown as the supply's or as the battery's depending on the mains. */
TEST(while_on_and_off_by_a_contact)
{
	struct sample amps = ok(5000000), closed = ok(MICRO), open = ok(0);
	int64_t value;

	ASSERT_EQ(derived_value(DERIVE_WHILE_ON, &amps, &closed, true, 0, &value), QUALITY_OK);
	ASSERT_EQ(value, 5000000);
	ASSERT_EQ(derived_value(DERIVE_WHILE_ON, &amps, &open, true, 0, &value), QUALITY_OK);
	ASSERT_EQ(value, 0);
	ASSERT_EQ(derived_value(DERIVE_WHILE_OFF, &amps, &open, true, 0, &value), QUALITY_OK);
	ASSERT_EQ(value, 5000000);
	ASSERT_EQ(derived_value(DERIVE_WHILE_OFF, &amps, &closed, true, 0, &value), QUALITY_OK);
	ASSERT_EQ(value, 0);
}

TEST(while_on_by_a_threshold)
{
	struct sample amps = ok(5000000), at = ok(80 * MICRO), above = ok(80 * MICRO + 1);
	int64_t value;

	(void)derived_value(DERIVE_WHILE_ON, &amps, &at, false, 80 * MICRO, &value);
	ASSERT_EQ(value, 0);
	(void)derived_value(DERIVE_WHILE_ON, &amps, &above, false, 80 * MICRO, &value);
	ASSERT_EQ(value, 5000000);
}

TEST(a_switch_that_cannot_be_read_decides_nothing)
{
	struct sample amps = ok(5000000), lost = bad(QUALITY_FAULT);
	int64_t value;

	ASSERT_EQ(derived_value(DERIVE_WHILE_ON, &amps, &lost, true, 0, &value), QUALITY_FAULT);
	ASSERT_EQ(derived_value(DERIVE_WHILE_OFF, &amps, &lost, false, 0, &value), QUALITY_FAULT);
}

TEST(more_than_can_be_measured_is_on)
{
	struct sample amps = ok(5000000), over = bad(QUALITY_OVER_RANGE);
	int64_t value;

	ASSERT_EQ(derived_value(DERIVE_WHILE_ON, &amps, &over, false, 80 * MICRO, &value),
		  QUALITY_OK);
	ASSERT_EQ(value, 5000000);
}

TEST(an_input_that_does_not_count_may_be_bad)
{
	struct sample lost = bad(QUALITY_FAULT), open = ok(0), closed = ok(MICRO);
	int64_t value;

	ASSERT_EQ(derived_value(DERIVE_WHILE_ON, &lost, &open, true, 0, &value), QUALITY_OK);
	ASSERT_EQ(derived_value(DERIVE_WHILE_ON, &lost, &closed, true, 0, &value), QUALITY_FAULT);
}
