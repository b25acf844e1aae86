// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

#define DAY_S 86400

/* Longer repetition is nagging: a week at one an hour. */
#define REPEATS_MAX 168
/* What a person can read. */
#define HOURLY_MAX 1000

static const struct setting rows[] = {
	{
		.key = "enabled",
		.type = SETTING_BOOL,
		MEMBER(struct settings_recipient, enabled),
		.fallback = true,
		.help = "The recipient is told.",
	},
	{
		.key = "by",
		.label = "Told by",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_recipient, by),
		.choice = &delivery_choice,
		.fallback = DELIVERY_EMAIL,
		.access = ACCESS_ADMIN,
		.help = "How: email; text-email, a short text to a carrier's e-mail gateway; "
			"text-http, a short text to an HTTP gateway; text-modem, one by the "
			"unit's modem; webhook, an HTTP request; command, a program in "
			"/etc/rmcu/commands.",
	},
	{
		.key = "address",
		.type = SETTING_TEXT,
		MEMBER(struct settings_recipient, address),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "Where to: e-mail addresses with a comma between; a telephone number as "
			"+491701234567; the name of a program. Of a webhook: nothing.",
	},
	{
		.key = "url",
		.type = SETTING_TEXT,
		MEMBER(struct settings_recipient, url),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "webhook and text-http: the address of the request, as "
			"https://ntfy.example.org/site7. Whoever may read settings sees it.",
	},
	{
		.key = "form",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_recipient, form),
		.choice = &hook_form_choice,
		.fallback = HOOK_JSON,
		.access = ACCESS_ADMIN,
		.help = "webhook: what is sent. json: all there is to know; ntfy: a notice for "
			"ntfy; form: the fields to and text. text-http always sends the form.",
	},
	{
		.key = "secret",
		.type = SETTING_SECRET,
		.reader = SECRET_NOTIFYD,
		.access = ACCESS_ADMIN,
		.help = "webhook: json is signed with it (HMAC-SHA-256); ntfy and form send it as "
			"a bearer token.",
	},
	{
		.key = "priority",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_recipient, priority),
		.choice = &alarm_priority_choice,
		.fallback = PRIORITY_LOW,
		.help = "Alarms of this priority and above are told.",
	},
	{
		.key = "channels",
		.type = SETTING_TEXT,
		MEMBER(struct settings_recipient, channels),
		.set = TEXT_SET_IDS,
		.reference = REFERENCE_CHANNEL,
		.help = "Ids of the channels whose alarms are told. Empty: all.",
	},
	{
		.key = "groups",
		.type = SETTING_TEXT,
		MEMBER(struct settings_recipient, groups),
		.set = TEXT_SET_IDS,
		.help = "First-out groups whose alarms are told as well. Empty: none but those of "
			"the channels.",
	},
	{
		.key = "raised",
		.type = SETTING_BOOL,
		MEMBER(struct settings_recipient, raised),
		.fallback = true,
		.help = "Is told when an alarm is raised.",
	},
	{
		.key = "cleared",
		.type = SETTING_BOOL,
		MEMBER(struct settings_recipient, cleared),
		.fallback = true,
		.help = "Is told when one that he was told of is over.",
	},
	{
		.key = "acknowledged",
		.type = SETTING_BOOL,
		MEMBER(struct settings_recipient, acknowledged),
		.help = "Is told when somebody acknowledges or resets one that he was told of.",
	},
	{
		.key = "information",
		.type = SETTING_BOOL,
		MEMBER(struct settings_recipient, information),
		.help = "Is told of what is no alarm: inputs and outputs that want it, "
			"maintenance, shelving, messages that could not be delivered.",
	},
	{
		.key = "delay_s",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_recipient, delay_s),
		.max = DAY_S,
		.unit = "s",
		.help = "Is told of an alarm only if it still lasts after so long.",
	},
	{
		.key = "repeat_s",
		.label = "Repeat every",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_recipient, repeat_s),
		.max = DAY_S,
		.unit = "s",
		.help = "Is told again this often while the alarm lasts and nobody has "
			"acknowledged it. 0: once.",
	},
	{
		.key = "repeat_most",
		.label = "Repeats at most",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_recipient, repeat_most),
		.fallback = 5,
		.max = REPEATS_MAX,
		.help = "So many times at most.",
	},
	{
		.key = "escalate_to",
		.type = SETTING_TEXT,
		MEMBER(struct settings_recipient, escalate_to),
		.set = TEXT_SET_ID,
		.help = "Id of the recipient who is told next, whatever his filter, when nobody "
			"has acknowledged within escalate_s.",
	},
	{
		.key = "escalate_s",
		.label = "Escalate after",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_recipient, escalate_s),
		.fallback = 900,
		.min = 1,
		.max = DAY_S,
		.unit = "s",
		.help = "How long that is, from when this one was told.",
	},
	{
		.key = "hourly_most",
		.label = "Messages an hour",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_recipient, hourly_most),
		.fallback = 20,
		.min = 1,
		.max = HOURLY_MAX,
		.help = "So many messages an hour at most; what comes beyond them is put together, "
			"a line an alarm.",
	},
	{
		.key = "quiet",
		.label = "Quiet hours",
		.type = SETTING_BOOL,
		MEMBER(struct settings_recipient, window.enabled),
		.help = "There are hours in which messages wait.",
	},
	{
		.key = "quiet_below",
		.label = "Quiet below",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_recipient, quiet_below),
		.choice = &alarm_priority_choice,
		.fallback = PRIORITY_CRITICAL,
		.help = "In these hours only alarms of this priority and above are told at once.",
	},
	WINDOW_ROWS(struct settings_recipient),
};

const struct subject subject_recipients = {
	.name = "recipients",
	.help = "Who is told of alarms, of which, and how.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.keyed = true,
	.most = RECIPIENTS_MAX,
	.count_offset = offsetof(struct settings, n_recipients),
	.offset = offsetof(struct settings, recipients),
	.stride = sizeof(struct settings_recipient),
};
