// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/action.h"

#include <errno.h>
#include <inttypes.h>

#include "lib/base/parse.h"

/* A sensor may be told to show anything; this keeps sums of it far from the end of int64. */
#define FAIL_VALUE_MAX (INT64_C(1000000000) * MICRO)

bool action_parse_time(struct mistakes *m, const char *word, int64_t max, int64_t *ret)
{
	int64_t us;
	int r;

	r = parse_span_us(word, &us);
	if (r == -EINVAL)
		return mistakes_add(
			m, "'%s' is not a time, allowed: a number with ms, s, min, h or d", word);
	if (r < 0 || us > max)
		return mistakes_add(m, "'%s' is too long, allowed: up to %" PRId64 " s", word,
				    max / USEC_PER_SEC);
	*ret = us;
	return true;
}

static bool parse_signal(struct mistakes *m, const char *word, bool contact, enum plant_signal *ret)
{
	size_t first = contact ? PLANT_CONTACT_FIRST : 0;
	size_t n = contact ? PLANT_CONTACTS : PLANT_SIGNAL_MAX;
	const char *names[PLANT_SIGNAL_MAX];

	for (size_t i = 0; i < n; i++) {
		names[i] = plant_signal_to_name((enum plant_signal)(first + i));
		if (streq(names[i], word)) {
			*ret = (enum plant_signal)(first + i);
			return true;
		}
	}
	return mistakes_unknown(m, contact ? "contact" : "signal", word, names, n);
}

/* set KNOB VALUE */
static bool parse_set(struct mistakes *m, char **words, size_t n, struct scenario_event *e)
{
	char min[PARSE_MICRO_MAX], max[PARSE_MICRO_MAX];
	const struct plant_knob_info *info;
	const char *names[KNOB_MAX];
	bool on;
	int r;

	if (n != 2)
		return mistakes_add(m, "a set is: set KNOB VALUE");
	for (int i = 0; i < KNOB_MAX; i++)
		names[i] = plant_knob_to_name((enum plant_knob)i);
	r = plant_knob_from_name(words[0]);
	if (r < 0)
		return mistakes_unknown(m, "knob", words[0], names, KNOB_MAX);
	e->knob = (enum plant_knob)r;
	info = plant_knob_info(e->knob);
	if (info->is_switch) {
		if (parse_bool(words[1], &on) < 0)
			return mistakes_add(m, "%s: '%s' is not a state, allowed: on or off",
					    words[0], words[1]);
		e->value = on ? MICRO : 0;
		return true;
	}
	r = parse_micro(words[1], &e->value);
	if (r == 0 && e->value >= info->min && e->value <= info->max)
		return true;
	format_micro(info->min, min);
	format_micro(info->max, max);
	return mistakes_add(m, "%s: '%s' is %s, allowed: %s to %s", words[0], words[1],
			    r == -EINVAL ? "not a number" : "out of range", min, max);
}

/* bounce CONTACT N over SPAN */
static bool parse_bounce(struct mistakes *m, char **words, size_t n, struct scenario_event *e)
{
	if (n != 4 || !streq(words[2], "over"))
		return mistakes_add(m, "a bounce is: bounce CONTACT NUMBER over SPAN");
	if (!parse_signal(m, words[0], true, &e->signal))
		return false;
	if (parse_i64(words[1], &e->value) < 0 || e->value < 1 || e->value > CONTACT_EDGES_MAX)
		return mistakes_add(m, "'%s' is not a number of edges, allowed: 1 to %d", words[1],
				    CONTACT_EDGES_MAX);
	return action_parse_time(m, words[3], CONTACT_SPAN_MAX_US, &e->span_us);
}

/* fail SIGNAL FAULT, or fail SIGNAL value NUMBER */
static bool parse_fail(struct mistakes *m, char **words, size_t n, struct scenario_event *e)
{
	static const char *const faults[] = { "broken-wire", "stuck", "no-answer",
					      "silent",	     "open",  "value" };
	bool contact, with_value;

	if (n < 2)
		return mistakes_add(m,
				    "a fail is: fail SIGNAL FAULT, or: fail SIGNAL value NUMBER");
	if (!parse_signal(m, words[0], false, &e->signal))
		return false;
	if (plant_fault_from_name(words[1]) <= FAULT_NONE)
		return mistakes_unknown(m, "fault", words[1], faults, ARRAY_SIZE(faults));
	e->fault = (enum plant_fault)plant_fault_from_name(words[1]);
	with_value = e->fault == FAULT_VALUE;
	if (n != (with_value ? 3 : 2))
		return mistakes_add(m,
				    "a fail is: fail SIGNAL FAULT, or: fail SIGNAL value NUMBER");
	if (with_value && (parse_micro(words[2], &e->value) < 0 || e->value > FAIL_VALUE_MAX ||
			   e->value < -FAIL_VALUE_MAX))
		return mistakes_add(
			m, "'%s' is not a value, allowed: a number, six digits behind the point",
			words[2]);
	contact = plant_is_contact(e->signal);
	if (e->fault == FAULT_OPEN && !contact)
		return mistakes_add(m, "%s is no contact: it can be broken-wire, not open",
				    words[0]);
	if (e->fault == FAULT_BROKEN_WIRE && contact)
		return mistakes_add(m, "%s is a contact: it can be open, not broken-wire",
				    words[0]);
	return true;
}

static bool parse_heal(struct mistakes *m, char **words, size_t n, struct scenario_event *e)
{
	if (n != 1)
		return mistakes_add(m, "a heal is: heal SIGNAL");
	return parse_signal(m, words[0], false, &e->signal);
}

bool action_parse(struct mistakes *m, char **words, size_t n, struct scenario_event *e)
{
	static const char *const verbs[] = { "set", "bounce", "fail", "heal" };
	int verb;

	if (n == 0)
		return mistakes_add(m, "here something must happen: set, bounce, fail or heal");
	verb = scenario_verb_from_name(words[0]);
	if (verb < 0)
		return mistakes_unknown(m, "action", words[0], verbs, ARRAY_SIZE(verbs));
	e->verb = (enum scenario_verb)verb;
	switch (e->verb) {
	case SCENARIO_SET:
		return parse_set(m, words + 1, n - 1, e);
	case SCENARIO_BOUNCE:
		return parse_bounce(m, words + 1, n - 1, e);
	case SCENARIO_FAIL:
		return parse_fail(m, words + 1, n - 1, e);
	case SCENARIO_HEAL:
		return parse_heal(m, words + 1, n - 1, e);
	case SCENARIO_VERB_MAX:
		break;
	}
	return false;
}
