// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/choices.h"

#include "lib/model/nametable.h"

static const char *const temperature_unit_names[] = {
	[TEMPERATURE_CELSIUS] = "celsius",
	[TEMPERATURE_FAHRENHEIT] = "fahrenheit",
};
NAMETABLE(temperature_unit, temperature_unit_names, TEMPERATURE_UNIT_MAX)

static const char *const snmp_access_names[] = {
	[SNMP_ACCESS_READ] = "read",
	[SNMP_ACCESS_READ_WRITE] = "read-write",
	[SNMP_ACCESS_OFF] = "off",
};
NAMETABLE(snmp_access, snmp_access_names, SNMP_ACCESS_MAX)

static const char *const line_bias_names[] = {
	[BIAS_NONE] = "none",
	[BIAS_PULL_UP] = "pull-up",
	[BIAS_PULL_DOWN] = "pull-down",
};
NAMETABLE(line_bias, line_bias_names, LINE_BIAS_MAX)

static const char *const derive_names[] = {
	[DERIVE_NONE] = "none",
	[DERIVE_PRODUCT] = "product",
	[DERIVE_WHILE_ON] = "while-on",
	[DERIVE_WHILE_OFF] = "while-off",
};
NAMETABLE(derive, derive_names, DERIVE_MAX)

static const char *const modem_value_names[] = {
	[MODEM_NOTHING] = "none",
	[MODEM_SIGNAL] = "signal",
	[MODEM_REGISTERED] = "registered",
};
NAMETABLE(modem_value, modem_value_names, MODEM_VALUE_MAX)

static const char *const interlock_when_names[] = {
	[INTERLOCK_ALWAYS] = "always",	   [INTERLOCK_BELOW] = "below",
	[INTERLOCK_ABOVE] = "above",	   [INTERLOCK_ACTIVE] = "active",
	[INTERLOCK_INACTIVE] = "inactive",
};
NAMETABLE(interlock_when, interlock_when_names, INTERLOCK_WHEN_MAX)

/* What a person can write a rule for; the silence of sensord and the log are no rules. */
_Static_assert(ALARM_SILENT == ALARM_WHEN_MAX - 2, "the last two are not for rules");

static int rule_when_from_name(const char *name)
{
	int v = alarm_when_from_name(name);

	return v < ALARM_SILENT ? v : -EINVAL;
}

/* The schema's rows need one type of function for all enums. */
#define CHOICE(prefix, max)                                                                        \
	static const char *prefix##_choice_name(int v)                                             \
	{                                                                                          \
		return prefix##_to_name((enum prefix)v);                                           \
	}                                                                                          \
	const struct choice prefix##_choice = { prefix##_choice_name, prefix##_from_name, max };

CHOICE(channel_kind, CHANNEL_KIND_MAX)
CHOICE(unit, UNIT_MAX)
CHOICE(source_kind, SOURCE_KIND_MAX)
CHOICE(channel_role, ROLE_MAX)
CHOICE(boot_state, BOOT_STATE_MAX)
CHOICE(colour, COLOUR_MAX)
CHOICE(side, SIDE_MAX)
CHOICE(temperature_unit, TEMPERATURE_UNIT_MAX)
CHOICE(line_bias, LINE_BIAS_MAX)
CHOICE(derive, DERIVE_MAX)
CHOICE(modem_value, MODEM_VALUE_MAX)
CHOICE(interlock_when, INTERLOCK_WHEN_MAX)
CHOICE(alarm_priority, ALARM_PRIORITY_MAX)
CHOICE(log_what, LOG_WHAT_MAX)
CHOICE(snmp_access, SNMP_ACCESS_MAX)
CHOICE(user_role, USER_ROLE_MAX)
CHOICE(delivery, DELIVERY_MAX)
CHOICE(mail_security, MAIL_SECURITY_MAX)
CHOICE(hook_form, HOOK_FORM_MAX)

static const char *rule_when_name(int v)
{
	return alarm_when_to_name((enum alarm_when)v);
}
const struct choice rule_when_choice = { rule_when_name, rule_when_from_name, ALARM_SILENT };
