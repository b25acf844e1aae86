// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/look.h"

#include <string.h>
#include <strings.h>

#include "lib/base/utf8.h"
#include "lib/base/util.h"
#include "lib/model/address.h"

/* RFC 5322, 2.1.1: without its CRLF. */
#define MAIL_LINE_MAX 998

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* Of a request these are made from what is known here; a second one would end it elsewhere. */
static const char *const ours[] = {
	"Connection", "Content-Length",	   "Content-Type", "Expect", "Host",
	"TE",	      "Transfer-Encoding", "Upgrade"
};

static bool all_of(const char *text, const char *more)
{
	for (const char *p = text; *p; p++)
		if (!strchr(letters, *p) && !strchr(more, *p))
			return false;
	return true;
}

static bool ascii(const char *text)
{
	for (const char *p = text; *p; p++)
		if (*p < ' ' || *p >= 0x7f)
			return false;
	return true;
}

/* A name, or an address of either kind; nothing that ends the host in an URL. */
static bool host_valid(const char *host)
{
	return *host && *host != '-' && *host != '.' && all_of(host, ".-:_") &&
	       (!strchr(host, ':') || host[strspn(host, "0123456789abcdefABCDEF:.")] == '\0');
}

static const char *look_at_ca(const struct msg_send *m)
{
	if (*m->ca && (*m->ca != '/' || !ascii(m->ca)))
		return "the file of authorities is no path from the root";
	return NULL;
}

/* What becomes part of a command or of its credentials. */
static const char *look_at_login(const struct msg_send *m)
{
	if (!utf8_printable(m->user))
		return "the user's name has a control character, or is no UTF-8";
	if (!utf8_printable(m->password))
		return "the password has a control character, or is no UTF-8";
	return NULL;
}

static const char *look_at_recipients(const struct msg_send *m)
{
	char address[ADDRESS_MAX];
	const char *at = m->to;
	unsigned n = 0;

	while (address_next(&at, address)) {
		if (!address_mail_valid(address))
			return "an address it goes to is none";
		if (++n > ADDRESSES_MAX)
			return "it goes to too many addresses";
	}
	/* the last comma has nothing behind it */
	if (n == 0 || m->to[strlen(m->to) - 1] == ',')
		return "an address it goes to is none";
	return NULL;
}

/* One line of the head: "Name: words", or the rest of the one before it. */
static bool head_line_valid(const char *line, size_t n, bool first)
{
	size_t name = 0;

	for (size_t i = 0; i < n; i++)
		if ((line[i] < ' ' && line[i] != '\t') || line[i] >= 0x7f)
			return false;
	if (line[0] == ' ' || line[0] == '\t')
		return !first;
	while (name < n && (strchr(letters, line[name]) || line[name] == '-'))
		name++;
	return name > 0 && name < n && line[name] == ':';
}

static bool body_line_valid(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (line[i] == '\0' || line[i] == '\r' || line[i] == '\n')
			return false;
	return true;
}

/* The message as RFC 5322 has it. */
static const char *look_at_mail_body(const char *body, size_t len)
{
	bool head = true;

	for (size_t at = 0; at < len;) {
		const char *line = body + at;
		const char *cr = memchr(line, '\r', len - at);
		size_t n = cr ? (size_t)(cr - line) : 0;

		if (!cr || at + n + 1 >= len || cr[1] != '\n' || n > MAIL_LINE_MAX)
			return "its lines do not end as those of a mail, or are too long";
		if (head && n > 0 && !head_line_valid(line, n, at == 0))
			return "its head has something else than fields";
		if (!body_line_valid(line, n))
			return "its text has a byte that no mail may have";
		if (head && n == 0 && at == 0)
			return "it has no head";
		head = head && n > 0;
		at += n + 2;
	}
	return head ? "it has no end of its head" : NULL;
}

static const char *look_at_mail(const struct msg_send *m)
{
	const char *wrong;

	if (!host_valid(m->server))
		return "the mail server is neither a name nor an address";
	if (m->port == 0)
		return "the mail server has no port";
	if (!address_mail_valid(m->from))
		return "the address it comes from is none";
	wrong = look_at_recipients(m);
	if (!wrong)
		wrong = look_at_login(m);
	if (!wrong)
		wrong = look_at_ca(m);
	return wrong ? wrong : look_at_mail_body((const char *)m->body, m->body_len);
}

static bool is_ours(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(ours); i++)
		if (strcasecmp(ours[i], name) == 0)
			return true;
	return false;
}

static const char *look_at_request(const struct msg_send *m)
{
	const char *wrong = look_at_login(m);

	if (!wrong)
		wrong = look_at_ca(m);
	if (wrong)
		return wrong;
	if (!address_url_valid(m->server))
		return "the address of the request is none";
	if (!ascii(m->type))
		return "the type of its content is none";
	if (!*m->type && m->body_len)
		return "it has a body without a type";
	for (unsigned i = 0; i < m->n_fields; i++) {
		const char *name = m->fields[i].name;

		/* RFC 9110, 5.6.2 */
		if (!*name || !all_of(name, "!#$%&'*+-.^_`|~") || is_ours(name))
			return "the name of a header field is none that may be set";
		if (!utf8_printable(m->fields[i].value))
			return "a header field has a control character, or is no UTF-8";
	}
	return NULL;
}

static const char *look_at_text(const struct msg_send *m)
{
	if (!address_phone_valid(m->to))
		return "the telephone number is none";
	if (m->body_len == 0 || memchr(m->body, '\0', m->body_len))
		return "it has no words";
	return NULL;
}

const char *look_at(const struct msg_send *m)
{
	switch (m->by) {
	case DELIVERY_EMAIL:
	case DELIVERY_TEXT_EMAIL:
		return look_at_mail(m);
	case DELIVERY_TEXT_HTTP:
	case DELIVERY_WEBHOOK:
		return look_at_request(m);
	case DELIVERY_TEXT_MODEM:
		return look_at_text(m);
	case DELIVERY_COMMAND:
	case DELIVERY_MAX:
		break;
	}
	return "rmcu-send runs no commands";
}
