// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/rows.h"

/* RFC 6409: where programs hand in their mail. */
#define SUBMISSION_PORT 587
#define PORT_MAX	65535
/* A day: what comes less often than that is no notification. */
#define DAY_MIN	 1440
#define WEEK_MIN (7 * DAY_MIN)

static const struct setting rows[] = {
	{
		.key = "server",
		.type = SETTING_TEXT,
		MEMBER(struct settings_mail, server),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "Name or address of the mail server. Empty: no mail is sent, and none "
			"waits.",
	},
	{
		.key = "port",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_mail, port),
		.fallback = SUBMISSION_PORT,
		.max = PORT_MAX,
		.access = ACCESS_ADMIN,
		.help = "Its port: 587 for starttls, 465 for tls, often 25 for none. 0: no mail is "
			"sent, and none waits.",
	},
	{
		.key = "security",
		.type = SETTING_CHOICE,
		MEMBER(struct settings_mail, security),
		.choice = &mail_security_choice,
		.fallback = MAIL_STARTTLS,
		.access = ACCESS_ADMIN,
		.help = "How mail and password are kept secret on the way. starttls and tls: "
			"nothing is sent unless the server proves who it is. none: everybody on "
			"the way can read them.",
	},
	{
		.key = "ca",
		.type = SETTING_TEXT,
		MEMBER(struct settings_mail, ca),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "A file with the certificates of the authorities that are believed, where "
			"it is not the system's: /etc/rmcu/mail-ca.pem.",
	},
	{
		.key = "user",
		.type = SETTING_TEXT,
		MEMBER(struct settings_mail, user),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "Name with which we sign in at the server. Empty: we do not.",
	},
	{
		.key = "password",
		.type = SETTING_SECRET,
		.reader = SECRET_NOTIFYD,
		.access = ACCESS_ADMIN,
		.help = "The password to that name. Empty: we do not sign in.",
	},
	{
		.key = "from",
		.type = SETTING_TEXT,
		MEMBER(struct settings_mail, from),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "The address that mail comes from, as unit7@example.org.",
	},
	{
		.key = "to",
		.type = SETTING_TEXT,
		MEMBER(struct settings_mail, to),
		.set = TEXT_SET_WORD,
		.access = ACCESS_ADMIN,
		.help = "Who gets the mail that alarms and inputs ask for with e-mail: an address, "
			"or several with a comma between. Others are recipients.",
	},
	{
		.key = "min_interval_min",
		.label = "Least interval",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_mail, min_interval_min),
		.max = DAY_MIN,
		.unit = "min",
		.help = "After a mail the next one waits so long; what happens meanwhile is in it.",
	},
	{
		.key = "periodic_min",
		.label = "Periodic mail",
		.type = SETTING_INTEGER,
		MEMBER(struct settings_mail, periodic_min),
		.max = WEEK_MIN,
		.unit = "min",
		.help = "A mail that says how the unit is goes out this often. 0: none.",
	},
	{
		.key = "periodic_start",
		.type = SETTING_TIME,
		MEMBER(struct settings_mail, periodic_start),
		.max = 24 * 60 - 1,
		.help = "Local time from which that is counted.",
	},
	{
		.key = "boot",
		.label = "Mail after a boot",
		.type = SETTING_BOOL,
		MEMBER(struct settings_mail, boot),
		.help = "A mail goes out when the board has booted: how long the unit was off, and "
			"why. Recipients with information are told too.",
	},
};

const struct subject subject_mail = {
	.name = "mail",
	.help = "The mail server, and who gets its mail.",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.offset = offsetof(struct settings, mail),
	.stride = sizeof(struct settings_mail),
};
