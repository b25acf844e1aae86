// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The fields of a message: of a request's header, of a command's environment. Pure. */
#include "lib/wire/msg.h"

/* Adds one in UTF-8, cleaned and cut where it has no room. */
void fields_add(struct msg_send *m, const char *name, const char *value);

/* Adds one of a header: in ASCII, other words as RFC 2047 has them. */
void fields_add_words(struct msg_send *m, const char *name, const char *value);
