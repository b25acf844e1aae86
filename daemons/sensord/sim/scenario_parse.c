// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/scenario.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/parse.h"
#include "lib/base/utf8.h"
#include "daemons/sensord/sim/action.h"
#include "daemons/sensord/sim/mistakes.h"

#define WORDS_MAX 8 /* "at 30s bounce alarm_in 12 over 40ms" is seven */

struct reader {
	struct mistakes m;
	size_t room; /* for events */
	bool named, seeded, no_memory;
	struct scenario scenario;
	char *words[WORDS_MAX];
	size_t n_words;
};

static bool add_event(struct reader *rd, const struct scenario_event *e)
{
	struct scenario *s = &rd->scenario;

	if (s->n_events == rd->room) {
		size_t room = rd->room ? rd->room * 2 : 16;
		struct scenario_event *grown = realloc(s->events, room * sizeof(*grown));

		if (!grown) {
			rd->no_memory = true;
			return false;
		}
		s->events = grown;
		rd->room = room;
	}
	s->events[s->n_events++] = *e;
	return true;
}

/* at TIME ACTION */
static bool statement_at(struct reader *rd)
{
	const struct scenario *s = &rd->scenario;
	struct scenario_event e = { 0 };

	if (rd->n_words < 2)
		return mistakes_add(&rd->m, "an event is: at TIME ACTION");
	if (!action_parse_time(&rd->m, rd->words[1], SCENARIO_LENGTH_MAX_US, &e.at_us) ||
	    !action_parse(&rd->m, rd->words + 2, rd->n_words - 2, &e))
		return false;
	if (s->n_events && e.at_us < s->events[s->n_events - 1].at_us)
		return mistakes_add(
			&rd->m, "'%s' is before the event above, allowed: the same time or later",
			rd->words[1]);
	if (s->end_us && e.at_us > s->end_us)
		return mistakes_add(&rd->m, "'%s' is after the end", rd->words[1]);
	if (s->n_events >= SCENARIO_EVENTS_MAX)
		return mistakes_add(&rd->m, "too many events, allowed: %d", SCENARIO_EVENTS_MAX);
	return add_event(rd, &e);
}

static bool statement_name(struct reader *rd)
{
	size_t len = rd->n_words == 2 ? strlen(rd->words[1]) : 0;

	if (rd->named)
		return mistakes_add(&rd->m, "the name was said before");
	rd->named = true;
	if (len < 3 || rd->words[1][0] != '"' || rd->words[1][len - 1] != '"')
		return mistakes_add(&rd->m, "a name is a text in quotes: name \"Mains failure\"");
	if (len - 2 >= SCENARIO_NAME_MAX)
		return mistakes_add(&rd->m, "the name is too long, allowed: %d bytes",
				    SCENARIO_NAME_MAX - 1);
	memcpy(rd->scenario.name, rd->words[1] + 1, len - 2);
	rd->scenario.name[len - 2] = '\0';
	return true;
}

static bool statement_seed(struct reader *rd)
{
	int64_t seed = -1;

	if (rd->seeded)
		return mistakes_add(&rd->m, "the seed was said before");
	rd->seeded = true;
	/* 63 bits, so that a saved state can carry it as any other number. */
	if (rd->n_words != 2 || parse_i64(rd->words[1], &seed) < 0 || seed < 0)
		return mistakes_add(&rd->m, "a seed is: seed NUMBER, 0 to %" PRId64, INT64_MAX);
	rd->scenario.seed = (uint64_t)seed;
	return true;
}

static bool statement_end(struct reader *rd)
{
	struct scenario *s = &rd->scenario;
	int64_t end_us;

	if (s->end_us)
		return mistakes_add(&rd->m, "the end was said before");
	if (rd->n_words != 3 || !streq(rd->words[1], "at"))
		return mistakes_add(&rd->m, "an end is: end at TIME");
	if (!action_parse_time(&rd->m, rd->words[2], SCENARIO_LENGTH_MAX_US, &end_us))
		return false;
	if (end_us == 0 || (s->n_events && end_us < s->events[s->n_events - 1].at_us))
		return mistakes_add(&rd->m,
				    "'%s' is before the last event, allowed: its time or later",
				    rd->words[2]);
	s->end_us = end_us;
	return true;
}

static bool statement_loop(struct reader *rd)
{
	if (rd->n_words != 1)
		return mistakes_add(&rd->m, "behind loop nothing may stand");
	rd->scenario.loop = true;
	return true;
}

