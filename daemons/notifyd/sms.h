// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A letter as a text message. Pure. */
#include "daemons/notifyd/letter.h"

/*
 * Adds it in at most 160 characters of the GSM alphabet: site, what happened, when, the event's id.
 * What has no room is cut out of the middle: value and id stay.
 */
void sms_words(struct text *out, const struct letter *l);

/* The words alone, for a number: by a modem. -EINVAL when `to` is none. */
int sms_write(const struct letter *l, const char *to, struct msg_send *ret);
