// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A request over HTTP: a webhook, a gateway of text messages, a sign of life. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemons/send/carrier.h"
#include "daemons/send/talk.h"
#include "lib/base/util.h"
#include "lib/daemon/errand.h"

/* Of an answer only the first line is wanted; whoever says more than this is not listened to. */
#define ANSWER_MAX (64 * 1024)
#define FIRST_MAX  512

struct heard {
	char first[FIRST_MAX];
	size_t n;     /* in it */
	size_t bytes; /* of the answer, its head among them */
};

/* 0 ends the transfer. */
static size_t hear(char *data, size_t size, size_t count, void *ctx)
{
	struct heard *h = ctx;
	size_t n = size * count, room = sizeof(h->first) - h->n;

	memcpy(h->first + h->n, data, MIN(n, room));
	h->n += MIN(n, room);
	h->bytes += n;
	return h->bytes > ANSWER_MAX ? 0 : n;
}

static size_t hear_head(char *data, size_t size, size_t count, void *ctx)
{
	struct heard *h = ctx;

	(void)data;
	h->bytes += size * count;
	return h->bytes > ANSWER_MAX ? 0 : size * count;
}

static int add(struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*list, line);

	if (longer)
		*list = longer;
	return longer ? 0 : -1;
}

static struct curl_slist *fields(const struct msg_send *m)
{
	char line[sizeof(m->fields[0]) + 4];
	struct curl_slist *list = NULL;
	/* no waiting for "100 Continue", which old gateways do not know */
	int r = add(&list, "Expect:");

	if (*m->type) {
		(void)snprintf(line, sizeof(line), "Content-Type: %s", m->type);
		r |= add(&list, line);
	}
	for (unsigned i = 0; i < m->n_fields; i++) {
		/* the library takes a name with a colon and nothing else for one to leave out */
		(void)snprintf(line, sizeof(line), *m->fields[i].value ? "%s: %s" : "%s;%s",
			       m->fields[i].name, m->fields[i].value);
		r |= add(&list, line);
	}
	if (r == 0)
		return list;
	curl_slist_free_all(list);
	return NULL;
}

static void set_request(CURL *c, const struct msg_send *m, struct heard *h)
{
	const char *proxy = getenv("RMCU_PROXY");

	curl_easy_setopt(c, CURLOPT_URL, m->server);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "rmcu/" RMCU_VERSION);
	if (*m->type) {
		curl_easy_setopt(c, CURLOPT_POST, 1L);
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)m->body_len);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, m->body);
	}
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, hear);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, h);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, hear_head);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, h);
	if (*m->user && *m->password)
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	if (proxy && *proxy)
		curl_easy_setopt(c, CURLOPT_PROXY, proxy);
}

/* A server may repeat what it was told, and what says who we are is a secret. */
static void hide(char *text, const struct msg_send *m)
{
	for (unsigned i = 0; i < m->n_fields; i++) {
		const char *word = strrchr(m->fields[i].value, ' ');

		if (strcasecmp(m->fields[i].name, "Authorization") == 0)
			talk_hide(text, word ? word + 1 : m->fields[i].value);
	}
	talk_hide(text, m->password);
}

static void first_line(const struct heard *h, const struct msg_send *m, char ret[WIRE_SENTENCE_MAX])
{
	const char *from = h->first;
	size_t n = h->n;

	while (n > 0 && strchr(" \t\r\n", *from)) {
		from++;
		n--;
	}
	for (size_t i = 0; i < n; i++)
		if (from[i] == '\r' || from[i] == '\n')
			n = i;
	errand_clean(ret, WIRE_SENTENCE_MAX, from, n);
	hide(ret, m);
}

void request_deliver(const struct msg_send *m, struct msg_sent *ret)
{
	static struct heard heard;
	char line[WIRE_SENTENCE_MAX];
	struct outcome_end end;
	struct curl_slist *head = fields(m);
	CURL *c = carrier_new(m, "http,https");
	long status = 0;

	if (!c || !head) {
		errand_says(ret, OUTCOME_TEMPORARY, 0, "there was no memory");
		curl_slist_free_all(head);
		return;
	}
	set_request(c, m, &heard);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, head);
	carrier_perform(c, m, &end);
	(void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	first_line(&heard, m, line);
	outcome_of_request(&end, (unsigned)status, line, ret);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(head);
}
