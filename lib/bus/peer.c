// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/peer.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/wire/msg.h"

#define GROUP_READ    "rmcu"
#define GROUP_CONTROL "rmcu-control"
#define GROUP_ADMIN   "rmcu-admin"

/* The kernel's NGROUPS_MAX is 65536; nobody that we know is in more than this many groups. */
#define GROUPS_MAX 1024

static void load_groups(struct peer_names *names)
{
	AUTO_FCLOSE FILE *f = fopen("/etc/group", "re");
	struct group *g;

	while (f && (g = fgetgrent(f))) {
		if (streq(g->gr_name, GROUP_READ))
			names->read = g->gr_gid;
		else if (streq(g->gr_name, GROUP_CONTROL))
			names->control = g->gr_gid;
		else if (streq(g->gr_name, GROUP_ADMIN))
			names->admin = g->gr_gid;
	}
}

/*
 * What each daemon may do at the others' sockets. A user of another name is nobody special,
 * whatever his name begins with. A package may bring another one while we run, so its user is
 * looked up when it comes.
 */
static const struct peer_daemon {
	const char *name;
	unsigned rights;
	bool believed; /* about the actor that it names */
} daemons[] = {
	{ "rmcu-sensord", RIGHT_READ, false },
	{ "rmcu-alarmd", RIGHT_READ | RIGHT_CONTROL | RIGHT_SUITE, false },
	{ "rmcu-loggerd", RIGHT_READ | RIGHT_SUITE, false },
	{ "rmcu-settingsd", RIGHT_READ | RIGHT_SUITE, false },
	{ "rmcu-notifyd", RIGHT_READ | RIGHT_SUITE | RIGHT_MODEM, false },
	{ "rmcu-webd", RIGHT_READ | RIGHT_CONTROL | RIGHT_ADMIN, true },
	{ "rmcu-agentxd", RIGHT_READ | RIGHT_CONTROL, true },
	{ "rmcu-hostd", RIGHT_READ, false },
};

void peer_names_load(struct peer_names *ret_names)
{
	*ret_names = (struct peer_names){
		.read = (gid_t)-1,
		.control = (gid_t)-1,
		.admin = (gid_t)-1,
		.self = geteuid(),
	};
	load_groups(ret_names);
}

static const struct peer_daemon *find_daemon(const char *user)
{
	for (size_t i = 0; i < ARRAY_SIZE(daemons); i++)
		if (streq(daemons[i].name, user))
			return &daemons[i];
	return NULL;
}

unsigned peer_rights(const struct peer_names *names, uid_t uid, const char *user,
		     const gid_t *groups, size_t n)
{
	const struct peer_daemon *d = find_daemon(user);
	unsigned rights = d ? d->rights : 0;

	/* Who runs as the server could do anything to it anyway: the demo and the tests live on
	 * this. */
	if (uid == 0 || uid == names->self)
		return RIGHT_READ | RIGHT_CONTROL | RIGHT_ADMIN | RIGHT_SUITE | RIGHT_MODEM;
	for (size_t i = 0; i < n; i++) {
		if (groups[i] == (gid_t)-1)
			continue;
		if (groups[i] == names->read)
			rights |= RIGHT_READ;
		if (groups[i] == names->control)
			rights |= RIGHT_READ | RIGHT_CONTROL;
		if (groups[i] == names->admin)
			rights |= RIGHT_READ | RIGHT_CONTROL | RIGHT_ADMIN;
	}
	return rights;
}

static void name_user(uid_t uid, char name[ACTOR_NAME_MAX])
{
	AUTO_FCLOSE FILE *f = fopen("/etc/passwd", "re");
	struct passwd *p;

	(void)snprintf(name, ACTOR_NAME_MAX, "uid %u", (unsigned)uid);
	while (f && (p = fgetpwent(f))) {
		if (p->pw_uid != uid)
			continue;
		(void)snprintf(name, ACTOR_NAME_MAX, "%s", p->pw_name);
		return;
	}
}

int peer_identify(const struct peer_names *names, int fd, struct peer *ret_peer)
{
	AUTO_FREE gid_t *groups = NULL;
	const struct peer_daemon *d;
	struct ucred cred;
	socklen_t len = sizeof(cred);
	size_t n = 0;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) < 0)
		return -errno;
	groups = malloc((GROUPS_MAX + 1) * sizeof(*groups));
	if (!groups)
		return -ENOMEM;
	len = GROUPS_MAX * sizeof(*groups);
	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) == 0)
		n = len / sizeof(*groups);
	groups[n++] = cred.gid;
	*ret_peer = (struct peer){ .pid = cred.pid, .uid = cred.uid };
	name_user(cred.uid, ret_peer->name);
	d = find_daemon(ret_peer->name);
	ret_peer->rights = peer_rights(names, cred.uid, ret_peer->name, groups, n);
	ret_peer->suite = d || cred.uid == names->self;
	ret_peer->believed = cred.uid == names->self || (d && d->believed);
	return 0;
}
