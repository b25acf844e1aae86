// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* How a message reaches somebody, and what became of it. Numbers are on the wire. */

/* By what a recipient is told. */
enum delivery {
	DELIVERY_EMAIL,
	DELIVERY_TEXT_EMAIL, /* a text message through a carrier's e-mail gateway (S135) */
	DELIVERY_TEXT_HTTP,  /* a text message through an HTTP gateway */
	DELIVERY_TEXT_MODEM, /* a text message by ModemManager */
	DELIVERY_WEBHOOK,    /* an HTTP request */
	DELIVERY_COMMAND,    /* a program of the operator's */
	DELIVERY_MAX,
};

/* How the connection to a mail server is kept secret. */
enum mail_security {
	MAIL_STARTTLS, /* RFC 3207; without it nothing is sent */
	MAIL_TLS,      /* from the first byte on, RFC 8314 */
	MAIL_PLAIN,
	MAIL_SECURITY_MAX,
};

/* What a webhook is sent. */
enum hook_form {
	HOOK_JSON, /* our own, signed where there is a key */
	HOOK_NTFY, /* as ntfy wants it */
	HOOK_FORM, /* a form with the fields `to` and `text`, for gateways of text messages */
	HOOK_FORM_MAX,
};

/* What became of one try. */
enum delivery_outcome {
	OUTCOME_DELIVERED,
	OUTCOME_TEMPORARY, /* it may go later */
	OUTCOME_PERMANENT, /* it never will, as it is */
	OUTCOME_PARTLY,	   /* some of its addresses were refused: delivered to the others */
	OUTCOME_MAX,
};

const char *delivery_to_name(enum delivery v);
int delivery_from_name(const char *name);
const char *mail_security_to_name(enum mail_security v);
int mail_security_from_name(const char *name);
const char *hook_form_to_name(enum hook_form v);
int hook_form_from_name(const char *name);
const char *delivery_outcome_to_name(enum delivery_outcome v);
int delivery_outcome_from_name(const char *name);
