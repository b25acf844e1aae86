// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/outcome.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/daemon/errand.h"

static const struct {
	const char *waited_for;
	const char *refused;
} steps[STEP_MAX] = {
	[STEP_CONNECT] = { "the connection", "the connection" },
	[STEP_TLS] = { "the TLS handshake", "TLS" },
	[STEP_GREETING] = { "its greeting", "the connection" },
	[STEP_HELLO] = { "the answer to EHLO", "to talk (EHLO)" },
	[STEP_STARTTLS] = { "the answer to STARTTLS", "STARTTLS" },
	[STEP_AUTH] = { "the answer to AUTH", "name and password (AUTH)" },
	[STEP_FROM] = { "the answer to MAIL FROM", "the sender (MAIL FROM)" },
	[STEP_TO] = { "the answer to RCPT TO", "the recipient (RCPT TO)" },
	[STEP_DATA] = { "the answer to DATA", "the message (DATA)" },
	[STEP_MESSAGE] = { "the answer to the message", "the message" },
};

/*
 * How an end of the library's is taken where no server has said a number. Whoever mistook a name,
 * a port or a key has to know at once, so what cannot come right by itself is permanent; all that a
 * bad line, a restart or an overload can do is temporary, and so is what is not in this table: a
 * try too many costs less than an alarm that nobody heard of.
 */
static const struct {
	CURLcode code;
	enum delivery_outcome outcome;
	const char *words;
} ends[] = {
	/* the line is down as a rule, and then no name is known */
	{ CURLE_COULDNT_RESOLVE_HOST, OUTCOME_TEMPORARY, "the server's name is not known" },
	{ CURLE_COULDNT_RESOLVE_PROXY, OUTCOME_TEMPORARY, "the proxy's name is not known" },
	{ CURLE_COULDNT_CONNECT, OUTCOME_TEMPORARY, "no connection to the server" },
	/* also a server without TLS at this port; it looks the same as one that is starting */
	{ CURLE_SSL_CONNECT_ERROR, OUTCOME_TEMPORARY, "TLS came to nothing" },
	{ CURLE_GOT_NOTHING, OUTCOME_TEMPORARY, "the server cut the connection" },
	{ CURLE_SEND_ERROR, OUTCOME_TEMPORARY, "the connection was cut" },
	{ CURLE_RECV_ERROR, OUTCOME_TEMPORARY, "the connection was cut" },
	{ CURLE_PARTIAL_FILE, OUTCOME_TEMPORARY, "the connection was cut" },
	{ CURLE_WEIRD_SERVER_REPLY, OUTCOME_TEMPORARY, "the server said what nobody understands" },
	/* a URL of another kind does not come so far (look); it may be a gateway that is starting
	 */
	{ CURLE_UNSUPPORTED_PROTOCOL, OUTCOME_TEMPORARY, "what answers there speaks no HTTP" },
	{ CURLE_OUT_OF_MEMORY, OUTCOME_TEMPORARY, "there was no memory" },
	/* Who has no right to be believed has none in an hour. That nobody asks again and again
	 * with a password that is wrong also keeps the account from being locked. */
	{ CURLE_PEER_FAILED_VERIFICATION, OUTCOME_PERMANENT,
	  "the server did not prove who it is, nothing was sent" },
	{ CURLE_SSL_CACERT_BADFILE, OUTCOME_PERMANENT,
	  "the file of authorities cannot be read, nothing was sent" },
	{ CURLE_USE_SSL_FAILED, OUTCOME_PERMANENT,
	  "the server offers no STARTTLS, nothing was sent" },
	{ CURLE_LOGIN_DENIED, OUTCOME_PERMANENT,
	  "no way of signing in that the server offers is known" },
	{ CURLE_URL_MALFORMAT, OUTCOME_PERMANENT, "the server's address is none" },
};

static const struct {
	unsigned status;
	enum delivery_outcome outcome;
} statuses[] = {
	{ 408, OUTCOME_TEMPORARY }, /* it had no time */
	{ 425, OUTCOME_TEMPORARY }, /* too early */
	{ 429, OUTCOME_TEMPORARY }, /* too many */
};

/* A certificate is not valid yet, or no more, where nobody knows what day it is. */
static bool may_be_the_clock(const struct outcome_end *e)
{
	return e->clock_unset && e->code == CURLE_PEER_FAILED_VERIFICATION;
}

