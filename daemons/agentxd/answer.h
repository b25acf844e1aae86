// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* GET and GETNEXT: the values of variables, and the short way from the master to them. */
#include "daemons/agentxd/handler.h"

/* Puts the value in: 0, -ENOENT: no object has that name; -ENODATA: there is no such instance. */
int answer_get(struct agentxd *s, const struct mib_tree *t, netsnmp_variable_list *vb);

/*
 * Puts the next name in, and its value: 0, or -ENOENT at the end of the tree. With `inclusive` the
 * name itself counts as well (AgentX).
 */
int answer_next(struct agentxd *s, const struct mib_tree *t, netsnmp_variable_list *vb,
		bool inclusive);

/* What a manager is told where answer_get() found nothing: the exceptions of RFC 3416. */
int answer_lack(int r);

/*
 * Answers GET and GETNEXT of this session with the master as they come, from those trees (ended by
 * NULL); all else goes the library's way.
 */
void answer_session(struct agentxd *s, netsnmp_session *session,
		    const struct mib_tree *const trees[]);
