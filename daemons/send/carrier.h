// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The one transfer of this process, by libcurl. */
#include "daemons/send/outcome.h"
#include "lib/wire/msg.h"

/* A transfer with what all of them have in common; `protocols` as "smtp,smtps". NULL: no memory. */
CURL *carrier_new(const struct msg_send *m, const char *protocols);

/* Does it, and says how it ended; `ret->words` are valid until the process ends. */
void carrier_perform(CURL *curl, const struct msg_send *m, struct outcome_end *ret);

/* From now on nobody is waited for: QUIT has been said. */
void carrier_leave(CURL *curl);

/* After the answer: takes leave of the server, as far as one is there. */
void carrier_over(void);

/* How a message is delivered; what has been looked at before (look). */
void mail_deliver(const struct msg_send *m, struct msg_sent *ret);
void request_deliver(const struct msg_send *m, struct msg_sent *ret);
void modem_deliver(const struct msg_send *m, struct msg_sent *ret);

/* How the modem is; nothing is sent. */
void modem_ask(uint32_t limit_ms, struct msg_modem *ret);
