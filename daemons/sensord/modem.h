// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What is known of the modem, and for how long. Others ask it, and tell us. Pure. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/settings/settings.h"
#include "lib/wire/msg.h"

struct modem {
	bool told;	  /* somebody has said how it is */
	int64_t since_us; /* when he did; until then, since when it is waited for */
	struct msg_modem last;
};

/* Nobody has told anything; it is waited for from now on. */
void modem_start(struct modem *m, int64_t mono_us);

/* The channels that show it are others: what is too old is waited for anew. */
void modem_again(struct modem *m, int64_t mono_us);

/* Takes what was told. */
void modem_take(struct modem *m, const struct msg_modem *told, int64_t mono_us);

/* True when it is gone, or nobody has said for too long how it is; *ret_why is a sentence then. */
bool modem_lost(const struct modem *m, int64_t mono_us, const char **ret_why);

/* A value of it in millionths, or the quality that says why there is none. */
enum quality modem_value(const struct modem *m, enum modem_value which, int64_t mono_us,
			 int64_t *ret_value);
