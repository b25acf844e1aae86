// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Questions to a tree of the agent, for the tests of its MIBs. */
#include "daemons/agentxd/mib.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

/* The name of these arcs below the tree's root. */
static inline struct mib_name agent_name(const struct mib_tree *t, unsigned n, const uint32_t *arcs)
{
	struct mib_name name = { .n = t->n_root };

	memcpy(name.arcs, t->root, name.n * sizeof(uint32_t));
	memcpy(name.arcs + name.n, arcs, n * sizeof(uint32_t));
	name.n += n;
	return name;
}

static inline int agent_get(const struct mib_tree *t, const struct world *w, struct mib_value *v,
			    unsigned n, const uint32_t *arcs)
{
	struct mib_name name = agent_name(t, n, arcs);
	struct mib_place p;
	int r = mib_find(t, w, &name, &p);

	return r < 0 ? r : p.column->get(w, p.row, v);
}
#define AGENT_GET(t, w, v, ...)                                                                    \
	agent_get(t, w, v, sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t),                 \
		  (uint32_t[]){ __VA_ARGS__ })

/* Walks the tree; asserts that names go up and that a GET says the same. Returns the values. */
static inline unsigned agent_walk(const struct mib_tree *t, const struct world *w)
{
	struct mib_name at = { .n = 0 };
	const struct mib_column *c;
	struct mib_value v, again;
	unsigned n = 0;

	for (struct mib_name next; mib_next(t, w, &at, &next, &c, &v) == 0; at = next, n++) {
		struct mib_place p;

		ASSERT_GT(mib_compare(next.arcs, next.n, at.arcs, at.n), 0);
		ASSERT_OK(mib_find(t, w, &next, &p));
		ASSERT_TRUE(p.column == c);
		ASSERT_OK(c->get(w, p.row, &again));
		if (c->type == MIB_BYTES) {
			ASSERT_EQ(v.n, again.n);
			ASSERT_TRUE(memcmp(v.bytes, again.bytes, v.n) == 0);
		} else if (c->type == MIB_NAME) {
			ASSERT_EQ(mib_compare(v.arcs, (unsigned)v.n, again.arcs, (unsigned)again.n),
				  0);
		} else {
			ASSERT_EQ(v.number, again.number);
		}
	}
	return n;
}
