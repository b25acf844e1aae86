// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/pending.h"

#include <errno.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/util.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

static char folder[FOLDER_PATH_MAX];

/* Nothing but this file may be left. */
static void end(void)
{
	(void)unlink(folder_file(folder, "audit.pending"));
	folder_remove_empty(folder);
}

static struct event event(const char *text)
{
	struct event e = { .kind = EVENT_SETTINGS_CHANGED, .actor = { .name = "anna" } };

	(void)snprintf(e.text, sizeof(e.text), "%s", text);
	return e;
}

TEST(first_in_first_out_over_a_restart)
{
	struct pending p;
	struct event e;

	folder_fresh(folder, "pending");
	ASSERT_OK(pending_load(&p, folder));
	ASSERT_TRUE(!pending_first(&p, &e));
	for (const char *const *t = (const char *const[]){ "one", "two", "three", NULL }; *t; t++) {
		e = event(*t);
		ASSERT_OK(pending_add(&p, &e));
	}
	pending_drop_first(&p);
	pending_done(&p);

	ASSERT_OK(pending_load(&p, folder));
	ASSERT_EQ(p.n, 2);
	ASSERT_TRUE(pending_first(&p, &e));
	ASSERT_STREQ(e.text, "two");
	ASSERT_STREQ(e.actor.name, "anna");
	pending_drop_first(&p);
	ASSERT_TRUE(pending_first(&p, &e));
	ASSERT_STREQ(e.text, "three");
	pending_drop_first(&p);
	pending_drop_first(&p);
	ASSERT_TRUE(!pending_first(&p, &e));
	pending_done(&p);
	end();
}

static int add_number(struct pending *p, unsigned number)
{
	struct event e;
	char text[16];

	(void)snprintf(text, sizeof(text), "%u", number);
	e = event(text);
	e.now.wall_us = number;
	return pending_add(p, &e);
}

static void assert_next(struct pending *p, const char *text)
{
	struct event e;

	ASSERT_TRUE(pending_first(p, &e));
	ASSERT_STREQ(e.text, text);
	pending_drop_first(p);
}

static void assert_next_lost(struct pending *p, unsigned lost, unsigned last)
{
	struct event e;

	ASSERT_TRUE(pending_first(p, &e));
	ASSERT_EQ(e.kind, EVENT_EVENTS_LOST);
	ASSERT_EQ(e.value, lost * MICRO);
	ASSERT_EQ(e.now.wall_us, last);
	pending_drop_first(p);
}

TEST(one_under_way_stays_and_the_oldest_behind_it_make_room)
{
	struct pending p;
	struct event e;
	char text[16];

	folder_fresh(folder, "pending");
	ASSERT_OK(pending_load(&p, folder));
	for (unsigned i = 0; i < PENDING_MAX; i++)
		ASSERT_EQ(add_number(&p, i), 0);
	/* it is under way while the list overflows */
	ASSERT_TRUE(pending_first(&p, &e));
	ASSERT_EQ(add_number(&p, PENDING_MAX), 1);
	ASSERT_EQ(add_number(&p, PENDING_MAX + 1), 0);
	ASSERT_EQ(add_number(&p, PENDING_MAX + 2), 0);
	ASSERT_EQ(p.n, PENDING_MAX);
	/* what has arrived is what was sent, and no other one */
	assert_next(&p, "0");
	/* over a restart as well */
	pending_done(&p);
	ASSERT_OK(pending_load(&p, folder));
	assert_next_lost(&p, 4, 4);
	for (unsigned i = 5; i < PENDING_MAX + 3; i++) {
		(void)snprintf(text, sizeof(text), "%u", i);
		assert_next(&p, text);
	}
	ASSERT_EQ(p.n, 0);
	pending_done(&p);
	end();
}

TEST(what_was_lost_twice_is_told_at_both_places)
{
	struct pending p;

	folder_fresh(folder, "pending");
	ASSERT_OK(pending_load(&p, folder));
	for (unsigned i = 0; i <= PENDING_MAX; i++)
		ASSERT_OK(add_number(&p, i) < 0);
	assert_next(&p, "0");
	/* now the loss itself is under way */
	ASSERT_EQ(add_number(&p, 1000), 0);
	ASSERT_EQ(add_number(&p, 1001), 1);
	assert_next_lost(&p, 2, 2);
	assert_next_lost(&p, 2, 4);
	assert_next(&p, "5");
	pending_done(&p);
	end();
}

TEST(what_is_no_list_is_none)
{
	struct pending p = { 0 }, whole;
	struct event e = event("x");

	folder_fresh(folder, "pending");
	ASSERT_EQ(pending_parse(&p, "", 0), -EBADMSG);
	ASSERT_EQ(pending_parse(&p, "\x02", 1), -EBADMSG);
	ASSERT_EQ(pending_parse(&p, "\x01\x05", 2), -EBADMSG);
	ASSERT_OK(pending_parse(&p, "\x01", 1));
	ASSERT_OK(pending_load(&whole, folder));
	ASSERT_OK(pending_add(&whole, &e));
	for (size_t len = 2; len < whole.len; len++)
		ASSERT_EQ(pending_parse(&p, whole.bytes, len), -EBADMSG);
	ASSERT_EQ(p.n, 0);
	ASSERT_OK(pending_parse(&p, whole.bytes, whole.len));
	ASSERT_EQ(p.n, 1);
	pending_done(&p);
	pending_done(&whole);
	end();
}

TEST(a_folder_that_takes_nothing)
{
	struct pending p;
	struct event e = event("kept in memory");

	ASSERT_OK(pending_load(&p, "/nonexistent"));
	ASSERT_LT(pending_add(&p, &e), 0);
	ASSERT_TRUE(pending_first(&p, &e));
	pending_done(&p);
}
