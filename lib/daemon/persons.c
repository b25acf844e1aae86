// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/persons.h"

#include <errno.h>

#include "lib/base/util.h"
#include "lib/settings/schema.h"

static unsigned rights_of(enum user_role role)
{
	switch (role) {
	case USER_VIEWER:
		return RIGHT_READ;
	case USER_CONTROL:
		return RIGHT_READ | RIGHT_CONTROL;
	case USER_ADMIN:
		return RIGHT_READ | RIGHT_CONTROL | RIGHT_ADMIN;
	case USER_DISABLED:
	case USER_ROLE_MAX:
		break;
	}
	return 0;
}

unsigned person_rights(const struct settings *s, const struct actor *actor)
{
	int i;

	if (!s && (streq(actor->door, DOOR_OF_USERS) || streq(actor->door, DOOR_OF_TOKENS)))
		return 0;
	if (streq(actor->door, DOOR_OF_USERS)) {
		i = subject_find(&subject_users, s, actor->name);
		return i < 0 ? 0 : rights_of(s->users[i].role);
	}
	if (streq(actor->door, DOOR_OF_TOKENS)) {
		i = subject_find(&subject_tokens, s, actor->name);
		return i < 0 ? 0 : rights_of(s->tokens[i].role);
	}
	return ~0U;
}

bool person_may(const struct settings *s, const struct actor *actor, struct server *server,
		struct server_peer *p, uint32_t id, unsigned type)
{
	if (person_rights(s, actor) & msg_right_needed(type))
		return true;
	server_reply(server, p, id, EACCES, "'%s' has no role that may do this", actor->name);
	return false;
}
