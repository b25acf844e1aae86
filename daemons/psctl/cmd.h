// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the commands share: writing their answer, and finding the channel that was named. */
#include "daemons/psctl/alarm_link.h"
#include "daemons/psctl/commands.h"
#include "daemons/psctl/link.h"
#include "daemons/psctl/options.h"
#include "lib/base/json.h"
#include "lib/base/text.h"

/* Writes an answer to stdout; an exit code. */
int cmd_write(const struct text *out);

/* Begins JSON for this call: indented at a terminal, one line for programs. */
void cmd_json(struct json *j, struct text *out);

/* Ends it and writes it. */
int cmd_json_write(const struct text *out);

/* Writes {"sentence": …} or the sentence alone. */
int cmd_sentence(const struct call *c, const char *sentence);

/* Says what is the matter with a word that was typed: "'WORD' WHAT"; EX_USAGE. */
int cmd_refuse(const char *word, const char *what);

/* Index of the channel that a word names, or -ENOENT after having said so. */
int cmd_channel(const struct link *l, const char *word, bool outputs);

/*
 * Connects to sensord and alarmd side by side and reads the state of both; an exit code. That
 * alarmd does not answer is no failure but a finding.
 */
int cmd_open_both(struct link *l, struct alarm_link *a);

/* The state of both as lib/present shows it. */
struct present_status cmd_status_of(const struct link *l, struct alarm_link *a);

/* EX_USAGE after having said what --since takes, if this is nothing of it. */
int cmd_check_since(const char *word);

/* Out of memory, said; an exit code. */
int cmd_no_memory(void);

/* The actor that psctl names: the server knows who it is, and is told only the door. */
struct actor cmd_actor(void);

/* Tells about the command of this call (--help); an exit code. */
int cmd_help_about(const struct call *c);