static void by_end(const struct outcome_end *e, struct msg_sent *ret)
{
	const char *words = "it came to nothing";
	enum delivery_outcome outcome = OUTCOME_TEMPORARY;

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		if (ends[i].code != e->code)
			continue;
		words = ends[i].words;
		outcome = ends[i].outcome;
	}
	if (may_be_the_clock(e)) {
		words = "the server did not prove who it is, and the unit's clock is not set";
		outcome = OUTCOME_TEMPORARY;
	}
	if (*e->words)
		errand_says(ret, outcome, 0, "%s: %s", words, e->words);
	else
		errand_says(ret, outcome, 0, "%s", words);
}

static void late(const char *what, struct msg_sent *ret)
{
	errand_says(ret, OUTCOME_TEMPORARY, 0, "the time was over: waited for %s", what);
}

static enum delivery_outcome by_smtp(unsigned code)
{
	return code >= 500 ? OUTCOME_PERMANENT : OUTCOME_TEMPORARY;
}

/* The step where it stands: what the server has not answered. */
static enum talk_step standing(const struct outcome_end *e, const struct talk *t, bool tls)
{
	if (t->step == STEP_CONNECT && e->connected)
		return tls && !e->secured ? STEP_TLS : STEP_GREETING;
	if (t->step == STEP_STARTTLS && t->answered && t->code == 220)
		return STEP_TLS;
	return t->step;
}

static void taken(const struct talk *t, struct msg_sent *ret)
{
	/* To the others it went: a second try would go to them again. */
	if (t->refused)
		errand_says(ret, OUTCOME_PARTLY, t->code, "taken, but not for %s", t->refusals);
	else
		errand_says(ret, OUTCOME_DELIVERED, t->code, "%s", t->words);
}

static void refused(const struct talk *t, struct msg_sent *ret)
{
	if (t->step == STEP_TO && t->accepted == 0)
		errand_says(ret, t->later ? OUTCOME_TEMPORARY : OUTCOME_PERMANENT, t->code,
			    "the server refused it for %s", t->refusals);
	else
		errand_says(ret, by_smtp(t->code), t->code, "the server refused %s: %s",
			    steps[t->step].refused, t->words);
}

void outcome_of_mail(const struct outcome_end *e, const struct talk *t, bool tls,
		     struct msg_sent *ret)
{
	enum talk_step step = standing(e, t, tls);
	char words[WIRE_SENTENCE_MAX];

	if (e->code == CURLE_OK)
		taken(t, ret);
	else if (t->answered && t->code >= 400)
		refused(t, ret);
	else if (e->code == CURLE_OPERATION_TIMEDOUT)
		late(steps[step].waited_for, ret);
	else
		by_end(e, ret);
	/* where a connection ended says what was not done */
	if (e->code != CURLE_OK && ret->code == 0 && ret->outcome == OUTCOME_TEMPORARY &&
	    step > STEP_GREETING && e->code != CURLE_OPERATION_TIMEDOUT) {
		(void)snprintf(words, sizeof(words), "%s", ret->sentence);
		errand_says(ret, ret->outcome, 0, "%s; waited for %s", words,
			    steps[step].waited_for);
	}
	/* RFC 5321, 4.2.5: until the answer to the message itself nobody knows whose it is */
	ret->unsure = e->code != CURLE_OK && t->step == STEP_MESSAGE && !t->answered;
	talk_hide(ret->sentence, e->password);
}

static enum delivery_outcome by_status(unsigned status)
{
	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++)
		if (statuses[i].status == status)
			return statuses[i].outcome;
	if (status >= 200 && status < 300)
		return OUTCOME_DELIVERED;
	return status >= 500 ? OUTCOME_TEMPORARY : OUTCOME_PERMANENT;
}

void outcome_of_request(const struct outcome_end *e, unsigned status, const char *said,
			struct msg_sent *ret)
{
	/* Once it has said one, what comes after it changes nothing: an answer may be without end.
	 */
	if (status >= 300 && status < 400)
		errand_says(ret, OUTCOME_PERMANENT, status,
			    "%u: the server is elsewhere, which is not followed%s%s", status,
			    *said ? ": " : "", said);
	else if (status >= 200)
		errand_says(ret, by_status(status), status, "%u%s%s", status, *said ? " " : "",
			    said);
	else if (e->code == CURLE_OPERATION_TIMEDOUT)
		late(e->connected ? "its answer" : "the connection", ret);
	else if (e->code == CURLE_OK)
		errand_says(ret, OUTCOME_TEMPORARY, 0, "the server did not say a status");
	else
		by_end(e, ret);
	ret->unsure = status < 200 && e->asked;
	talk_hide(ret->sentence, e->password);
}
