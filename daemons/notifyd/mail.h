// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A letter as an e-mail. Pure. */
#include "daemons/notifyd/letter.h"

/* How much of a text a carrier's gateway makes of a mail: short words, no subject. */
enum mail_form {
	MAIL_WHOLE,
	MAIL_FOR_TEXT,
};

/*
 * Writes the mail with the server of the settings; `password` may be "". -EINVAL when an address of
 * it cannot be one.
 */
int mail_write(const struct letter *l, const char *to, enum mail_form form, const char *password,
	       struct msg_send *ret);
