// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/carrier.h"

#include <time.h>

/* QUIT is a courtesy: whoever does not answer it is left. */
#define LEAVE_SECONDS 1L

static CURL *transfer;
static char words[CURL_ERROR_SIZE];

CURL *carrier_new(const struct msg_send *m, const char *protocols)
{
	long limit_ms = (long)m->limit_ms;
	CURL *c;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return NULL;
	c = transfer = curl_easy_init();
	if (!c)
		return NULL;
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, words);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	/* a lookup that hangs is a thread that nobody waits for */
	curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	/* Half of the time for the way there, which has greeting and signing in of a mail server in
	 * it, and at least as much for the message. */
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, limit_ms / 2 + 1);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, limit_ms);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* The environment's proxies are of shells and browsers; request.c has its own. */
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	if (*m->ca) {
		curl_easy_setopt(c, CURLOPT_CAINFO, m->ca);
		/* these alone, none of the system's beside them */
		curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	}
	if (*m->user && *m->password) {
		curl_easy_setopt(c, CURLOPT_USERNAME, m->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, m->password);
	}
	return c;
}

void carrier_perform(CURL *curl, const struct msg_send *m, struct outcome_end *ret)
{
	curl_off_t secured_us = 0;
	long asked = 0;
	char *ip = NULL;

	*ret = (struct outcome_end){
		.code = curl_easy_perform(curl),
		.words = words,
		.clock_unset = time(NULL) < RMCU_RELEASED,
		.password = m->password,
	};
	if (curl_easy_getinfo(curl, CURLINFO_PRIMARY_IP, &ip) == CURLE_OK)
		ret->connected = ip && *ip;
	if (curl_easy_getinfo(curl, CURLINFO_APPCONNECT_TIME_T, &secured_us) == CURLE_OK)
		ret->secured = secured_us > 0;
	if (curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &asked) == CURLE_OK)
		ret->asked = asked > 0;
}

void carrier_leave(CURL *curl)
{
	curl_easy_setopt(curl, CURLOPT_FTP_RESPONSE_TIMEOUT, LEAVE_SECONDS);
}

void carrier_over(void)
{
	if (!transfer)
		return;
	curl_easy_cleanup(transfer);
	transfer = NULL;
	curl_global_cleanup();
}
