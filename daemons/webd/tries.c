// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/tries.h"

#include <errno.h>
#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"

/* A message may take a minute, and somebody starts whoever delivers it: as psctl waits. */
#define TRY_MOST_US (75 * USEC_PER_SEC)

static void end(struct try_record *r, uint32_t error, const char *sentence)
{
	r->under_way = false;
	r->error = error;
	(void)snprintf(r->sentence, sizeof(r->sentence), "%s", sentence);
}

static struct try_record *find(struct tries *t, const char *recipient)
{
	for (unsigned i = 0; i < t->n; i++)
		if (streq(t->list[i].recipient, recipient))
			return &t->list[i];
	return NULL;
}

const struct try_record *tries_find(struct tries *t, const char *recipient, int64_t now_us)
{
	struct try_record *r = find(t, recipient);

	if (r && r->under_way && now_us >= r->due_us)
		end(r, ETIMEDOUT, "rmcu-notifyd does not say what became of it");
	return r;
}

const struct try_record *tries_under_way(struct tries *t, int64_t now_us)
{
	for (unsigned i = 0; i < t->n; i++)
		if (tries_find(t, t->list[i].recipient, now_us)->under_way)
			return &t->list[i];
	return NULL;
}

/* Recipients come and go, and any id can be asked for: the oldest makes room. */
static struct try_record *place(struct tries *t, const char *recipient)
{
	struct try_record *r = find(t, recipient);

	if (r)
		return r;
	if (t->n < ARRAY_SIZE(t->list))
		return &t->list[t->n++];
	r = &t->list[0];
	for (unsigned i = 1; i < t->n; i++)
		if (t->list[i].due_us < r->due_us)
			r = &t->list[i];
	return r;
}

void tries_begin(struct tries *t, uint32_t id, const struct msg_notify_request *m, int64_t at_us,
		 int64_t now_us)
{
	struct try_record *r = place(t, m->recipient);

	*r = (struct try_record){
		.at_us = at_us, .due_us = now_us + TRY_MOST_US, .id = id, .under_way = true
	};
	(void)snprintf(r->recipient, sizeof(r->recipient), "%s", m->recipient);
	(void)snprintf(r->by, sizeof(r->by), "%s", m->actor.name);
}

void tries_over(struct tries *t, uint32_t id, const struct msg_reply *reply)
{
	for (unsigned i = 0; i < t->n; i++)
		if (t->list[i].under_way && t->list[i].id == id)
			end(&t->list[i], reply->error,
			    *reply->sentence ? reply->sentence : "delivered");
}

void tries_lost(struct tries *t)
{
	for (unsigned i = 0; i < t->n; i++)
		if (t->list[i].under_way)
			end(&t->list[i], ECONNRESET, "rmcu-notifyd has ended before its answer");
}
