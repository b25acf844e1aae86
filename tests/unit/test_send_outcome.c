// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/outcome.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct msg_sent mail_of(CURLcode code, const struct talk *t, bool clock_unset)
{
	struct outcome_end e = { .code = code,
				 .words = "words",
				 .connected = true,
				 .clock_unset = clock_unset,
				 .password = "hush" };
	struct msg_sent sent;

	outcome_of_mail(&e, t, false, &sent);
	return sent;
}

static void say(struct talk *t, const char *line)
{
	talk_said(t, line, strlen(line));
}

static void hear(struct talk *t, const char *line)
{
	talk_heard(t, line, strlen(line));
}

/* What a library's end is without a word of the server's. */
TEST(ends)
{
	static const struct {
		CURLcode code;
		enum delivery_outcome outcome;
	} rows[] = {
		{ CURLE_COULDNT_RESOLVE_HOST, OUTCOME_TEMPORARY },
		{ CURLE_COULDNT_CONNECT, OUTCOME_TEMPORARY },
		{ CURLE_OPERATION_TIMEDOUT, OUTCOME_TEMPORARY },
		{ CURLE_SEND_ERROR, OUTCOME_TEMPORARY },
		{ CURLE_RECV_ERROR, OUTCOME_TEMPORARY },
		{ CURLE_SSL_CONNECT_ERROR, OUTCOME_TEMPORARY },
		{ CURLE_OUT_OF_MEMORY, OUTCOME_TEMPORARY },
		{ CURLE_QUOTE_ERROR, OUTCOME_TEMPORARY }, /* one that nobody thought of */
		{ CURLE_PEER_FAILED_VERIFICATION, OUTCOME_PERMANENT },
		{ CURLE_SSL_CACERT_BADFILE, OUTCOME_PERMANENT },
		{ CURLE_USE_SSL_FAILED, OUTCOME_PERMANENT },
		{ CURLE_LOGIN_DENIED, OUTCOME_PERMANENT },
	};
	static const struct talk none;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct msg_sent sent = mail_of(rows[i].code, &none, false);
		struct outcome_end e = { .code = rows[i].code, .words = "", .password = "" };

		ASSERT_EQ(sent.outcome, rows[i].outcome);
		ASSERT_EQ(sent.code, 0);
		outcome_of_request(&e, 0, "", &sent);
		ASSERT_EQ(sent.outcome, rows[i].outcome);
	}
	ASSERT_EQ(mail_of(CURLE_PEER_FAILED_VERIFICATION, &none, true).outcome, OUTCOME_TEMPORARY);
	ASSERT_EQ(mail_of(CURLE_USE_SSL_FAILED, &none, true).outcome, OUTCOME_PERMANENT);
}

TEST(the_servers_word_counts_more)
{
	struct talk t = { 0 };
	struct msg_sent sent;

	hear(&t, "220 here\r\n");
	say(&t, "EHLO me\r\n");
	hear(&t, "250-here\r\n");
	ASSERT_FALSE(t.answered);
	hear(&t, "250 SIZE\r\n");
	say(&t, "MAIL FROM:<a@b>\r\n");
	sent = mail_of(CURLE_OPERATION_TIMEDOUT, &t, false);
	ASSERT_CONTAINS(sent.sentence, "MAIL FROM");
	hear(&t, "451 later\r\n");
	sent = mail_of(CURLE_SEND_ERROR, &t, false);
	ASSERT_EQ(sent.outcome, OUTCOME_TEMPORARY);
	ASSERT_EQ(sent.code, 451);
	/* leave-taking changes nothing */
	say(&t, "QUIT\r\n");
	hear(&t, "221 bye\r\n");
	ASSERT_EQ(mail_of(CURLE_SEND_ERROR, &t, false).code, 451);
}

