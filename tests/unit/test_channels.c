// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/channels.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define PERIOD_US 100000

/* Settings with two analog inputs, a contact that must stand for 10 ms, and the product of the
 * first two. */
static struct settings *make_settings(void)
{
	struct settings *s = calloc(1, sizeof(*s));

	s->sampling.rate_hz = 10;
	s->n_channels = 4;
	for (int i = 0; i < 4; i++) {
		struct settings_channel *c = &s->channels[i];

		(void)snprintf(c->info.id, sizeof(c->info.id), "c%d", i);
		(void)snprintf(c->info.name, sizeof(c->info.name), "Channel %d", i);
		c->info.averaging = 1;
		c->scale = MICRO;
		c->broken_below = SETTINGS_UNSET;
		c->info.range_max = 20 * MICRO;
	}
	s->channels[2].info.kind = CHANNEL_DIGITAL_IN;
	s->channels[2].debounce_ms = 10;
	s->channels[3].derive = DERIVE_PRODUCT;
	(void)snprintf(s->channels[3].input_a, CHANNEL_ID_MAX, "c0");
	(void)snprintf(s->channels[3].input_b, CHANNEL_ID_MAX, "c1");
	return s;
}

static struct sample sample_of(const struct channels *c, unsigned index, int64_t now_us)
{
	struct sample sample;

	channels_sample(c, index, now_us, &sample);
	return sample;
}

TEST(an_unread_channel_is_stale_and_has_no_number)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };

	channels_configure(&c, s, 0);
	ASSERT_EQ(sample_of(&c, 0, 0).quality, QUALITY_STALE);
	ASSERT_EQ(sample_of(&c, 0, 0).value, 0);
	free(s);
}

TEST(a_reading_ages_into_stale_after_two_periods)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };

	channels_configure(&c, s, 0);
	channels_analog(&c, 0, QUALITY_OK, 5 * MICRO, 1000);
	ASSERT_EQ(sample_of(&c, 0, 1000 + 2 * PERIOD_US).quality, QUALITY_OK);
	ASSERT_EQ(sample_of(&c, 0, 1000 + 2 * PERIOD_US).value, 5 * MICRO);
	ASSERT_EQ(sample_of(&c, 0, 1001 + 2 * PERIOD_US).quality, QUALITY_STALE);
	ASSERT_EQ(sample_of(&c, 0, 1001 + 2 * PERIOD_US).value, 0);
	free(s);
}

/* How long that holds is decided where it comes in. */
TEST(what_is_told_of_the_modem_does_not_age_here)
{
	struct settings *s = make_settings(), *other = make_settings();
	struct channels c = { 0 };

	s->channels[0].info.source = SOURCE_MODEM;
	s->channels[0].modem = MODEM_SIGNAL;
	channels_configure(&c, s, 0);
	ASSERT_EQ(sample_of(&c, 0, 0).quality, QUALITY_STALE);
	channels_analog(&c, 0, QUALITY_OK, 5 * MICRO, 1000);
	ASSERT_EQ(sample_of(&c, 0, 1000 + 1000 * PERIOD_US).quality, QUALITY_OK);
	/* and another value of it is another wire */
	other->channels[0].info.source = SOURCE_MODEM;
	other->channels[0].modem = MODEM_REGISTERED;
	channels_configure(&c, other, 1000);
	ASSERT_EQ(sample_of(&c, 0, 1000).quality, QUALITY_STALE);
	free(s);
	free(other);
}

/* S8: beyond the range it is flagged, not clipped. */
TEST(a_value_beyond_the_range_is_no_value)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };

	channels_configure(&c, s, 0);
	channels_analog(&c, 0, QUALITY_OK, 20 * MICRO, 0);
	ASSERT_EQ(sample_of(&c, 0, 0).quality, QUALITY_OK);
	channels_analog(&c, 0, QUALITY_OK, 20 * MICRO + 1, 0);
	ASSERT_EQ(sample_of(&c, 0, 0).quality, QUALITY_OVER_RANGE);
	channels_analog(&c, 0, QUALITY_OK, -1, 0);
	ASSERT_EQ(sample_of(&c, 0, 0).quality, QUALITY_UNDER_RANGE);
	free(s);
}

/* S21 */
TEST(a_blank_name_disables)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };

	s->channels[0].info.name[0] = '\0';
	channels_configure(&c, s, 0);
	channels_analog(&c, 0, QUALITY_OK, MICRO, 0);
	ASSERT_EQ(sample_of(&c, 0, 0).quality, QUALITY_DISABLED);
	free(s);
}

