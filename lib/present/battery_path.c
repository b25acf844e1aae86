// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/battery_path.h"

#include "lib/present/power.h"
#include "lib/present/value.h"

static const enum channel_role roles[BATTERY_PART_MAX] = {
	[BATTERY_LVD] = ROLE_LVD,
	[BATTERY_FRONT_SWITCH] = ROLE_BATTERY_FRONT_SWITCH,
	[BATTERY_OUTPUT] = ROLE_BATTERY_SWITCH,
};

static bool about_battery(const struct channel *c)
{
	if (channel_hidden(c))
		return false;
	for (unsigned i = 0; i < BATTERY_PART_MAX; i++)
		if (c->role == roles[i])
			return true;
	return c->role == ROLE_BATTERY_VOLTS || c->role == ROLE_BATTERY_AMPS;
}

static const struct output_state *find_output(const struct snapshot *now, unsigned channel)
{
	for (unsigned i = 0; i < now->n_outputs; i++)
		if (now->outputs[i].channel == channel)
			return &now->outputs[i];
	return NULL;
}

static enum battery_answer ask_output(const struct present_status *s, unsigned channel)
{
	const struct output_state *o = find_output(s->snapshot, channel);

	/* a line that cannot be driven is in no state that we know */
	if (!o || o->fault)
		return BATTERY_UNKNOWN;
	return o->active == power_off_state(&s->channels[channel]) ? BATTERY_BLOCKS
								   : BATTERY_PASSES;
}

static enum battery_answer ask(const struct present_status *s, unsigned channel)
{
	const struct sample *sample = &s->snapshot->samples[channel];

	if (s->channels[channel].kind == CHANNEL_DIGITAL_OUT)
		return ask_output(s, channel);
	if (sample->quality != QUALITY_OK)
		return BATTERY_UNKNOWN;
	return sample_active(sample) ? BATTERY_PASSES : BATTERY_BLOCKS;
}

void battery_path_find(const struct present_status *s, struct battery_path *ret_path)
{
	*ret_path = (struct battery_path){ .channels = { -1, -1, -1 } };
	for (unsigned i = 0; i < present_n_readings(s); i++) {
		ret_path->present |= about_battery(&s->channels[i]);
		for (unsigned k = 0; k < BATTERY_PART_MAX; k++) {
			if (s->channels[i].role != roles[k])
				continue;
			ret_path->channels[k] = (int)i;
			ret_path->parts[k] = ask(s, i);
			ret_path->blocked |= ret_path->parts[k] == BATTERY_BLOCKS;
		}
	}
}

/* A simulated LVD may be a number, which has no words of its own. */
static const char *state_words(const struct present_status *s, enum battery_part part,
			       unsigned channel)
{
	const struct channel *c = &s->channels[channel];

	if (part == BATTERY_OUTPUT)
		return present_state_text(c, power_off_state(c));
	if (channel_digital(c) && *c->state_text[0])
		return c->state_text[0];
	return part == BATTERY_LVD ? "open" : "off";
}

void battery_path_words(struct text *out, const struct present_status *s,
			const struct battery_path *p)
{
	bool any = false;

	text_add(out, "the battery is cut off: ");
	for (unsigned k = 0; k < BATTERY_PART_MAX; k++) {
		if (p->parts[k] != BATTERY_BLOCKS)
			continue;
		text_printf(out, "%s%s is %s", any ? ", " : "",
			    present_name(&s->channels[p->channels[k]]),
			    state_words(s, (enum battery_part)k, (unsigned)p->channels[k]));
		any = true;
	}
}

static void json_parts(struct json *j, const char *key, const struct battery_path *p,
		       enum battery_answer answer)
{
	json_array(j, key);
	for (unsigned k = 0; k < BATTERY_PART_MAX; k++)
		if (p->parts[k] == answer)
			json_string(j, NULL, channel_role_to_name(roles[k]));
	json_array_end(j);
}

void battery_path_json(struct json *j, const char *key, const struct battery_path *p)
{
	if (!p->present) {
		json_null(j, key);
		return;
	}
	json_object(j, key);
	json_parts(j, "blocked", p, BATTERY_BLOCKS);
	json_parts(j, "unknown", p, BATTERY_UNKNOWN);
	json_object_end(j);
}
