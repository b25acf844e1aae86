// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/daemon.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/bus/client.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define DEADLINE_MS 20000

static char folder[FOLDER_PATH_MAX];
static int manager = -1;
static bool makes_progress;
static int start_result;

/* The daemon of the tests: listens, counts options and reloads into its status. */
static int tick_fd = -1;
static char option_value[32];

static int set_value(const char *value)
{
	if (streq(value, "bad"))
		return -EINVAL;
	(void)snprintf(option_value, sizeof(option_value), "%s", value);
	return 0;
}

static const struct daemon_option options[] = {
	{ "value", "VALUE", "a value", set_value },
	{ "switch", NULL, "a switch", set_value },
	{ 0 },
};

static struct loop_timer tick;

static void work(void *ctx, int64_t now_us)
{
	struct daemon *d = ctx;

	if (makes_progress)
		daemon_progress(d);
	loop_arm(d->loop, &tick, now_us + 2000, work, d);
}

static int start(struct daemon *d)
{
	if (start_result < 0)
		return start_result;
	if (daemon_listen(d, "test", &tick_fd) < 0)
		return -EIO;
	work(d, mono_read_us());
	return 0;
}

static void stop(struct daemon *d)
{
	(void)d;
	(void)notify_send("X_STOPPED=1", -1);
}

static void reload(struct daemon *d)
{
	(void)d;
	(void)notify_send("X_RELOADED=1", -1);
}

static const struct daemon_spec spec = {
	.name = "rmcu-test",
	.summary = "a daemon for tests",
	.options = options,
	.start = start,
	.stop = stop,
	.reload = reload,
};

static void begin(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	makes_progress = true;
	start_result = 0;
	folder_fresh(folder, "daemon");
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/notify", folder);
	(void)setenv("RMCU_RUNTIME_DIR", folder, 1);
	(void)setenv("NOTIFY_SOCKET", address.sun_path, 1);
	(void)unsetenv("WATCHDOG_USEC");
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ASSERT_OK(manager);
	ASSERT_OK(bind(manager, (struct sockaddr *)&address, sizeof(address)));
}

static void end(void)
{
	(void)close(manager);
	folder_remove(folder);
}

static pid_t run(char *argument, char *value)
{
	char *argv[] = { (char[]){ "rmcu-test" }, argument, value, NULL };
	pid_t pid = fork();

	ASSERT_OK(pid);
	if (pid == 0) {
		/* a test that fails leaves no daemon behind */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* what it prints is of no interest here */
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		(void)dup2(null, STDOUT_FILENO);
		(void)dup2(null, STDERR_FILENO);
		_exit(daemon_main(&spec, value ? 3 : argument ? 2 : 1, argv));
	}
	return pid;
}

static const char *heard(void)
{
	static char text[256];
	struct pollfd p = { .fd = manager, .events = POLLIN };
	ssize_t n;

	ASSERT_EQ(poll(&p, 1, DEADLINE_MS), 1);
	n = recv(manager, text, sizeof(text) - 1, 0);
	ASSERT_OK(n);
	text[n] = '\0';
	return text;
}

static int exit_code(pid_t pid)
{
	int status;

	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	ASSERT_TRUE(WIFEXITED(status));
	return WEXITSTATUS(status);
}

TEST(ready_reload_stop)
{
	struct client c = CLIENT_INIT;
	char path[CLIENT_PATH_MAX];
	pid_t pid;

	begin();
	pid = run(NULL, NULL);
	ASSERT_STREQ(heard(), "READY=1");
	client_path("test", path);
	ASSERT_OK(client_connect(&c, path));
	client_done(&c);
	ASSERT_OK(kill(pid, SIGHUP));
	ASSERT_STREQ(heard(), "RELOADING=1");
	ASSERT_STREQ(heard(), "X_RELOADED=1");
	ASSERT_STREQ(heard(), "READY=1");
	ASSERT_OK(kill(pid, SIGTERM));
	ASSERT_STREQ(heard(), "STOPPING=1");
	ASSERT_STREQ(heard(), "X_STOPPED=1");
	ASSERT_EQ(exit_code(pid), EX_OK);
	end();
}

