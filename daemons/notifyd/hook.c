// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/hook.h"

#include <errno.h>
#include <stdio.h>

#include "daemons/notifyd/fields.h"
#include "daemons/notifyd/sms.h"
#include "daemons/notifyd/words.h"
#include "lib/model/address.h"
#include "lib/secret/hmac.h"

/* ntfy makes an attachment of what is longer. */
#define NTFY_MESSAGE_MAX 4096
/* Of a field: "Bearer " has its place too. */
#define TOKEN_MOST 240

static int fill_body(struct msg_send *ret, const struct text *t, size_t most)
{
	size_t n = words_fit(text_get(t), most);

	if (!text_ok(t))
		return -ENOMEM;
	memcpy(ret->body, text_get(t), n);
	ret->body_len = (uint16_t)n;
	return 0;
}

static void set_type(struct msg_send *ret, const char *type)
{
	(void)snprintf(ret->type, sizeof(ret->type), "%s", type);
}

/* What a token of RFC 6750 may be, and a little more: nothing that ends a line or a field. */
static bool token_valid(const char *token)
{
	for (const char *p = token; *p; p++)
		if (*p <= ' ' || *p > '~')
			return false;
	return strlen(token) <= TOKEN_MOST;
}

static int add_bearer(struct msg_send *ret, const char *secret)
{
	char value[TOKEN_MOST + 8];

	if (!token_valid(secret))
		return -EINVAL;
	if (*secret) {
		(void)snprintf(value, sizeof(value), "Bearer %s", secret);
		fields_add(ret, "Authorization", value);
	}
	return 0;
}

static int write_json(const struct letter *l, const char *secret, struct msg_send *ret)
{
	char value[sizeof("sha256=") + HMAC_DIGITS_MAX] = "sha256=";
	AUTO_TEXT struct text id = TEXT_INIT;
	int r = hook_json(l, ret);

	if (r < 0)
		return r;
	set_type(ret, "application/json");
	words_id(&id, l);
	fields_add(ret, "Idempotency-Key", text_get(&id));
	if (*secret) {
		hmac_digits(secret, ret->body, ret->body_len, value + strlen(value));
		fields_add(ret, "X-RMCU-Signature", value);
	}
	return text_ok(&id) ? 0 : -ENOMEM;
}

/* Its priorities are 1 to 5, 3 is the usual one; its tags are names of pictures. */
static void add_ntfy_looks(const struct letter *l, struct msg_send *ret)
{
	static const char *const priorities[ALARM_PRIORITY_MAX] = { "2", "3", "4", "5" };
	const struct notice *n = words_foremost(l);
	bool raised = n && n->event.kind == EVENT_ALARM_RAISED && !n->last_here;

	if (l->kind == LETTER_LAST_WORDS) {
		fields_add(ret, "Priority", "5");
		fields_add(ret, "Tags", "sos");
	} else if (raised && n->event.priority < ALARM_PRIORITY_MAX) {
		fields_add(ret, "Priority", priorities[n->event.priority]);
		fields_add(ret, "Tags", "warning");
	} else {
		fields_add(ret, "Priority", "3");
		fields_add(ret, "Tags",
			   n && n->event.kind == EVENT_ALARM_CLEARED ? "white_check_mark"
								     : "information_source");
	}
}

static int write_ntfy(const struct letter *l, const char *secret, struct msg_send *ret)
{
	AUTO_TEXT struct text subject = TEXT_INIT, body = TEXT_INIT;
	int r = add_bearer(ret, secret);

	if (r < 0)
		return r;
	set_type(ret, "text/plain; charset=utf-8");
	words_subject(&subject, l);
	fields_add_words(ret, "Title", text_get(&subject));
	add_ntfy_looks(l, ret);
	words_body(&body, l);
	words_foot(&body, l);
	return text_ok(&subject) ? fill_body(ret, &body, NTFY_MESSAGE_MAX) : -ENOMEM;
}

static void add_form(struct text *out, const char *name, const char *value)
{
	text_printf(out, "%s%s=", out->len ? "&" : "", name);
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '.' || c == '_' || c == '*')
			text_add_char(out, (char)c);
		else if (c == ' ')
			text_add_char(out, '+');
		else
			text_printf(out, "%%%02X", c);
	}
}

static int write_form(const struct letter *l, const char *to, const char *secret,
		      struct msg_send *ret)
{
	AUTO_TEXT struct text words = TEXT_INIT, body = TEXT_INIT;
	int r = add_bearer(ret, secret);

	if (r < 0)
		return r;
	set_type(ret, "application/x-www-form-urlencoded");
	sms_words(&words, l);
	add_form(&body, "to", to);
	add_form(&body, "text", text_get(&words));
	return text_ok(&words) ? fill_body(ret, &body, SEND_BODY_MAX) : -ENOMEM;
}

int hook_write(const struct letter *l, const char *url, enum hook_form form, const char *to,
	       const char *secret, struct msg_send *ret)
{
	if (!address_url_valid(url) ||
	    (size_t)snprintf(ret->server, sizeof(ret->server), "%s", url) >= sizeof(ret->server))
		return -EINVAL;
	switch (form) {
	case HOOK_JSON:
		return write_json(l, secret, ret);
	case HOOK_NTFY:
		return write_ntfy(l, secret, ret);
	case HOOK_FORM:
		return write_form(l, to, secret, ret);
	case HOOK_FORM_MAX:
		break;
	}
	return -EINVAL;
}
