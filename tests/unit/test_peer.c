// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/peer.h"

#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/util.h"
#include "lib/wire/msg.h"
#include "tests/unit/test.h"

#define ALL (RIGHT_READ | RIGHT_CONTROL | RIGHT_ADMIN | RIGHT_SUITE | RIGHT_MODEM)

static const struct peer_names names = {
	.read = 900,
	.control = 901,
	.admin = 902,
	.self = 950,
};

static unsigned rights_of(const char *user, uid_t uid, gid_t a, gid_t b)
{
	gid_t groups[] = { a, b };

	return peer_rights(&names, uid, user, groups, 2);
}

static unsigned rights(uid_t uid, gid_t a, gid_t b)
{
	return rights_of("somebody", uid, a, b);
}

TEST(rights_come_from_groups_primary_or_not)
{
	ASSERT_EQ(rights(1000, 1000, 27), 0);
	ASSERT_EQ(rights(1000, 900, 1000), RIGHT_READ);
	ASSERT_EQ(rights(1000, 1000, 900), RIGHT_READ);
	ASSERT_EQ(rights(1000, 1000, 901), RIGHT_READ | RIGHT_CONTROL);
	ASSERT_EQ(rights(1000, 900, 901), RIGHT_READ | RIGHT_CONTROL);
	ASSERT_EQ(rights(1000, 1000, 902), RIGHT_READ | RIGHT_CONTROL | RIGHT_ADMIN);
	ASSERT_EQ(peer_rights(&names, 1000, "somebody", NULL, 0), 0);
}

TEST(root_and_the_server_itself_may_all_a_daemon_what_its_row_says)
{
	ASSERT_EQ(rights(0, 0, 0), ALL);
	ASSERT_EQ(rights(950, 1, 1), ALL);
	ASSERT_EQ(rights_of("rmcu-alarmd", 951, 1, 1), RIGHT_READ | RIGHT_CONTROL | RIGHT_SUITE);
	ASSERT_EQ(rights_of("rmcu-alarmd", 951, 902, 1), ALL & ~RIGHT_MODEM);
	ASSERT_EQ(rights_of("rmcu-notifyd", 952, 1, 1), RIGHT_READ | RIGHT_SUITE | RIGHT_MODEM);
	ASSERT_EQ(rights_of("rmcu-agentxd", 953, 1, 1), RIGHT_READ | RIGHT_CONTROL);
	ASSERT_EQ(rights_of("rmcu-alarmdx", 951, 1, 1), 0);
	ASSERT_EQ(rights_of("rmcu-", 951, 1, 1), 0);
	ASSERT_EQ(rights_of("uid 951", 951, 1, 1), 0);
}

TEST(a_group_that_does_not_exist_is_nobody_s)
{
	struct peer_names none = {
		.read = (gid_t)-1, .control = (gid_t)-1, .admin = (gid_t)-1, .self = 950
	};
	gid_t groups[] = { (gid_t)-1, 1000 };

	ASSERT_EQ(peer_rights(&none, 1000, "somebody", groups, 2), 0);
	/* an unset name table entry must not make uid 0 special twice, nor anyone else */
	ASSERT_EQ(peer_rights(&none, 65534, "nobody", groups, 1), 0);
}

TEST(names_are_loaded)
{
	struct peer_names loaded;

	peer_names_load(&loaded);
	ASSERT_EQ(loaded.self, geteuid());
}

TEST(the_kernel_says_who_is_there)
{
	struct peer_names loaded;
	struct peer p;
	int pair[2];

	peer_names_load(&loaded);
	ASSERT_OK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair));
	ASSERT_OK(peer_identify(&loaded, pair[0], &p));
	ASSERT_EQ(p.pid, getpid());
	ASSERT_EQ(p.uid, geteuid());
	ASSERT_EQ(p.rights, ALL);
	ASSERT_TRUE(p.suite);
	ASSERT_GT(strlen(p.name), 0);
	(void)close(pair[0]);
	(void)close(pair[1]);
	ASSERT_EQ(peer_identify(&loaded, -1, &p), -EBADF);
}
