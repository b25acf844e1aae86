// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/lockstep.h"

#include <errno.h>
#include <stddef.h>

#include "lib/base/util.h"

static struct lockstep_peer *find(struct lockstep *l, const void *peer)
{
	for (unsigned i = 0; i < l->n; i++)
		if (l->peers[i].peer == peer)
			return &l->peers[i];
	return NULL;
}

static bool anybody_wishes(const struct lockstep *l)
{
	for (unsigned i = 0; i < l->n; i++)
		if (l->peers[i].step_us)
			return true;
	return false;
}

int lockstep_join(struct lockstep *l, const void *peer, int64_t own_us)
{
	if (find(l, peer))
		return 0;
	if (l->n == LOCKSTEP_PEERS_MAX)
		return -ENOSPC;
	/* Who comes while others wait has the whole time too. */
	l->waiting_since_us = own_us;
	l->peers[l->n++] = (struct lockstep_peer){ .peer = peer };
	return 0;
}

void lockstep_leave(struct lockstep *l, const void *peer)
{
	struct lockstep_peer *row = find(l, peer);

	if (row)
		*row = l->peers[--l->n];
}

int lockstep_step(struct lockstep *l, const void *peer, int64_t step_us, int64_t own_us)
{
	struct lockstep_peer *row = find(l, peer);

	if (!row)
		return -ENOENT;
	if (!anybody_wishes(l))
		l->waiting_since_us = own_us;
	row->ready = true;
	row->step_us = step_us;
	return 0;
}

void lockstep_release(struct lockstep *l)
{
	l->n = 0;
}

bool lockstep_take(struct lockstep *l, int64_t own_us, int64_t *ret_step_us)
{
	int64_t shortest = INT64_MAX;

	if (!anybody_wishes(l))
		return false;
	for (unsigned i = 0; i < l->n; i++) {
		if (!l->peers[i].ready)
			return false;
		if (l->peers[i].step_us)
			shortest = MIN(shortest, l->peers[i].step_us);
	}
	for (unsigned i = 0; i < l->n; i++) {
		l->peers[i].ready = false;
		l->peers[i].step_us = 0;
	}
	l->waiting_since_us = own_us;
	*ret_step_us = shortest;
	return true;
}

int64_t lockstep_deadline(const struct lockstep *l)
{
	bool any_late = false;

	for (unsigned i = 0; i < l->n; i++)
		any_late |= !l->peers[i].ready;
	/* Nobody is kept waiting as long as nobody wishes for a tick. */
	return anybody_wishes(l) && any_late ? l->waiting_since_us + LOCKSTEP_TIMEOUT_US
					     : INT64_MAX;
}

const void *lockstep_overdue(struct lockstep *l, int64_t own_us)
{
	if (own_us < lockstep_deadline(l))
		return NULL;
	for (unsigned i = 0; i < l->n; i++) {
		const void *peer = l->peers[i].peer;

		if (l->peers[i].ready)
			continue;
		lockstep_leave(l, peer);
		return peer;
	}
	return NULL;
}
