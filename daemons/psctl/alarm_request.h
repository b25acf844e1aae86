// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What people ask of alarmd, from the words of a call to the sentence that says what came of it. */
#include "daemons/psctl/cmd.h"

/* Takes over the note from this option; an exit code. */
int alarm_request_note(const struct call *c, const char *option, struct msg_alarm_request *m);

/* Takes over --for: a span up to a week, `otherwise` when it is not given; an exit code. */
int alarm_request_for(const struct call *c, const char *otherwise, struct msg_alarm_request *m);

/* Connects, looks up the alarm that `word` names (NULL: all), asks, and says the reply; an exit
 * code. */
int alarm_request(const struct call *c, enum msg_type type, const char *word,
		  struct msg_alarm_request *m);
