// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/failure.h"

#include <sysexits.h>

#include "tests/unit/test.h"

static const struct failure_place installed = { "sensord", NULL, NULL, "ops" };
static const struct failure_place private_run = { "sensord", NULL, "/tmp/run", "ops" };
static const struct failure_place of_package = { "agentxd", "rmcu-snmp", NULL, "ops" };
static struct text out;

static int connect(int r, const struct failure_place *place, const char *sentence)
{
	struct msg_reply refused = { .error = EACCES };

	(void)snprintf(refused.sentence, sizeof(refused.sentence), "%s", sentence);
	text_clear(&out);
	return failure_connect(r, place, &refused, "9.9", &out);
}

static int reply(unsigned error, const char *sentence)
{
	struct msg_reply m = { .error = error };

	(void)snprintf(m.sentence, sizeof(m.sentence), "%s", sentence);
	text_clear(&out);
	return failure_reply(&installed, &m, &out);
}

TEST(not_running)
{
	ASSERT_EQ(connect(-ENOENT, &installed, ""), EX_UNAVAILABLE);
	ASSERT_STREQ(text_get(&out), "sensord is not running: systemctl start rmcu-sensord");
	ASSERT_EQ(connect(-ECONNREFUSED, &private_run, ""), EX_UNAVAILABLE);
	ASSERT_TRUE(strstr(text_get(&out), "systemctl") == NULL);
	ASSERT_CONTAINS(text_get(&out), "/tmp/run");
	ASSERT_EQ(connect(-ENOENT, &of_package, ""), EX_UNAVAILABLE);
	ASSERT_STREQ(text_get(&out), "agentxd is not running: apt install rmcu-snmp, or systemctl "
				     "start rmcu-agentxd");
}

TEST(silent)
{
	ASSERT_EQ(connect(-ETIMEDOUT, &installed, ""), EX_UNAVAILABLE);
	ASSERT_STREQ(text_get(&out), "sensord accepts connections but does not answer: systemctl "
				     "status rmcu-sensord");
	ASSERT_EQ(connect(-ETIMEDOUT, &private_run, ""), EX_UNAVAILABLE);
	ASSERT_TRUE(strstr(text_get(&out), "systemctl") == NULL);
}

TEST(no_right)
{
	ASSERT_EQ(connect(-EACCES, &installed, "you are not in group rmcu"), EX_NOPERM);
	ASSERT_STREQ(text_get(&out),
		     "you are not in group rmcu: adduser ops rmcu, then sign in again");
	/* the socket's own permission refuses without a word */
	ASSERT_EQ(connect(-EACCES, &installed, ""), EX_NOPERM);
	ASSERT_CONTAINS(text_get(&out), "adduser ops rmcu,");
	ASSERT_EQ(connect(-EACCES, &installed, "go away"), EX_NOPERM);
	ASSERT_STREQ(text_get(&out), "sensord refuses: go away");
}

TEST(no_place)
{
	ASSERT_EQ(connect(-EUSERS, &installed, "you have too many connections open"), EX_TEMPFAIL);
	ASSERT_STREQ(text_get(&out), "sensord has no place: you have too many connections open; "
				     "close one and try again");
}

TEST(another_version)
{
	ASSERT_EQ(connect(-EPROTONOSUPPORT, &installed, ""), EX_PROTOCOL);
	ASSERT_CONTAINS(text_get(&out), "sensord 9.9 speaks another protocol than psctl");
}

TEST(refused_requests)
{
	ASSERT_EQ(reply(EACCES, "you are not in group rmcu-control"), EX_NOPERM);
	ASSERT_STREQ(text_get(&out), "you are not in group rmcu-control: adduser ops rmcu-control, "
				     "then sign in again");
	ASSERT_EQ(reply(EACCES, "you are not in group of the suite's own daemons"), EX_NOPERM);
	ASSERT_STREQ(text_get(&out), "you are not of the suite's own daemons");
	ASSERT_EQ(reply(EAGAIN, "refused by interlock x: again in 5 s"), EX_TEMPFAIL);
	ASSERT_STREQ(text_get(&out), "refused by interlock x: again in 5 s");
	ASSERT_EQ(reply(EPERM, "refused by interlock x"), EX_NOPERM);
	ASSERT_STREQ(text_get(&out), "refused by interlock x");
	ASSERT_EQ(reply(EINVAL, "no"), EX_DATAERR);
	ASSERT_EQ(reply(EIO, ""), EX_IOERR);
	ASSERT_STREQ(text_get(&out), strerror(EIO));
	ASSERT_EQ(reply(EOPNOTSUPP, "no"), EX_UNAVAILABLE);
}

TEST(lost)
{
	text_clear(&out);
	ASSERT_EQ(failure_lost(-ECONNRESET, &installed, &out), EX_TEMPFAIL);
	ASSERT_EQ(failure_lost(-ETIMEDOUT, &installed, &out), EX_UNAVAILABLE);
	ASSERT_EQ(failure_lost(-EBADMSG, &installed, &out), EX_PROTOCOL);
}

static const char *unwatched(int r, const struct failure_place *place)
{
	text_clear(&out);
	failure_unwatched(r, place, &out);
	return text_get(&out);
}

TEST(nobody_watches_alarms)
{
	static const struct failure_place there = { "alarmd", NULL, NULL, "ops" };
	static const struct failure_place here = { "alarmd", NULL, "/tmp/run", "ops", NULL };
	static const struct failure_place demo = { "alarmd", NULL, "/tmp/run", "ops",
						   "/tmp/run/log" };

	ASSERT_STREQ(unwatched(-ENOENT, &there),
		     "rmcu-alarmd does not run; systemctl status rmcu-alarmd");
	ASSERT_STREQ(unwatched(-ECONNREFUSED, &here), "rmcu-alarmd does not run in /tmp/run");
	ASSERT_STREQ(unwatched(-ETIMEDOUT, &there),
		     "rmcu-alarmd does not answer; systemctl status rmcu-alarmd");
	ASSERT_CONTAINS(unwatched(-EBADMSG, &here), "; look at its log where it was started");
	ASSERT_CONTAINS(unwatched(-EBADMSG, &demo), "; its log is /tmp/run/log/alarmd");
}
