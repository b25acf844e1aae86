// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * One event for the system's log, in the two forms that there are: fields of the journal's native
 * protocol (systemd.journal-fields(7), "JOURNAL_NATIVE_PROTOCOL"), or a line of RFC 5424. Pure.
 */
#include "lib/base/text.h"
#include "lib/model/event.h"

/* Adds a datagram of the native protocol; `message` is the sentence for people. */
void syslog_format_native(struct text *out, const struct event *e, const char *message);

/* Adds a message of RFC 5424, facility daemon. `host` "" becomes "-". */
void syslog_format_5424(struct text *out, const struct event *e, const char *message,
			const char *host, int pid);
