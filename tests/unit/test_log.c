// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/log.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "tests/unit/test.h"

static int saved_stderr = -1, reader = -1;

/* Standard error becomes a datagram socket: one write, one datagram. */
static void capture(void)
{
	int pair[2];

	ASSERT_OK(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair));
	saved_stderr = dup(STDERR_FILENO);
	ASSERT_OK(dup2(pair[1], STDERR_FILENO));
	(void)close(pair[1]);
	reader = pair[0];
}

/* The next write to standard error, "" if there was none. */
static const char *captured(void)
{
	static char line[4096];
	ssize_t n = recv(reader, line, sizeof(line) - 1, MSG_DONTWAIT);

	line[n < 0 ? 0 : n] = '\0';
	return line;
}

static void release(void)
{
	(void)dup2(saved_stderr, STDERR_FILENO);
	(void)close(saved_stderr);
	(void)close(reader);
}

TEST(levels_have_names)
{
	ASSERT_EQ(log_level_from_name("error"), LOG_LEVEL_ERROR);
	ASSERT_EQ(log_level_from_name("debug"), LOG_LEVEL_DEBUG);
	ASSERT_EQ(log_level_from_name("loud"), -EINVAL);
	ASSERT_EQ(log_level_from_name(""), -EINVAL);
}

TEST(the_journal_gets_a_priority)
{
	char line[64], quiet[64];

	(void)setenv("JOURNAL_STREAM", "1:2", 1);
	log_setup("test", LOG_LEVEL_INFO);
	capture();
	log_warning("battery at %d V", 11);
	(void)snprintf(line, sizeof(line), "%s", captured());
	log_debug("not this");
	(void)snprintf(quiet, sizeof(quiet), "%s", captured());
	release();
	ASSERT_STREQ(line, "<4>battery at 11 V\n");
	ASSERT_STREQ(quiet, "");
}

TEST(people_get_time_program_and_level)
{
	char line[128];

	(void)unsetenv("JOURNAL_STREAM");
	log_setup("test", LOG_LEVEL_DEBUG);
	capture();
	log_debug("here");
	(void)snprintf(line, sizeof(line), "%s", captured());
	release();
	ASSERT_STREQ(line + strlen("2026-11-23T06:47:00.123Z"), " test debug: here\n");
}

TEST(an_errno_is_appended_and_returned_negative)
{
	char line[128];
	int r, kept;

	(void)setenv("JOURNAL_STREAM", "1:2", 1);
	log_setup("test", LOG_LEVEL_INFO);
	capture();
	errno = EBUSY;
	r = log_error_errno(-ENOENT, "cannot open '%s'", "x");
	kept = errno;
	(void)snprintf(line, sizeof(line), "%s", captured());
	release();
	ASSERT_EQ(r, -ENOENT);
	ASSERT_EQ(kept, EBUSY);
	ASSERT_STREQ(line, "<3>cannot open 'x': No such file or directory\n");
}

TEST(nobody_forges_a_second_line)
{
	char line[128];

	capture();
	log_info("name '%s'", "a\n<0>b\x1b[2J\xc2\x9b"
			      "2J\x7f");
	(void)snprintf(line, sizeof(line), "%s", captured());
	release();
	ASSERT_STREQ(line, "<6>name 'a?<0>b?[2J??2J?'\n");
}

TEST(a_long_line_is_cut_and_still_one_write)
{
	char huge[5000], line[4096], after[16];

	memset(huge, 'x', sizeof(huge) - 1);
	huge[sizeof(huge) - 1] = '\0';
	(void)unsetenv("JOURNAL_STREAM");
	log_setup("test", LOG_LEVEL_INFO);
	capture();
	(void)log_error_errno(-ENOENT, "%s", huge);
	(void)snprintf(line, sizeof(line), "%s", captured());
	(void)snprintf(after, sizeof(after), "%s", captured());
	release();
	ASSERT_GT(strlen(line), 1000);
	ASSERT_LT(strlen(line), 1200);
	ASSERT_EQ(line[strlen(line) - 1], '\n');
	ASSERT_STREQ(after, "");
}

TEST(a_limit_counts_what_it_holds_back)
{
	struct log_limit l = { 0 };
	uint32_t held_back = 99;

	ASSERT_TRUE(log_limit_pass(&l, 1000, 100, &held_back));
	ASSERT_EQ(held_back, 0);
	for (int i = 0; i < 5; i++)
		ASSERT_FALSE(log_limit_pass(&l, 1099, 100, &held_back));
	ASSERT_TRUE(log_limit_pass(&l, 1100, 100, &held_back));
	ASSERT_EQ(held_back, 5);
	ASSERT_TRUE(log_limit_pass(&l, 5000, 100, &held_back));
	ASSERT_EQ(held_back, 0);
}
