// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A message is looked at again before anything of it leaves: nobody is trusted. Pure. */
#include "lib/wire/msg.h"

/* NULL, or why the message is not sent as it is. */
const char *look_at(const struct msg_send *m);
