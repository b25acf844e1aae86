// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/mail.h"

#include <errno.h>
#include <stdio.h>

#include "daemons/notifyd/mail_body.h"
#include "daemons/notifyd/mail_header.h"
#include "daemons/notifyd/sms.h"
#include "daemons/notifyd/words.h"
#include "lib/model/address.h"

/* The addresses with `between` between them; -EINVAL when one of them is none. */
static int list_addresses(const char *to, const char *between, struct text *ret_list)
{
	char address[ADDRESS_MAX];
	unsigned n = 0;

	while (address_next(&to, address)) {
		if (!address_mail_valid(address) || ++n > ADDRESSES_MAX)
			return -EINVAL;
		text_printf(ret_list, "%s%s", n > 1 ? between : "", address);
	}
	return n ? 0 : -EINVAL;
}

static void add_thread(struct text *out, const struct letter *l)
{
	AUTO_TEXT struct text id = TEXT_INIT;

	words_message_id(&id, l);
	mail_header_plain(out, "Message-ID", text_get(&id));
	text_clear(&id);
	words_thread(&id, l);
	if (id.len == 0)
		return;
	mail_header_plain(out, "In-Reply-To", text_get(&id));
	mail_header_plain(out, "References", text_get(&id));
}

static void add_headers(struct text *out, const struct letter *l, const char *list,
			const char *subject, bool plain)
{
	AUTO_TEXT struct text words = TEXT_INIT;

	mail_date(&words, l->now_us);
	mail_header_plain(out, "Date", text_get(&words));
	text_clear(&words);
	words_site(&words, l);
	mail_header_from(out, "From", text_get(&words), l->settings->mail.from);
	mail_header_plain(out, "To", list);
	if (*subject)
		mail_header_words(out, "Subject", subject);
	add_thread(out, l);
	text_add(out, "Auto-Submitted: auto-generated\r\n"
		      "MIME-Version: 1.0\r\n"
		      "Content-Type: text/plain; charset=utf-8\r\n");
	text_printf(out, "Content-Transfer-Encoding: %s\r\n\r\n",
		    plain ? "7bit" : "quoted-printable");
}

static int add_message(struct text *out, const struct letter *l, const char *list,
		       enum mail_form form)
{
	AUTO_TEXT struct text lines = TEXT_INIT, foot = TEXT_INIT, subject = TEXT_INIT;
	bool plain;
	/* gateways take what they find: a text is one line */
	size_t line_most = form == MAIL_FOR_TEXT ? MAIL_BODY_TEXT_LINE : MAIL_BODY_LINE;

	if (form == MAIL_WHOLE) {
		words_subject(&subject, l);
		words_body(&lines, l);
		words_foot(&foot, l);
	} else {
		sms_words(&lines, l);
	}
	plain = mail_body_plain(text_get(&lines), line_most) &&
		mail_body_plain(text_get(&foot), line_most);
	add_headers(out, l, list, text_get(&subject), plain);
	/* no header is so long: eight addresses and the longest subject are 3 KiB */
	if (out->len > SEND_BODY_MAX / 2)
		return -EINVAL;
	mail_body(out, text_get(&lines), text_get(&foot), plain, SEND_BODY_MAX - out->len);
	if (!text_ok(out) || !text_ok(&lines) || !text_ok(&foot) || !text_ok(&subject))
		return -ENOMEM;
	return out->len > SEND_BODY_MAX ? -EINVAL : 0;
}

static int put(char *ret, size_t size, const char *s)
{
	return (size_t)snprintf(ret, size, "%s", s) < size ? 0 : -EINVAL;
}

/* Who is asked to send it, and as whom. */
static int fill_server(const struct settings_mail *m, const char *password, struct msg_send *ret)
{
	if (!*m->server || m->port <= 0 || m->port > UINT16_MAX || !address_mail_valid(m->from))
		return -EINVAL;
	ret->port = (uint16_t)m->port;
	ret->security = m->security;
	if (put(ret->server, sizeof(ret->server), m->server) < 0 ||
	    put(ret->ca, sizeof(ret->ca), m->ca) < 0 ||
	    put(ret->user, sizeof(ret->user), m->user) < 0 ||
	    put(ret->password, sizeof(ret->password), password) < 0 ||
	    put(ret->from, sizeof(ret->from), m->from) < 0)
		return -EINVAL;
	return 0;
}

int mail_write(const struct letter *l, const char *to, enum mail_form form, const char *password,
	       struct msg_send *ret)
{
	AUTO_TEXT struct text list = TEXT_INIT, shown = TEXT_INIT, message = TEXT_INIT;
	int r = list_addresses(to, ",", &list);

	if (r == 0)
		r = list_addresses(to, ", ", &shown);

	if (r == 0)
		r = fill_server(&l->settings->mail, password, ret);
	if (r == 0)
		r = put(ret->to, sizeof(ret->to), text_get(&list));
	if (r == 0)
		r = add_message(&message, l, text_get(&shown), form);
	if (r < 0)
		return r;
	memcpy(ret->body, message.bytes, message.len);
	ret->body_len = (uint16_t)message.len;
	return 0;
}
