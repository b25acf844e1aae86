// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A decision as the message that answers it. Pure. */
#include "daemons/settingsd/change.h"
#include "lib/wire/msg.h"

/* `error` is 0 or a positive errno; `generation` is that of the settings in force now. */
void result_fill(struct msg_settings_result *m, int error, uint64_t generation,
		 const struct change_decision *d);