TEST(the_first_level_is_a_state_and_not_an_edge)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };
	struct channel_change change;

	channels_configure(&c, s, 0);
	ASSERT_FALSE(channels_edge(&c, 2, true, 5, &change));
	ASSERT_EQ(sample_of(&c, 2, 5).quality, QUALITY_OK);
	ASSERT_EQ(sample_of(&c, 2, 5).value, MICRO);
	free(s);
}

TEST(an_edge_counts_when_it_has_stood_and_is_dated_when_it_began)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };
	struct channel_change change;

	channels_configure(&c, s, 0);
	(void)channels_edge(&c, 2, false, 0, &change);
	ASSERT_FALSE(channels_edge(&c, 2, true, 100000, &change));
	ASSERT_EQ(channels_settle_due(&c), 110000);
	ASSERT_FALSE(channels_settle(&c, 109999, &change));
	ASSERT_TRUE(channels_settle(&c, 110000, &change));
	ASSERT_EQ(change.channel, 2);
	ASSERT_TRUE(change.active);
	ASSERT_EQ(change.mono_us, 100000);
	ASSERT_FALSE(channels_settle(&c, 110000, &change));
	ASSERT_EQ(channels_settle_due(&c), INT64_MAX);
	free(s);
}

TEST(a_lost_contact_is_a_fault_and_its_return_no_edge_by_itself)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };
	struct channel_change change;

	channels_configure(&c, s, 0);
	(void)channels_edge(&c, 2, true, 0, &change);
	channels_fail(&c, 2, QUALITY_FAULT, 50);
	ASSERT_EQ(sample_of(&c, 2, 50).quality, QUALITY_FAULT);
	ASSERT_FALSE(channels_edge(&c, 2, true, 90, &change));
	ASSERT_EQ(sample_of(&c, 2, 90).quality, QUALITY_OK);
	ASSERT_FALSE(channels_settle(&c, 1000000, &change));
	free(s);
}

TEST(a_level_that_changed_while_it_was_lost_is_an_edge)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };
	struct channel_change change;

	channels_configure(&c, s, 0);
	(void)channels_edge(&c, 2, true, 0, &change);
	channels_fail(&c, 2, QUALITY_FAULT, 50);
	(void)channels_edge(&c, 2, false, 90, &change);
	ASSERT_TRUE(channels_settle(&c, 1000000, &change));
	ASSERT_FALSE(change.active);
	free(s);
}

TEST(derived_channels_follow_their_inputs)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };

	channels_configure(&c, s, 0);
	channels_analog(&c, 0, QUALITY_OK, 3 * MICRO, 0);
	channels_derive(&c, 0);
	ASSERT_EQ(sample_of(&c, 3, 0).quality, QUALITY_STALE);
	channels_analog(&c, 1, QUALITY_OK, 2 * MICRO, 0);
	channels_derive(&c, 0);
	ASSERT_EQ(sample_of(&c, 3, 0).value, 6 * MICRO);
	free(s);
}

/* A hidden input still feeds what is derived from it. */
TEST(a_hidden_channel_still_counts_for_others)
{
	struct settings *s = make_settings();
	struct channels c = { 0 };

	s->channels[0].info.name[0] = '\0';
	channels_configure(&c, s, 0);
	channels_analog(&c, 0, QUALITY_OK, 3 * MICRO, 0);
	channels_analog(&c, 1, QUALITY_OK, 2 * MICRO, 0);
	channels_derive(&c, 0);
	ASSERT_EQ(sample_of(&c, 3, 0).value, 6 * MICRO);
	free(s);
}

TEST(a_reload_keeps_what_is_wired_the_same)
{
	struct settings *old = make_settings(), *fresh = make_settings();
	struct channels c = { 0 };

	channels_configure(&c, old, 0);
	channels_analog(&c, 0, QUALITY_OK, 3 * MICRO, 0);
	channels_analog(&c, 1, QUALITY_OK, 4 * MICRO, 0);
	(void)snprintf(fresh->channels[0].info.name, CHANNEL_NAME_MAX, "Renamed");
	(void)snprintf(fresh->channels[1].input, SETTINGS_NAME_MAX, "voltage7");
	channels_configure(&c, fresh, 0);
	ASSERT_EQ(sample_of(&c, 0, 0).value, 3 * MICRO);
	ASSERT_EQ(sample_of(&c, 1, 0).quality, QUALITY_STALE);
	free(old);
	free(fresh);
}
