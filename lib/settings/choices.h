// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The enums that settings choose from, each as one kind of table for the schema's rows. */
#include "lib/settings/schema.h"

extern const struct choice channel_kind_choice, unit_choice, source_kind_choice,
	channel_role_choice, boot_state_choice, colour_choice, side_choice, temperature_unit_choice,
	line_bias_choice, derive_choice, interlock_when_choice, alarm_priority_choice,
	log_what_choice, rule_when_choice, snmp_access_choice, user_role_choice, delivery_choice,
	mail_security_choice, hook_form_choice, modem_value_choice;
