// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/history_chart.h"
#include "tests/unit/test.h"

static struct history_channel volts = {
	.step = 1000,
	.info = { .id = "volts", .name = "Volts", .unit = UNIT_VOLT, .digits = 2 },
};
static struct history_channel door = {
	.step = 1000,
	.info = { .id = "door",
		  .name = "Door",
		  .kind = CHANNEL_DIGITAL_IN,
		  .state_text = { "OPEN", "CLOSED" } },
};

static struct text picture;

static const char *draw(const struct history_channel *c, const struct history_sum *sums, unsigned n,
			unsigned columns, bool unicode)
{
	const struct terminal terminal = { .unicode = unicode, .columns = columns };
	const struct history_chart chart = {
		.channel = c,
		.sums = sums,
		.n = n,
		.terminal = &terminal,
		.label = history_chart_label(c),
		.from = "07:00",
		.middle = "08:00",
		.until = "09:00",
	};

	text_clear(&picture);
	history_chart(&picture, &chart);
	return text_get(&picture);
}

static struct history_sum sum(int32_t min, int32_t mean, int32_t max)
{
	return (struct history_sum){ min, max, (int64_t)mean * 10, 10, QUALITY_OK };
}

/* A value that rises, and a gap. */
static unsigned rising(struct history_sum *sums)
{
	for (int i = 0; i < 20; i++)
		sums[i] = sum(12000 + i * 100 - 50, 12000 + i * 100, 12000 + i * 100 + 50);
	sums[7] = (struct history_sum){ .worst = QUALITY_BROKEN_WIRE };
	sums[19] = sum(12950, 13400, 13850);
	return 20;
}

TEST(a_value_that_rises)
{
	struct history_sum sums[20];

	ASSERT_STREQ(draw(&volts, sums, rising(sums), 28, true), "Volts [V]\n"
								 " 13.85 ┤                 ░█░\n"
								 "       │               ░██ ░\n"
								 "       │             ░██   █\n"
								 "       │           ░██     ░\n"
								 " 13.01 ┤         ███       ░\n"
								 "       │        █░\n"
								 "       │     ██\n"
								 "       │   ██░\n"
								 "       │ ██░\n"
								 " 11.95 ┤█░\n"
								 "       └──────────┬─────────\n"
								 "        07:00   08:00  09:00\n");
}

TEST(the_same_without_unicode)
{
	struct history_sum sums[20];

	ASSERT_CONTAINS(draw(&volts, sums, rising(sums), 28, false), " 13.85 +  ");
	ASSERT_CONTAINS(text_get(&picture), "\n       +----------+---------\n");
	for (size_t i = 0; i < picture.len; i++)
		ASSERT_GT(picture.bytes[i], 0);
}

/* Every line ends within the terminal, and none ends in spaces. */
TEST(any_width)
{
	struct history_sum sums[20];
	unsigned n = rising(sums);

	for (unsigned columns = 20; columns < 200; columns++) {
		const char *line = draw(&volts, sums, n, columns, false);
		unsigned lines = 0;

		for (const char *end; (end = strchr(line, '\n')); line = end + 1) {
			ASSERT_LE(end - line, columns);
			ASSERT_TRUE(end == line || end[-1] != ' ');
			lines++;
		}
		ASSERT_EQ(lines, 1 + HISTORY_CHART_LINES + 2);
	}
}

TEST(more_buckets_than_columns_lose_nothing)
{
	static struct history_sum sums[1000];

	for (unsigned i = 0; i < 1000; i++)
		sums[i] = sum(13000, 13000, 13000);
	sums[501] = sum(13000, 13000, 14000);
	ASSERT_CONTAINS(draw(&volts, sums, 1000, 28, true), " 14.00 ┤          ░\n");
}

TEST(a_value_that_stands_still)
{
	const struct history_sum sums[1] = { sum(13800, 13800, 13800) };

	ASSERT_STREQ(draw(&volts, sums, 1, 30, false), "Volts [V]\n"
						       " 13.82 +\n"
						       "       |\n"
						       "       |\n"
						       "       |\n"
						       " 13.80 +######################\n"
						       "       |\n"
						       "       |\n"
						       "       |\n"
						       "       |\n"
						       " 13.79 +\n"
						       "       +-----------+----------\n"
						       "        07:00    08:00   09:00\n");
}

TEST(a_contact)
{
	const struct history_sum sums[3] = { sum(0, 0, 0), sum(0, 300, 1000),
					     sum(1000, 1000, 1000) };

	ASSERT_STREQ(draw(&door, sums, 3, 20, false), "Door\n"
						      "CLOSED +    ::::####\n"
						      "       |    ::::\n"
						      "       |    ::::\n"
						      "       |    ::::\n"
						      "       |    ::::\n"
						      "       |    ::::\n"
						      "       |    ####\n"
						      "       |    ::::\n"
						      "       |    ::::\n"
						      "  OPEN +####::::\n"
						      "       +------+-----\n"
						      "        07:00  09:00\n");
}

TEST(nothing)
{
	const struct history_sum sums[3] = { { .worst = QUALITY_STALE } };

	ASSERT_STREQ(draw(&volts, sums, 3, 80, true), "Volts [V]: no values in this time\n");
}

TEST(no_terminal_is_80_wide)
{
	const struct terminal none = { 0 };

	ASSERT_EQ(history_chart_columns(&none, 6), 72);
}

TEST(values_at_the_ends_of_their_range)
{
	const struct history_sum sums[2] = { sum(INT32_MIN, 0, INT32_MAX),
					     sum(INT32_MAX, INT32_MAX, INT32_MAX) };

	ASSERT_CONTAINS(draw(&volts, sums, 2, 80, false), "2147483.65 +");
}