TEST(the_watchdog_hears_of_progress_only)
{
	pid_t pid;

	begin();
	(void)setenv("WATCHDOG_USEC", "20000", 1);
	pid = run(NULL, NULL);
	ASSERT_STREQ(heard(), "READY=1");
	for (int i = 0; i < 3; i++)
		ASSERT_STREQ(heard(), "WATCHDOG=1");
	ASSERT_OK(kill(pid, SIGINT));
	while (!streq(heard(), "X_STOPPED=1"))
		;
	ASSERT_EQ(exit_code(pid), EX_OK);
	/* a loop that turns but does no work */
	makes_progress = false;
	pid = run(NULL, NULL);
	ASSERT_STREQ(heard(), "READY=1");
	{
		struct pollfd p = { .fd = manager, .events = POLLIN };

		ASSERT_EQ(poll(&p, 1, 100), 0);
	}
	ASSERT_OK(kill(pid, SIGTERM));
	ASSERT_STREQ(heard(), "STOPPING=1");
	ASSERT_STREQ(heard(), "X_STOPPED=1");
	ASSERT_EQ(exit_code(pid), EX_OK);
	end();
}

TEST(a_start_that_fails_is_taken_down_and_told)
{
	pid_t pid;

	begin();
	start_result = -ENODEV;
	pid = run(NULL, NULL);
	ASSERT_STREQ(heard(), "STOPPING=1");
	ASSERT_STREQ(heard(), "X_STOPPED=1");
	ASSERT_EQ(exit_code(pid), EX_SOFTWARE);
	end();
}

TEST(a_second_one_does_not_take_the_socket)
{
	pid_t first, second;

	begin();
	first = run(NULL, NULL);
	ASSERT_STREQ(heard(), "READY=1");
	second = run(NULL, NULL);
	ASSERT_EQ(exit_code(second), EX_SOFTWARE);
	ASSERT_OK(kill(first, SIGTERM));
	ASSERT_EQ(exit_code(first), EX_OK);
	end();
}

TEST(arguments)
{
	begin();
	ASSERT_EQ(exit_code(run((char[]){ "--help" }, NULL)), EX_OK);
	ASSERT_EQ(exit_code(run((char[]){ "--version" }, NULL)), EX_OK);
	ASSERT_EQ(exit_code(run((char[]){ "--none" }, NULL)), EX_USAGE);
	ASSERT_EQ(exit_code(run((char[]){ "word" }, NULL)), EX_USAGE);
	ASSERT_EQ(exit_code(run((char[]){ "" }, NULL)), EX_USAGE);
	ASSERT_EQ(exit_code(run((char[]){ "--" }, NULL)), EX_USAGE);
	ASSERT_EQ(exit_code(run((char[]){ "--value" }, NULL)), EX_USAGE);
	ASSERT_EQ(exit_code(run((char[]){ "--value" }, (char[]){ "bad" })), EX_USAGE);
	ASSERT_EQ(exit_code(run((char[]){ "--log-level" }, (char[]){ "loud" })), EX_USAGE);
	end();
}

TEST(arguments_that_are_good)
{
	pid_t pid;

	begin();
	pid = run((char[]){ "--log-level" }, (char[]){ "debug" });
	ASSERT_STREQ(heard(), "READY=1");
	ASSERT_OK(kill(pid, SIGTERM));
	ASSERT_EQ(exit_code(pid), EX_OK);
	while (!streq(heard(), "X_STOPPED=1"))
		;
	pid = run((char[]){ "--value" }, (char[]){ "--switch" });
	ASSERT_STREQ(heard(), "READY=1");
	ASSERT_OK(kill(pid, SIGTERM));
	ASSERT_EQ(exit_code(pid), EX_OK);
	end();
}