TEST(some_are_refused)
{
	struct talk t = { 0 };
	struct msg_sent sent;

	say(&t, "RCPT TO:<a@b>\r\n");
	hear(&t, "550 no\r\n");
	say(&t, "RCPT TO:<c@d>\r\n");
	hear(&t, "450 later\r\n");
	sent = mail_of(CURLE_SEND_ERROR, &t, false);
	ASSERT_EQ(sent.outcome, OUTCOME_TEMPORARY);
	ASSERT_CONTAINS(sent.sentence, "a@b (550 no), c@d (450 later)");
	say(&t, "RCPT TO:<e@f>\r\n");
	hear(&t, "250 yes\r\n");
	say(&t, "DATA\r\n");
	hear(&t, "354 go\r\n");
	talk_sent_message(&t);
	hear(&t, "250 queued\r\n");
	sent = mail_of(CURLE_OK, &t, false);
	ASSERT_EQ(sent.outcome, OUTCOME_PARTLY);
	ASSERT_CONTAINS(sent.sentence, "not for a@b");
}

/* A try after it is the same message, for it may be there already. */
TEST(nobody_knows_between_message_and_answer)
{
	struct outcome_end e = { .code = CURLE_OPERATION_TIMEDOUT, .words = "", .password = "" };
	struct talk t = { 0 };
	struct msg_sent sent;

	say(&t, "DATA\r\n");
	hear(&t, "354 go\r\n");
	ASSERT_FALSE(mail_of(CURLE_RECV_ERROR, &t, false).unsure);
	talk_sent_message(&t);
	ASSERT_TRUE(mail_of(CURLE_RECV_ERROR, &t, false).unsure);
	ASSERT_TRUE(mail_of(CURLE_OPERATION_TIMEDOUT, &t, false).unsure);
	hear(&t, "451 later\r\n");
	ASSERT_FALSE(mail_of(CURLE_RECV_ERROR, &t, false).unsure);
	outcome_of_request(&e, 0, "", &sent);
	ASSERT_FALSE(sent.unsure);
	e.asked = true;
	outcome_of_request(&e, 0, "", &sent);
	ASSERT_TRUE(sent.unsure);
	outcome_of_request(&e, 503, "", &sent);
	ASSERT_FALSE(sent.unsure);
}

TEST(no_password_is_said)
{
	struct talk t = { 0 };
	struct msg_sent sent;

	say(&t, "AUTH LOGIN\r\n");
	hear(&t, "334 VXNlcm5hbWU6\r\n");
	say(&t, "DATAdXNlcg==\r\n"); /* looks like a command, and is none */
	ASSERT_EQ(t.step, STEP_AUTH);
	hear(&t, "334 UGFzc3dvcmQ6\r\n");
	say(&t, "aHVzaGh1c2g=\r\n");
	hear(&t, "535 aHVzaGh1c2g= hush \x1b[0m\r\n");
	sent = mail_of(CURLE_LOGIN_DENIED, &t, false);
	ASSERT_EQ(sent.outcome, OUTCOME_PERMANENT);
	ASSERT_TRUE(!strstr(sent.sentence, "aHVzaGh1c2g=") && !strstr(sent.sentence, "hush"));
}

TEST(statuses)
{
	struct outcome_end e = { .code = CURLE_OK, .words = "", .password = "" };
	struct msg_sent sent;

	for (unsigned s = 200; s < 600; s++) {
		bool later = s >= 500 || s == 408 || s == 425 || s == 429;

		outcome_of_request(&e, s, "x", &sent);
		ASSERT_EQ(sent.outcome, s < 300 ? OUTCOME_DELIVERED
					: later ? OUTCOME_TEMPORARY
						: OUTCOME_PERMANENT);
		ASSERT_EQ(sent.code, s);
	}
	/* what comes after a status changes nothing, and 100 is none */
	e.code = CURLE_OPERATION_TIMEDOUT;
	outcome_of_request(&e, 204, "", &sent);
	ASSERT_EQ(sent.outcome, OUTCOME_DELIVERED);
	outcome_of_request(&e, 100, "", &sent);
	ASSERT_EQ(sent.outcome, OUTCOME_TEMPORARY);
}
