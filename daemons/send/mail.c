// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* An e-mail, to one server. */
#include <stdio.h>
#include <string.h>

#include "daemons/send/carrier.h"
#include "daemons/send/talk.h"
#include "lib/base/util.h"
#include "lib/daemon/errand.h"

struct mail {
	const struct msg_send *m;
	size_t read;
	struct talk talk;
};

static size_t read_body(char *to, size_t size, size_t count, void *ctx)
{
	struct mail *mail = ctx;
	size_t n = MIN(size * count, mail->m->body_len - mail->read);

	memcpy(to, mail->m->body + mail->read, n);
	mail->read += n;
	return n;
}

static int follow(CURL *curl, curl_infotype type, char *data, size_t n, void *ctx)
{
	struct mail *mail = ctx;

	if (type == CURLINFO_HEADER_OUT)
		talk_said(&mail->talk, data, n);
	else if (type == CURLINFO_HEADER_IN)
		talk_heard(&mail->talk, data, n);
	else if (type == CURLINFO_DATA_OUT)
		talk_sent_message(&mail->talk);
	if (mail->talk.over)
		carrier_leave(curl);
	return 0;
}

static struct curl_slist *recipients(const struct msg_send *m)
{
	char address[ADDRESS_MAX], in_brackets[ADDRESS_MAX + 2];
	struct curl_slist *list = NULL, *longer;
	const char *at = m->to;

	while (address_next(&at, address)) {
		(void)snprintf(in_brackets, sizeof(in_brackets), "<%s>", address);
		longer = curl_slist_append(list, in_brackets);
		if (!longer)
			break;
		list = longer;
	}
	return list;
}

static void set_server(CURL *c, const struct msg_send *m)
{
	bool bare = strchr(m->server, ':'); /* an IPv6 address */
	char url[sizeof(m->server) + 32];

	(void)snprintf(url, sizeof(url), "%s://%s%s%s:%u",
		       m->security == MAIL_TLS ? "smtps" : "smtp", bare ? "[" : "", m->server,
		       bare ? "]" : "", m->port);
	curl_easy_setopt(c, CURLOPT_URL, url);
	if (m->security == MAIL_STARTTLS)
		curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	/* what takes a name and a password; Kerberos and NTLM are of another world */
	if (*m->user && *m->password)
		curl_easy_setopt(c, CURLOPT_LOGIN_OPTIONS, "AUTH=CRAM-MD5;AUTH=PLAIN;AUTH=LOGIN");
}

static void set_message(CURL *c, struct mail *mail, struct curl_slist *to)
{
	char from[sizeof(mail->m->from) + 2];

	(void)snprintf(from, sizeof(from), "<%s>", mail->m->from);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	/* one address that is refused keeps it from nobody else */
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, read_body);
	curl_easy_setopt(c, CURLOPT_READDATA, mail);
	curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->m->body_len);
	curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, follow);
	curl_easy_setopt(c, CURLOPT_DEBUGDATA, mail);
}

void mail_deliver(const struct msg_send *m, struct msg_sent *ret)
{
	/* the transfer looks at it until it takes leave, after the answer */
	static struct mail mail;
	struct outcome_end end;
	struct curl_slist *to = recipients(m);
	CURL *c = carrier_new(m, "smtp,smtps");

	if (!c || !to) {
		errand_says(ret, OUTCOME_TEMPORARY, 0, "there was no memory");
		curl_slist_free_all(to);
		return;
	}
	mail = (struct mail){ .m = m };
	set_server(c, m);
	set_message(c, &mail, to);
	carrier_perform(c, m, &end);
	outcome_of_mail(&end, &mail.talk, m->security == MAIL_TLS, ret);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
}
