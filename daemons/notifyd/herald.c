// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What could not be delivered, for the journal: the newest of each recipient, until alarmd has
 * taken it. */
#include <errno.h>
#include <stdio.h>

#include "daemons/notifyd/notifyd.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define RETRY_US (2 * USEC_PER_SEC)

void herald_failed(struct notifyd *s, unsigned i, const char *sentence)
{
	const struct settings_recipient *to = &s->books.list[i].route.to;
	AUTO_TEXT struct text words = TEXT_INIT;
	struct herald *h = &s->heralds[i];

	*h = (struct herald){ .waiting = true, .event = { .kind = EVENT_DELIVERY_FAILED } };
	/* by which door is what recipients of it are chosen by */
	(void)snprintf(h->event.actor.name, sizeof(h->event.actor.name), "rmcu-notifyd");
	(void)snprintf(h->event.actor.door, sizeof(h->event.actor.door), "%s",
		       delivery_to_name(to->by));
	text_printf(&words, "%s by %s: %s", to->id, delivery_to_name(to->by), sentence);
	(void)snprintf(h->event.text, sizeof(h->event.text), "%s", text_get(&words));
	notifyd_soon(s);
}

static void send_one(struct notifyd *s, struct herald *h)
{
	uint32_t id = client_next_id(&s->alarms.client);
	int len = msg_event_append_put(s->packet, sizeof(s->packet), id, &h->event);

	if (link_send(&s->alarms, s->packet, len) == 0)
		h->sent = id;
}

void herald_run(struct notifyd *s)
{
	int64_t own_us = mono_read_us();

	if (!s->view.book.has_summary)
		return;
	for (unsigned i = 0; i < ARRAY_SIZE(s->heralds); i++) {
		struct herald *h = &s->heralds[i];

		if (h->waiting && h->sent == 0 && own_us >= h->retry_us)
			send_one(s, h);
	}
}

void herald_answer(struct notifyd *s, uint32_t id, const struct msg_reply *reply)
{
	for (unsigned i = 0; i < ARRAY_SIZE(s->heralds); i++) {
		struct herald *h = &s->heralds[i];

		if (!h->waiting || h->sent != id)
			continue;
		h->sent = 0;
		if (reply->error == EAGAIN || reply->error == EBUSY) {
			h->retry_us = mono_read_us() + RETRY_US;
			continue;
		}
		/* EIO: it is in alarmd's memory, and on the disk when there is room */
		if (reply->error && reply->error != EIO)
			log_warning("alarmd does not take our event: %s", reply->sentence);
		h->waiting = false;
	}
}

void herald_lost(struct notifyd *s)
{
	for (unsigned i = 0; i < ARRAY_SIZE(s->heralds); i++)
		s->heralds[i].sent = 0;
}
