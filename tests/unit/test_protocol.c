// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* lib/wire/PROTOCOL.md says the same as the code: its table of messages, its numbers, its vectors.
 */
#include <ctype.h>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/base/util.h"
#include "lib/wire/msg.h"
#include "tests/unit/test.h"
#include "tests/unit/wire_samples.h"

/* The whole page, read once. */
static const char *page(void)
{
	static char *bytes;
	const char *source = getenv("RMCU_SOURCE");
	char path[4096];
	size_t len;

	if (!bytes) {
		(void)snprintf(path, sizeof(path), "%s/lib/wire/PROTOCOL.md",
			       source ? source : ".");
		ASSERT_OK(file_read(path, 1 << 20, &bytes, &len));
	}
	return bytes;
}

/* Cell `n` of a row of a table, without the blanks around it. */
static void cell(const char *row, unsigned n, char ret[64])
{
	const char *end;
	size_t len;

	while (*row == '|' || *row == ' ')
		row++;
	for (; n > 0; n--) {
		row = strchr(row, '|');
		ASSERT_TRUE(row != NULL);
		row++;
		while (*row == ' ')
			row++;
	}
	end = strchr(row, '|');
	ASSERT_TRUE(end != NULL);
	len = (size_t)(end - row);
	while (len > 0 && row[len - 1] == ' ')
		len--;
	(void)snprintf(ret, 64, "%.*s", (int)len, row);
}

static const char *right_name(unsigned right)
{
	return right == RIGHT_READ	? "read"
	       : right == RIGHT_CONTROL ? "control"
	       : right == RIGHT_ADMIN	? "admin"
	       : right == RIGHT_SUITE	? "suite"
	       : right == RIGHT_MODEM	? "modem"
					: "";
}

static void check_row(const char *row, unsigned type)
{
	char name[64], direction[64], right[64], heading[96];

	cell(row, 1, name);
	cell(row, 2, direction);
	cell(row, 3, right);
	ASSERT_TRUE(msg_name(type) != NULL);
	ASSERT_STREQ(name, msg_name(type));
	ASSERT_STREQ(direction, msg_right_needed(type) ? "→ server" : "→ client");
	ASSERT_STREQ(right, right_name(msg_right_needed(type)));
	/* and a heading of its own, "### name (number)", alone or with others */
	(void)snprintf(heading, sizeof(heading), "%s (%u)", name, type);
	ASSERT_CONTAINS(page(), heading);
}

TEST(the_table_of_messages)
{
	const char *row = strstr(page(), "| number | name | direction | right |");
	unsigned rows = 0, known = 0, last = 0;

	ASSERT_TRUE(row != NULL);
	row = strchr(strchr(row, '\n') + 1, '\n') + 1;
	for (; *row == '|'; row = strchr(row, '\n') + 1, rows++) {
		char number[64];
		unsigned type;

		cell(row, 0, number);
		type = (unsigned)strtoul(number, NULL, 10);
		ASSERT_GT(type, last);
		last = type;
		check_row(row, type);
	}
	for (unsigned type = 0; type <= UINT16_MAX; type++)
		known += msg_name(type) != NULL;
	ASSERT_EQ(rows, known);
}

/* The page contains this, with the number in its place; thousands are set apart as on the page. */
static void says(const char *before, unsigned number, const char *after)
{
	char want[128];

	if (number < 1000)
		(void)snprintf(want, sizeof(want), "%s%u%s", before, number, after);
	else
		(void)snprintf(want, sizeof(want), "%s%u %03u%s", before, number / 1000,
			       number % 1000, after);
	ASSERT_CONTAINS(page(), want);
}

TEST(limits)
{
	says("Protocol number: **", WIRE_PROTOCOL, "**");
	says("at most ", WIRE_PACKET_MAX, " bytes from a server");
	says("and ", WIRE_REQUEST_MAX, " from a client");
	says("| channels | list(", CHANNELS_MAX, ")");
	says("| holds | list(", HOLDS_MAX, ") of (u8");
	says("| holds | list(", OUTPUTS_MAX, ") of (text");
	says("| troubles | list(", TROUBLES_MAX, ")");
	says("| scenarios | list(", WIRE_SCENARIOS_MAX, ")");
	says("| knobs | list(", WIRE_KNOBS_MAX, ")");
	says("| changes | list(", WIRE_CHANGES_MAX, ")");
	says("| mistakes | list(", WIRE_MISTAKES_MAX, ")");
	says("| confirm_s | u32 | at most ", CONFIRM_S_MAX, ";");
	says("| alarms | list(", WIRE_ALARMS_PAGE, ")");
	says("| schedules | list(", WIRE_SCHEDULES_MAX, ")");
	says("between two periodic rows, at most ", LOG_RATE_MIN_MAX, ";");
	says("| read | ", RIGHT_READ, " |");
	says("| control | ", RIGHT_CONTROL, " |");
	says("| admin | ", RIGHT_ADMIN, " |");
	says("| suite | ", RIGHT_SUITE, " |");
	says("| modem | ", RIGHT_MODEM, " |");
}

