// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Events as notifications: each once, in order, while there is a master. The journal is the queue:
 * a cursor says which event is next, and is kept when it was told; a kill between the two tells one
 * twice rather than not at all.
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
	char line[CURSOR_MOST];
	int n = snprintf(line, sizeof(line), "%" PRIu64 " ", s->next);

	for (unsigned i = 0; i < sizeof(s->boot); i++)
		n += snprintf(line + n, sizeof(line) - (size_t)n, "%02x", s->boot[i]);
	n += snprintf(line + n, sizeof(line) - (size_t)n, "\n");
	keeper_offer(s->cursor, (const uint8_t *)line, (size_t)n);
	s->kept = s->next;
}

/* "NUMBER BOOT"; what is no such line is as if there was none. */
static void read_cursor(struct agentxd *s, const char *text)
{
	uint8_t boot[16];
	uint64_t next;
	int at = 0;

	if (sscanf(text, "%" SCNu64 " %n", &next, &at) != 1 || next == 0)
		return;
	for (unsigned i = 0; i < sizeof(boot); i++, at += 2)
		if (sscanf(text + at, "%2hhx", &boot[i]) != 1)
			return;
	s->next = s->kept = next;
	memcpy(s->boot, boot, sizeof(boot));
}

int notifications_start(struct agentxd *s)
{
	AUTO_FREE char *text = NULL;
	char path[FOLDER_MAX + 16];
	size_t len;
	int r;

	/* the first time of all: this boot is no news */
	boot_id_read(s->boot);
	(void)snprintf(path, sizeof(path), "%s/%s", s->state_folder, CURSOR_FILE);
	r = file_read(path, CURSOR_MOST, &text, &len);
	if (r == 0)
		read_cursor(s, text);
	else if (r != -ENOENT)
		log_warning("cannot read '%s': notifications begin with what comes now", path);
	r = keeper_new(s->state_folder, CURSOR_FILE, CURSOR_MOST, &s->cursor);
	return r < 0 ? log_error_errno(r, "cannot keep what was told") : 0;
}

void notifications_stop(struct agentxd *s)
{
	s->cursor = keeper_free(s->cursor);
}

static void tell(struct agentxd *s, unsigned place)
{
	struct event e = event_list_at(&s->world->events, place);
	struct notification n;

	if (notification_make(s->world, &e, s->boot, &n)) {
		master_notify(&n);
		s->world->counts.sent++;
	}
	if (e.kind == EVENT_STARTED)
		memcpy(s->boot, e.boot_id, sizeof(s->boot));
	s->next = e.number + 1;
}

/* The place of the event that is next; events.n when it has not come yet. */
static unsigned place_of_next(const struct agentxd *s)
{
	const struct world *w = s->world;
	unsigned at = w->events.n;

	while (at > 0 && event_list_number(&w->events, at - 1) >= s->next)
		at--;
	return at;
}

static void count_waiting(struct agentxd *s)
{
	const struct world *w = s->world;
	bool some = w->watched && s->next && w->summary.head >= s->next;

	s->world->counts.waiting = some ? (uint32_t)(w->summary.head - s->next + 1) : 0;
}

void notifications_run(struct agentxd *s)
{
	struct world *w = s->world;
	unsigned at;

	/* another journal: its numbers begin anew */
	if (w->watched && s->next > w->summary.head + 1 && s->following)
		s->next = w->summary.head + 1;
	count_waiting(s);
	if (!w->counts.connected || !s->next || !s->following)
		return;
	at = place_of_next(s);
	/* the list has no room for all that waited: the journal has */
	if (at == 0 && w->events.n == EVENT_LIST_MAX &&
	    event_list_number(&w->events, 0) > s->next && !s->catching_up) {
		s->catching_up = true;
		alarms_follow(s, s->next);
		return;
	}
	if (s->catching_up && (at == w->events.n || event_list_number(&w->events, at) != s->next))
		return;
	s->catching_up = false;
	for (; at < w->events.n; at++)
		tell(s, at);
	count_waiting(s);
	if (s->kept != s->next)
		keep(s);
}