static bool statement(struct reader *rd)
{
	static const struct {
		const char *name;
		bool (*parse)(struct reader *rd);
	} statements[] = {
		{ "name", statement_name }, { "seed", statement_seed }, { "at", statement_at },
		{ "end", statement_end },   { "loop", statement_loop },
	};
	const char *names[ARRAY_SIZE(statements)];

	for (size_t i = 0; i < ARRAY_SIZE(statements); i++) {
		names[i] = statements[i].name;
		if (streq(rd->words[0], names[i]))
			return statements[i].parse(rd);
	}
	return mistakes_unknown(&rd->m, "statement", rd->words[0], names, ARRAY_SIZE(names));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Cuts a line into words, in place; blanks and # within quotes belong to their word. */
static bool split(struct reader *rd, char *p)
{
	rd->n_words = 0;
	for (;;) {
		bool quoted = false;

		while (is_blank(*p))
			*p++ = '\0';
		if (*p == '\0' || *p == '#')
			break;
		if (rd->n_words == WORDS_MAX)
			return mistakes_add(&rd->m, "too many words, allowed: %d", WORDS_MAX);
		rd->words[rd->n_words++] = p;
		for (; *p && (quoted || (!is_blank(*p) && *p != '#')); p++)
			if (*p == '"')
				quoted = !quoted;
		if (quoted)
			return mistakes_add(&rd->m, "the closing quote is missing");
	}
	*p = '\0';
	return true;
}

/* Copies and checks one line, then reads its words; false when it has a mistake. */
static bool read_line(struct reader *rd, const char *bytes, size_t len)
{
	char line[SCENARIO_LINE_MAX], *p;

	if (len >= sizeof(line))
		return mistakes_add(&rd->m, "the line is too long, allowed: %zu bytes",
				    sizeof(line) - 1);
	if (memchr(bytes, '\0', len))
		return mistakes_add(&rd->m, "there is a NUL byte: this is no text");
	memcpy(line, bytes, len);
	line[len] = '\0';
	for (p = line; (p = strchr(p, '\t')); p++)
		*p = ' ';
	if (!utf8_printable(line))
		return mistakes_add(
			&rd->m, "there is a control character or no UTF-8, allowed: plain text");
	if (!split(rd, line))
		return false;
	return rd->n_words == 0 || statement(rd);
}

static void read_lines(struct reader *rd, const char *bytes, size_t len)
{
	const char *end = bytes + len;

	while (bytes < end && !rd->no_memory) {
		const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *stop = newline ? newline : end;

		rd->m.line++;
		(void)read_line(rd, bytes, (size_t)(stop - bytes));
		bytes = stop + 1;
	}
	rd->m.line = 0;
	if (!rd->named)
		(void)mistakes_add(&rd->m, "it has no name, wanted is a line: name \"...\"");
	if (rd->scenario.loop && !rd->scenario.end_us)
		(void)mistakes_add(&rd->m,
				   "it loops without an end, wanted is a line: end at TIME");
	else if (rd->scenario.loop && rd->scenario.end_us < SCENARIO_LOOP_MIN_US)
		(void)mistakes_add(&rd->m, "its loop is too short, allowed: 1 s or more");
}

int scenario_parse(const char *file, const char *bytes, size_t len, struct scenario *ret,
		   struct text *mistakes)
{
	struct reader rd = { .m = { .file = file, .out = mistakes }, .scenario = { .seed = 1 } };

	if (len > SCENARIO_BYTES_MAX)
		(void)mistakes_add(&rd.m, "the file is too large, allowed: %zu bytes",
				   SCENARIO_BYTES_MAX);
	else
		read_lines(&rd, bytes, len);
	if (rd.no_memory || rd.m.n) {
		scenario_done(&rd.scenario);
		return rd.no_memory ? -ENOMEM : -EINVAL;
	}
	*ret = rd.scenario;
	return 0;
}

int scenario_parse_action(const char *line, struct scenario_event *ret, struct text *mistakes)
{
	struct reader rd = { .m = { .out = mistakes } };
	struct scenario_event e = { 0 };
	char copy[SCENARIO_LINE_MAX];
	size_t len = strlen(line);

	if (len >= sizeof(copy) || !utf8_printable(line)) {
		(void)mistakes_add(&rd.m, "too long or no plain text");
		return -EINVAL;
	}
	memcpy(copy, line, len + 1);
	if (!split(&rd, copy) || !action_parse(&rd.m, rd.words, rd.n_words, &e))
		return -EINVAL;
	*ret = e;
	return 0;
}