/* "name number", for every value of an enum. */
#define SAYS_ENUM(prefix, first, max)                                                              \
	for (unsigned v = (first); v < (max); v++) {                                               \
		char name[64];                                                                     \
		(void)snprintf(name, sizeof(name), "%s ", prefix##_to_name((enum prefix)v));       \
		says(name, v, "");                                                                 \
	}

TEST(enumerations)
{
	SAYS_ENUM(channel_kind, 0, CHANNEL_KIND_MAX)
	SAYS_ENUM(unit, 0, UNIT_MAX)
	SAYS_ENUM(source_kind, 0, SOURCE_KIND_MAX)
	SAYS_ENUM(colour, 0, COLOUR_MAX)
	SAYS_ENUM(side, 0, SIDE_MAX)
	SAYS_ENUM(quality, 0, QUALITY_MAX)
	SAYS_ENUM(holder, 0, HOLDER_MAX)
	SAYS_ENUM(fact_kind, FACT_EDGE, FACT_KIND_MAX)
	SAYS_ENUM(alarm_when, 0, ALARM_WHEN_MAX)
	SAYS_ENUM(alarm_priority, 0, ALARM_PRIORITY_MAX)
	SAYS_ENUM(log_what, 0, LOG_WHAT_MAX)
	for (unsigned v = 0; v < EVENT_KIND_MAX; v++) {
		char name[64];

		if (!event_kind_valid(v))
			continue;
		(void)snprintf(name, sizeof(name), "%s ", event_kind_to_name(v));
		says(name, v, "");
	}
}

/* The bytes of "vector NAME"; returns how many. */
static size_t vector(const char *name, uint8_t *ret_bytes, size_t size)
{
	char title[64];
	const char *at;
	size_t n = 0;

	(void)snprintf(title, sizeof(title), "    vector %s\n", name);
	at = strstr(page(), title);
	ASSERT_TRUE(at != NULL);
	/* to the next empty line or the end */
	for (at += strlen(title); *at && strncmp(at, "\n", 1) != 0; at = strchr(at, '\n') + 1) {
		const char *c = at;

		while (*c != '\n') {
			if (isspace((unsigned char)*c)) {
				c++;
				continue;
			}
			ASSERT_LT(n, size);
			ret_bytes[n++] = (uint8_t)strtoul((char[]){ c[0], c[1], 0 }, NULL, 16);
			c += 2;
		}
	}
	return n;
}

/* Decodes a vector into fresh memory, and checks that it encodes to the same bytes. */
static void *decoded(const char *name, uint32_t id)
{
	uint8_t bytes[512], again[512];
	size_t len = vector(name, bytes, sizeof(bytes));
	struct cursor c = cursor_reader(bytes, len);
	const struct wire_kind *k = wire_kinds;
	struct msg_head head;
	void *m;

	ASSERT_OK(msg_get_head(&c, &head));
	while (k->type != head.type)
		k++;
	ASSERT_STREQ(msg_name(head.type), name);
	ASSERT_EQ(head.id, id);
	m = calloc(1, k->size);
	ASSERT_OK(k->get(&c, m));
	ASSERT_EQ(k->put(again, sizeof(again), id, m), len);
	ASSERT_EQ(memcmp(again, bytes, len), 0);
	return m;
}

TEST(vectors_of_facts)
{
	struct msg_fact_gap *gap = decoded("fact-gap", 0);
	struct msg_facts_from *from = decoded("facts-from", 5);

	ASSERT_EQ(gap->next, 4991);
	ASSERT_EQ(gap->lost, 4990);
	ASSERT_EQ(from->instance, 0x0123456789abcdef);
	ASSERT_EQ(from->from, 42);
	free(gap);
	free(from);
}

TEST(vector_of_a_reply)
{
	struct msg_reply *m = decoded("reply", 5);

	ASSERT_EQ(m->error, EACCES);
	ASSERT_STREQ(m->sentence, "you are not in group rmcu-control");
	free(m);
}

TEST(vector_of_a_snapshot)
{
	struct snapshot *m = decoded("snapshot", 0);

	ASSERT_EQ(m->number, 7);
	ASSERT_EQ(m->now.wall_us, INT64_C(1795416420000000));
	ASSERT_EQ(m->now.mono_us, USEC_PER_SEC);
	ASSERT_EQ(m->rate_milli, 1000);
	ASSERT_TRUE(m->wall_sane && !m->edge);
	ASSERT_EQ(m->n_samples, 2);
	ASSERT_EQ(m->samples[0].value, 13800000);
	ASSERT_EQ(m->samples[0].mono_us, USEC_PER_SEC - 18000);
	ASSERT_EQ(m->samples[0].quality, QUALITY_OK);
	ASSERT_EQ(m->samples[1].quality, QUALITY_FAULT);
	ASSERT_EQ(m->n_outputs, 1);
	ASSERT_EQ(m->outputs[0].channel, 1);
	ASSERT_EQ(m->outputs[0].holder, HOLDER_MANUAL);
	ASSERT_TRUE(m->outputs[0].unconfirmed && !m->outputs[0].active);
	ASSERT_EQ(m->outputs[0].until_us, 3 * USEC_PER_SEC);
	free(m);
}

TEST(vector_of_a_request)
{
	struct msg_output_set *m = decoded("output-set", 9);

	ASSERT_STREQ(m->channel, "supply");
	ASSERT_EQ(m->action, OUTPUT_ON);
	ASSERT_EQ(m->confirm_s, 60);
	ASSERT_STREQ(m->actor.name, "anna");
	ASSERT_STREQ(m->actor.address, "192.0.2.7");
	ASSERT_STREQ(m->actor.door, "web");
	free(m);
}

TEST(vector_of_a_request_about_the_log)
{
	struct msg_log_request *m = decoded("log-delete", 6);

	ASSERT_EQ(m->file, 3);
	ASSERT_STREQ(m->actor.name, "anna");
	ASSERT_STREQ(m->actor.door, "psctl");
	free(m);
}
