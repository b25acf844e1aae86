// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* When the modem is asked how it is, and what is told of the answer. Pure. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/settings/settings.h"

/* Zero-initialise: it is due at once. */
struct inquiry {
	int64_t due_us; /* monotonic: the next one */
};

/* True while a channel shows something of the modem. */
bool inquiry_wanted(const struct settings *s);

/* True when it is asked now; *ret_due_us is when it has to be looked at again, INT64_MAX: never. */
bool inquiry_run(struct inquiry *q, bool wanted, int64_t now_us, int64_t *ret_due_us);

/* Asks anew at once: nobody there knows how the modem is. */
void inquiry_again(struct inquiry *q);
