// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/notification.h"

#include "daemons/agentxd/rmcu.h"
#include "lib/base/util.h"
#include "lib/present/event.h"

/* rmcuNotifications: 1 has the objects, 2 the branch without a priority, then one for each. */
enum {
	BRANCH_OBJECTS = 1,
	BRANCH_GENERAL = 2,
	BRANCH_LOW = 3
};
enum {
	GENERAL_BOOT = 1,
	GENERAL_OUTPUT = 2,
	GENERAL_TEST = 3
};
enum {
	ALARM_RAISED = 1,
	ALARM_CLEARED = 2,
	ALARM_ACKNOWLEDGED = 3
};

static struct mib_name below(const uint32_t *arcs, unsigned n)
{
	struct mib_name name = { .n = rmcu_tree.n_root };

	memcpy(name.arcs, rmcu_tree.root, name.n * sizeof(uint32_t));
	memcpy(name.arcs + name.n, arcs, n * sizeof(uint32_t));
	name.n += n;
	return name;
}

/* The next one; its number is its place in rmcuNotifyObjects. */
static struct mib_value *add(struct notification *n, uint32_t number, enum mib_type type)
{
	struct bind *b = &n->binds[n->n++];

	b->name = below((const uint32_t[]){ 2, BRANCH_OBJECTS, number, 0 }, 4);
	b->type = type;
	return &b->value;
}

static void add_base(struct notification *n, const struct world *w, const struct event *e)
{
	AUTO_TEXT struct text words = TEXT_INIT;
	struct present_table table = world_present(w);

	present_event_words(&words, e, &table);
	(void)mib_number(add(n, 1, MIB_UNSIGNED), (uint32_t)e->number);
	/* a clock that was never set is 1970: still a date */
	(void)mib_date(add(n, 2, MIB_BYTES), MAX(e->now.wall_us, 1));
	(void)mib_text(add(n, 3, MIB_BYTES), text_get(&words));
	(void)mib_text(add(n, 4, MIB_BYTES), w->settings->site.name);
}

static void add_channel(struct notification *n, const struct world *w, const struct event *e)
{
	int at = world_channel(w, e->channel);

	(void)mib_text(add(n, 8, MIB_BYTES), e->channel);
	(void)mib_text(add(n, 9, MIB_BYTES), at < 0 ? "" : w->table.channels[at].name);
}

static void add_alarm(struct notification *n, const struct world *w, const struct event *e)
{
	(void)mib_text(add(n, 5, MIB_BYTES), e->alarm);
	(void)mib_number(add(n, 6, MIB_UNSIGNED), (uint32_t)event_occurrence(e));
	(void)rmcu_enum(add(n, 7, MIB_INTEGER), e->priority);
	add_channel(n, w, e);
}

static void add_output(struct notification *n, const struct world *w, const struct event *e)
{
	add_channel(n, w, e);
	(void)mib_number(add(n, 10, MIB_INTEGER), e->flags & EVENT_FLAG_ACTIVE ? 2 : 1);
	(void)rmcu_enum(add(n, 11, MIB_INTEGER), e->holder);
}

static uint32_t alarm_number(enum event_kind kind)
{
	return kind == EVENT_ALARM_RAISED	  ? ALARM_RAISED
	       : kind == EVENT_ALARM_CLEARED	  ? ALARM_CLEARED
	       : kind == EVENT_ALARM_ACKNOWLEDGED ? ALARM_ACKNOWLEDGED
						  : 0;
}

static uint32_t general_number(const struct event *e, const uint8_t boot[16])
{
	return e->kind == EVENT_OUTPUT_CHANGED				       ? GENERAL_OUTPUT
	       : e->kind == EVENT_TEST					       ? GENERAL_TEST
	       : e->kind == EVENT_STARTED && memcmp(e->boot_id, boot, 16) != 0 ? GENERAL_BOOT
									       : 0;
}

bool notification_make(const struct world *w, const struct event *e, const uint8_t boot[16],
		       struct notification *ret)
{
	uint32_t alarm = alarm_number(e->kind), general = general_number(e, boot);
	uint32_t branch = alarm ? BRANCH_LOW + (uint32_t)e->priority : BRANCH_GENERAL;

	/* shelved, or maintenance: nobody is told */
	if ((!alarm && !general) || (alarm && e->flags & EVENT_FLAG_QUIET))
		return false;
	ret->n = 0;
	ret->name = below((const uint32_t[]){ 2, branch, 0, alarm ? alarm : general }, 4);
	add_base(ret, w, e);
	if (alarm)
		add_alarm(ret, w, e);
	else if (general == GENERAL_OUTPUT)
		add_output(ret, w, e);
	return true;
}
