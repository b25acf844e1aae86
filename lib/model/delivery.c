// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/delivery.h"

#include "lib/model/nametable.h"

static const char *const delivery_names[] = {
	[DELIVERY_EMAIL] = "email",	    [DELIVERY_TEXT_EMAIL] = "text-email",
	[DELIVERY_TEXT_HTTP] = "text-http", [DELIVERY_TEXT_MODEM] = "text-modem",
	[DELIVERY_WEBHOOK] = "webhook",	    [DELIVERY_COMMAND] = "command",
};
NAMETABLE(delivery, delivery_names, DELIVERY_MAX)

static const char *const mail_security_names[] = {
	[MAIL_STARTTLS] = "starttls",
	[MAIL_TLS] = "tls",
	[MAIL_PLAIN] = "none",
};
NAMETABLE(mail_security, mail_security_names, MAIL_SECURITY_MAX)

static const char *const hook_form_names[] = {
	[HOOK_JSON] = "json",
	[HOOK_NTFY] = "ntfy",
	[HOOK_FORM] = "form",
};
NAMETABLE(hook_form, hook_form_names, HOOK_FORM_MAX)

static const char *const delivery_outcome_names[] = {
	[OUTCOME_DELIVERED] = "delivered",
	[OUTCOME_TEMPORARY] = "temporary",
	[OUTCOME_PERMANENT] = "permanent",
	[OUTCOME_PARTLY] = "partly",
};
NAMETABLE(delivery_outcome, delivery_outcome_names, OUTCOME_MAX)
