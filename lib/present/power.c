// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/power.h"

#include "lib/present/battery_path.h"

/* No mains of this world, 100 to 240 V, is this low; what is in between is a matter of alarm
 * limits. */
#define MAINS_FAILED_BELOW (50 * MICRO)
/* What feeds the load gives more than a converter's noise. */
#define FLOWS_ABOVE (MICRO / 5)

bool power_mains_failed(const struct channel *c, const struct sample *s)
{
	return c->role == ROLE_AC_LINE && s->quality == QUALITY_OK && s->value < MAINS_FAILED_BELOW;
}

enum power_answer power_mains(const struct present_status *s)
{
	enum power_answer answer = POWER_UNKNOWN;

	for (unsigned i = 0; i < present_n_readings(s); i++) {
		const struct sample *sample = &s->snapshot->samples[i];

		if (power_mains_failed(&s->channels[i], sample))
			return POWER_NO;
		if (s->channels[i].role == ROLE_AC_LINE && sample->quality == QUALITY_OK)
			answer = POWER_YES;
	}
	return answer;
}

const struct sample *power_reading(const struct present_status *s, enum channel_role role)
{
	for (unsigned i = 0; i < present_n_readings(s); i++)
		if (s->channels[i].role == role && s->snapshot->samples[i].quality == QUALITY_OK)
			return &s->snapshot->samples[i];
	return NULL;
}

enum power_answer power_flows(const struct present_status *s, enum channel_role role)
{
	const struct sample *amps = power_reading(s, role);

	if (!amps)
		return POWER_UNKNOWN;
	return amps->value > FLOWS_ABOVE ? POWER_YES : POWER_NO;
}

/* In units of this kind the output's transistor takes supply or battery away. */
bool power_off_state(const struct channel *c)
{
	const char *active = c->state_text[1], *inactive = c->state_text[0];

	if (strcasecmp(active, "on") == 0 || strcasecmp(inactive, "off") == 0)
		return false;
	return true;
}

const struct output_state *power_output(const struct present_status *s, enum channel_role role)
{
	for (unsigned i = 0; i < s->snapshot->n_outputs; i++) {
		const struct output_state *o = &s->snapshot->outputs[i];

		if (o->channel < s->n_channels && s->channels[o->channel].role == role)
			return o->fault ? NULL : o;
	}
	return NULL;
}

enum power_answer power_supply_off(const struct present_status *s)
{
	const struct output_state *o = power_output(s, ROLE_SUPPLY_SWITCH);

	if (!o)
		return POWER_UNKNOWN;
	return o->active == power_off_state(&s->channels[o->channel]) ? POWER_YES : POWER_NO;
}

enum power_answer power_supply(const struct present_status *s)
{
	const struct sample *dc_ok = power_reading(s, ROLE_DC_OK);

	if (power_mains(s) == POWER_NO || power_supply_off(s) == POWER_YES)
		return POWER_NO;
	/* at its limit its voltage falls and the contact opens, but it still gives */
	if (power_flows(s, ROLE_SUPPLY_AMPS) == POWER_YES)
		return POWER_YES;
	if (!dc_ok)
		return POWER_UNKNOWN;
	return sample_active(dc_ok) ? POWER_YES : POWER_NO;
}

enum power_source power_source(const struct present_status *s)
{
	enum power_answer supply = power_supply(s);
	struct battery_path path;

	if (supply == POWER_YES)
		return POWER_FROM_SUPPLY;
	if (power_flows(s, ROLE_BATTERY_AMPS) == POWER_YES)
		return POWER_FROM_BATTERY;
	if (supply == POWER_UNKNOWN)
		return POWER_FROM_UNKNOWN;
	battery_path_find(s, &path);
	/* a load that draws nothing is fed all the same */
	return path.present && !path.blocked ? POWER_FROM_BATTERY : POWER_FROM_NOTHING;
}
