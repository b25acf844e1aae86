// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What we have to tell the journal. While alarmd is away, or its disk takes nothing, it waits here:
 * the newest event of each kind. */
#include <errno.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define RETRY_US (2 * USEC_PER_SEC)

void herald_tell(struct loggerd *s, enum herald_slot slot, const struct event *e)
{
	s->herald.slots[slot].waiting = true;
	s->herald.slots[slot].sent = 0;
	s->herald.slots[slot].event = *e;
}

void herald_drop(struct loggerd *s, enum herald_slot slot)
{
	s->herald.slots[slot].waiting = false;
}

/* Which of the two comes last is how the log stands: the failure must be taken before its end goes.
 */
static bool comes_later(const struct loggerd *s, unsigned slot)
{
	return slot == HERALD_RESUMED && s->herald.slots[HERALD_FAILED].waiting;
}

static void send_one(struct loggerd *s, unsigned i)
{
	uint32_t id = client_next_id(&s->events.link.client);
	int len = msg_event_append_put(s->packet, sizeof(s->packet), id, &s->herald.slots[i].event);

	if (link_send(&s->events.link, s->packet, len) == 0)
		s->herald.slots[i].sent = id;
}

void herald_run(struct loggerd *s, int64_t own_us)
{
	if (!s->events.known || own_us < s->herald.retry_us)
		return;
	for (unsigned i = 0; i < HERALD_MAX; i++)
		if (s->herald.slots[i].waiting && s->herald.slots[i].sent == 0 &&
		    !comes_later(s, i))
			send_one(s, i);
}

void herald_answer(struct loggerd *s, uint32_t id, const struct msg_reply *reply)
{
	for (unsigned i = 0; i < HERALD_MAX; i++) {
		if (!s->herald.slots[i].waiting || s->herald.slots[i].sent != id)
			continue;
		s->herald.slots[i].sent = 0;
		if (reply->error == EAGAIN || reply->error == EBUSY) {
			s->herald.retry_us = mono_read_us() + RETRY_US;
			continue;
		}
		/* EIO: it is in alarmd's memory, and on the disk when there is room */
		if (reply->error && reply->error != EIO)
			log_warning("alarmd does not take our event: %s", reply->sentence);
		s->herald.slots[i].waiting = false;
	}
}

void herald_lost(struct loggerd *s)
{
	for (unsigned i = 0; i < HERALD_MAX; i++)
		s->herald.slots[i].sent = 0;
}
