// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* From argv to a call of one command. Pure: says what is wrong instead of printing it. */
#include "daemons/psctl/commands.h"
#include "lib/base/text.h"

/*
 * 0, or -EINVAL with one sentence added to *mistake. Options may stand anywhere; "--" ends them;
 * without a command it is `status`.
 */
int options_parse(int argc, char *const argv[], struct call *ret_call, struct text *mistake);

/* The value of an option of the command ("" of a switch), NULL when it was not given. */
const char *call_option(const struct call *c, const char *name);

/* The command of this name (one or two words), or NULL. */
const struct command *command_find(const char *name);

/* The command of two words that begins with this one, e.g. "events verify"; or NULL. */
const struct command *command_longer(const struct command *k, const char *second);

/* True when this is the first word of commands of two words. */
bool command_is_group(const char *word);
