// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Whether the log fails: the disk takes nothing, or does not answer at all. It is a trouble of
 * ours, and alarmd makes an alarm of it, so it is told at each change and how it stands at each
 * connect.
 */
#include <stdio.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/util.h"

/* A bad card writes for seconds; one that takes longer has most likely gone. */
#define HANGS_US (60 * USEC_PER_SEC)

static bool has_answered(const struct loggerd *s)
{
	return (s->report.opened || s->report.error < 0) && s->report.done >= s->handed;
}

static bool hangs(const struct loggerd *s, int64_t own_us)
{
	return s->answered_us && own_us - s->answered_us >= HANGS_US;
}

const char *trouble_of_log(const struct loggerd *s)
{
	if (s->report.error < 0)
		return s->report.trouble;
	return hangs(s, mono_read_us()) ? "the disk does not answer; rows wait in memory" : NULL;
}

static void tell_failed(struct loggerd *s, const char *trouble)
{
	struct event e = { .kind = EVENT_LOG_FAILED };

	(void)snprintf(e.text, sizeof(e.text), "%s", trouble);
	/* what ended before this began says nothing any more */
	herald_drop(s, HERALD_RESUMED);
	herald_tell(s, HERALD_FAILED, &e);
}

static void tell_resumed(struct loggerd *s, uint64_t lost)
{
	struct event e = { .kind = EVENT_LOG_RESUMED, .value = (int64_t)lost * MICRO };

	herald_tell(s, HERALD_RESUMED, &e);
}

/* An alarmd that was restarted, or a loggerd that was: alarmd knows whether it is news. */
static void tell_stand(struct loggerd *s, const char *trouble)
{
	if (trouble)
		tell_failed(s, trouble);
	else if (!s->herald.slots[HERALD_RESUMED].waiting)
		tell_resumed(s, 0);
	s->stand_due = false;
}

void trouble_look(struct loggerd *s, int64_t own_us)
{
	const char *trouble;

	/* one that is given more and more is well as long as it gets on */
	if (has_answered(s) || s->report.done != s->answered || s->answered_us == 0)
		s->answered_us = own_us;
	s->answered = s->report.done;
	trouble = trouble_of_log(s);
	loggerd_trouble(s, "history", trouble);
	if (!!trouble != s->failed) {
		s->failed = trouble;
		if (trouble) {
			s->failed_lost = s->lost;
			tell_failed(s, trouble);
		} else {
			tell_resumed(s, s->lost - s->failed_lost);
		}
	}
	/* nothing is known before the disk has spoken once */
	if (s->stand_due && (trouble || s->report.opened))
		tell_stand(s, trouble);
}
