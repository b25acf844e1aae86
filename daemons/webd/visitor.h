// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Who asks, and what he may. */
#include <stdbool.h>

#include "lib/model/actor.h"
#include "lib/model/names.h"

/* 128 random bits as hexadecimal digits, with their NUL. */
#define VISITOR_KEY_MAX 33

struct visitor {
	enum user_role role;	    /* USER_DISABLED: nobody has signed in */
	char name[ACTOR_NAME_MAX];  /* of the user, or of the token */
	const char *door;	    /* of which of both, for `actor.door` (lib/daemon/persons.h) */
	char csrf[VISITOR_KEY_MAX]; /* what a form of his must have with it; "" for tokens */
};
