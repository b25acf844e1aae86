// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/wear.h"

#include <inttypes.h>

#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/present/bytes.h"

#define BYTES_PER_GIB (UINT64_C(1) << 30)
#define DAYS_PER_YEAR 365.25
#define USEC_PER_DAY  (86400.0 * (double)USEC_PER_SEC)

/* Below this a tenth of a year still means something. */
#define TENTHS_BELOW (10 * MICRO)

static uint64_t day_bytes(double written, double span_us)
{
	double bytes = written * USEC_PER_DAY / span_us;

	/* the next smaller double is a whole number of 64 bits */
	return bytes < (double)UINT64_MAX ? (uint64_t)bytes : UINT64_MAX;
}

static int64_t years_left(double left, double a_day)
{
	double most = WEAR_YEARS_MAX;
	double years = left > 0 ? left / a_day / DAYS_PER_YEAR : 0;

	return (int64_t)(MIN(years, most) * (double)MICRO);
}

void wear_estimate(uint64_t written, int64_t span_us, const struct wear_card *card,
		   struct wear *ret_wear)
{
	double share, a_day;

	*ret_wear = (struct wear){ .known = span_us >= WEAR_SPAN_MIN_US };
	if (!ret_wear->known)
		return;
	ret_wear->day_bytes = day_bytes((double)written, (double)span_us);
	if (!card)
		return;
	share = (double)card->gib * (double)BYTES_PER_GIB * (double)card->cycles;
	a_day = (double)MAX(ret_wear->day_bytes, UINT64_C(1));
	ret_wear->years = years_left(share - (double)written, a_day);
}

static void add_years(struct text *out, int64_t years)
{
	if (years >= WEAR_YEARS_MAX * MICRO)
		text_printf(out, "lasts more than %d years", WEAR_YEARS_MAX);
	else if (years >= TENTHS_BELOW)
		text_printf(out, "lasts %" PRId64 " years", years / MICRO);
	else if (years >= MICRO / 10)
		text_printf(out, "lasts %" PRId64 ".%" PRId64 " years", years / MICRO,
			    years % MICRO / (MICRO / 10));
	else
		text_add(out, "is worn out");
}

void wear_words(struct text *out, const struct wear *w, const struct wear_card *card)
{
	if (!w->known) {
		text_add(out, "not known before an hour has passed");
		return;
	}
	present_bytes(out, w->day_bytes);
	text_add(out, " a day");
	if (!card)
		return;
	text_printf(out, "; a card of %" PRId64 " GiB and %" PRId64 " cycles ", card->gib,
		    card->cycles);
	add_years(out, w->years);
}
