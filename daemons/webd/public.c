// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/public.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"

static void hide_alarms(struct public *p, const struct present_alarms *a)
{
	p->alarms = *a;
	if (a->watched)
		p->alarms.maintenance_by = p->alarms.maintenance_reason = "";
	p->alarms.n = MIN(a->n, (unsigned)ALARMS_MAX);
	for (unsigned i = 0; i < p->alarms.n; i++) {
		p->rows[i] = *a->list[i];
		p->rows[i].by[0] = p->rows[i].note[0] = '\0';
		p->list[i] = &p->rows[i];
	}
	p->alarms.list = p->list;
	p->status.alarms = &p->alarms;
}

static void hide_holds(struct public *p, const struct present_status *s)
{
	p->status.n_holds = MIN(s->n_holds, (unsigned)HOLDS_MAX);
	for (unsigned i = 0; i < p->status.n_holds; i++) {
		struct hold *h = &p->holds[i];

		*h = s->holds[i];
		h->actor = (struct actor){ 0 };
		/* of an alarm or a schedule it is an id */
		if (h->holder == HOLDER_MANUAL)
			h->reason[0] = '\0';
	}
	p->status.holds = p->holds;
}

/* What is the matter may name a setting. */
static const struct health *hide_troubles(struct health *to, const struct health *from)
{
	if (!from)
		return NULL;
	*to = *from;
	for (unsigned i = 0; i < to->n_troubles; i++)
		(void)snprintf(to->troubles[i].text, sizeof(to->troubles[i].text),
			       "sign in to read what is the matter");
	return to;
}

const struct present_status *public_status(struct public *p, const struct present_status *s)
{
	if (!s)
		return NULL;
	p->status = *s;
	if (s->alarms)
		hide_alarms(p, s->alarms);
	hide_holds(p, s);
	if (s->alarms)
		p->alarms.health = hide_troubles(&p->alarmd, s->alarms->health);
	p->status.health = hide_troubles(&p->sensor, s->health);
	p->status.log_health = hide_troubles(&p->logger, s->log_health);
	return &p->status;
}

/* Events whose text is a daemon's own, with nothing of a person or a setting. */
static const enum event_kind ours[] = {
	EVENT_JOURNAL_BEGUN,  EVENT_STARTED,	 EVENT_STOPPED,	    EVENT_SCHEDULE_BEGUN,
	EVENT_SCHEDULE_ENDED, EVENT_SOURCE_LOST, EVENT_SOURCE_BACK, EVENT_SENSORD_STARTED,
	EVENT_LOG_FAILED,     EVENT_LOG_RESUMED,
};

static bool is_ours(enum event_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(ours); i++)
		if (ours[i] == kind)
			return true;
	return false;
}

void public_event(struct event *e)
{
	e->actor = (struct actor){ 0 };
	if (!is_ours(e->kind))
		e->text[0] = '\0';
	/* whoever guesses what was taken out could try it against the hash */
	memset(e->hash, 0, sizeof(e->hash));
}
