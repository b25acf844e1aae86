// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Events as notifications: each once, in order, while there is a master. The journal is the queue:
 * a cursor says which event is next, and is kept when the master has answered for those before it;
 * who dies between the two makes that one is told twice rather than not at all.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/agentxd/agentxd.h"
#include "daemons/agentxd/notification.h"
#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/keeper.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define CURSOR_FILE "told"
#define CURSOR_MOST 128

static void keep(struct agentxd *s)
{
	const struct telling_mark *told = &s->telling.told;
	char line[CURSOR_MOST];
	int n = snprintf(line, sizeof(line), "%" PRIu64 " ", told->next);

	for (unsigned i = 0; i < sizeof(told->boot); i++)
		n += snprintf(line + n, sizeof(line) - (size_t)n, "%02x", told->boot[i]);
	n += snprintf(line + n, sizeof(line) - (size_t)n, "\n");
	keeper_offer(s->cursor, (const uint8_t *)line, (size_t)n);
	s->kept = told->next;
}

/* "NUMBER BOOT"; what is no such line is as if there was none. */
static void read_cursor(struct agentxd *s, const char *text)
{
	struct telling_mark told;
	int at = 0;

	if (sscanf(text, "%" SCNu64 " %n", &told.next, &at) != 1 || told.next == 0)
		return;
	for (unsigned i = 0; i < sizeof(told.boot); i++, at += 2)
		if (sscanf(text + at, "%2hhx", &told.boot[i]) != 1)
			return;
	s->telling.told = s->telling.sent = told;
	s->kept = told.next;
}

int notifications_start(struct agentxd *s)
{
	AUTO_FREE char *text = NULL;
	char path[FOLDER_MAX + 16];
	size_t len;
	int r;

	/* the first time of all: this boot is no news */
	boot_id_read(s->telling.told.boot);
	s->telling.sent = s->telling.told;
	(void)snprintf(path, sizeof(path), "%s/%s", s->state_folder, CURSOR_FILE);
	r = file_read(path, CURSOR_MOST, &text, &len);
	if (r == 0)
		read_cursor(s, text);
	else if (r != -ENOENT)
		log_warning("cannot read '%s': notifications begin with what comes now", path);
	r = keeper_new(s->loop, s->state_folder, CURSOR_FILE, CURSOR_MOST, &s->cursor);
	return r < 0 ? log_error_errno(r, "cannot keep what was told") : 0;
}

void notifications_stop(struct agentxd *s)
{
	s->cursor = keeper_free(s->cursor);
}

/* False when it could not be handed over. */
static bool tell(struct agentxd *s, unsigned place)
{
	struct event e = event_list_at(&s->world->events, place);
	struct notification n;

	if (!notification_make(s->world, &e, s->telling.sent.boot, &n)) {
		telling_pass(&s->telling, &e);
		return true;
	}
	if (master_notify(&n, s->telling.round) < 0)
		return false;
	telling_hand(&s->telling, &e);
	return true;
}

void notifications_answered(struct agentxd *s, unsigned round, bool taken)
{
	if (!taken && round == s->telling.round)
		telling_rewind(&s->telling);
	else if (taken)
		telling_answered(&s->telling, round);
	s->world->counts.sent += taken;
	agentxd_soon(s);
}

void notifications_lost(struct agentxd *s)
{
	telling_rewind(&s->telling);
	agentxd_soon(s);
}

/* The place of the event that is next; events.n when it has not come yet. */
static unsigned place_of_next(const struct agentxd *s)
{
	const struct world *w = s->world;
	unsigned at = w->events.n;

	while (at > 0 && event_list_number(&w->events, at - 1) >= s->telling.sent.next)
		at--;
	return at;
}

static void count_waiting(struct agentxd *s)
{
	const struct world *w = s->world;
	uint64_t next = s->telling.told.next;
	bool some = w->watched && next && w->summary.head >= next;

	s->world->counts.waiting = some ? (uint32_t)(w->summary.head - next + 1) : 0;
}

/* Whether the events from the next one on are in the list; else they are asked for, once. */
static bool has_next(struct agentxd *s, unsigned at)
{
	const struct world *w = s->world;
	uint64_t next = s->telling.sent.next;

	/* the list has no room for all that waited: the journal has */
	if (at == 0 && w->events.n == EVENT_LIST_MAX && event_list_number(&w->events, 0) > next &&
	    !s->catching_up) {
		s->catching_up = true;
		alarms_follow(s, next);
		return false;
	}
	if (s->catching_up && (at == w->events.n || event_list_number(&w->events, at) != next))
		return false;
	s->catching_up = false;
	return true;
}

static void tell_some(struct agentxd *s)
{
	const struct world *w = s->world;
	unsigned at = place_of_next(s);

	if (!has_next(s, at))
		return;
	while (at < w->events.n && !telling_full(&s->telling) && tell(s, at))
		at++;
}

void notifications_run(struct agentxd *s)
{
	struct world *w = s->world;
	struct telling *t = &s->telling;

	if (w->counts.connected && t->told.next && s->following)
		tell_some(s);
	count_waiting(s);
	if (t->told.next && s->kept != t->told.next)
		keep(s);
}
