// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the person behind a request may do. rmcu-webd says who it is; what he may is looked up by
 * the server itself, so that a fault in a route of webd's raises nobody.
 */
#include "lib/bus/server.h"
#include "lib/settings/settings.h"

/* The doors of people and of scripts that webd names, for `actor.door`. */
#define DOOR_OF_USERS  "web"
#define DOOR_OF_TOKENS "token"

/* A mask of msg_right; all of them for who comes through another door. Without settings nobody is
 * known. Pure. */
unsigned person_rights(const struct settings *s, const struct actor *actor);

/* Whether he may ask for this type of message; he was told so when not. */
bool person_may(const struct settings *s, const struct actor *actor, struct server *server,
		struct server_peer *p, uint32_t id, unsigned type);
