// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The connection to alarmd: the alarm table, events and health. */
#include <stdlib.h>

#include "daemons/agentxd/agentxd.h"
#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

void alarms_follow(struct agentxd *s, uint64_t from)
{
	struct msg_events_from m = { .from = from };

	s->following = true;
	/* one that fails is a connection that is about to end */
	(void)link_send(&s->alarms, s->packet,
			msg_events_from_put(s->packet, sizeof(s->packet),
					    client_next_id(&s->alarms.client), &m));
}

/* By the first summary of a connection: events overtake the later ones. */
static void meet(struct agentxd *s)
{
	const uint64_t head = s->world->summary.head, next = s->telling.told.next;
	const uint64_t first = head >= EVENT_LIST_MAX ? head - EVENT_LIST_MAX + 1 : 1;
	/* its numbers begin anew */
	const bool is_another = next > head + 1;

	if (is_another)
		s->world->events.n = 0;
	/* the first time of all, too: what was before us is told to nobody */
	if (next == 0 || is_another)
		telling_begin(&s->telling, head + 1);
	/* what the table shows, and all that was not told yet */
	alarms_follow(s, MIN(first, s->telling.sent.next));
}

static int take_summary(struct agentxd *s, struct cursor *body)
{
	struct world *w = s->world;
	int r = msg_alarm_summary_get(body, &w->summary);

	if (r < 0)
		return r;
	w->watched = true;
	if (!s->following)
		meet(s);
	return 0;
}

static int take_alarms(struct agentxd *s, struct cursor *body)
{
	/* large, and rare */
	AUTO_FREE struct msg_alarms *page = calloc(1, sizeof(*page));
	int r = page ? msg_alarms_get(body, page) : 0;

	if (page && r == 0)
		world_alarms(s->world, page);
	return r;
}

static int take_event(struct agentxd *s, struct cursor *body)
{
	struct event e;
	int r = msg_event_get(body, &e);

	if (r < 0)
		return r;
	event_list_add(&s->world->events, &e);
	/* now, before the next one takes the place of one that was not told */
	notifications_run(s);
	return 0;
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct agentxd *s = ctx;

	switch (head->type) {
	case MSG_ALARM_SUMMARY:
		return take_summary(s, body);
	case MSG_ALARMS:
		return take_alarms(s, body);
	case MSG_EVENT:
		/* the values beside it are not older */
		link_hurry(&s->sensor);
		return take_event(s, body);
	case MSG_HEALTH:
		return agentxd_take_health(s, WORLD_ALARMD, body);
	case MSG_REPLY:
		return set_answer(s, &s->alarms, head->id, body);
	default:
		return 0;
	}
}

static void lost(void *ctx)
{
	struct agentxd *s = ctx;

	s->following = false;
	world_alarms_lost(s->world);
}

static void heard(void *ctx)
{
	agentxd_work(ctx);
}

void alarms_start(struct agentxd *s)
{
	static const struct link_calls calls = { .take = take, .lost = lost, .heard = heard };

	s->alarms = (struct link){
		.loop = s->loop,
		.socket = "alarm",
		.server = "alarmd",
		.calls = &calls,
		.ctx = s,
		.table = &s->no_table,
	};
	link_start(&s->alarms);
}
