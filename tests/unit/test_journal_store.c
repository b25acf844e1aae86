// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/store.h"

#include "daemons/alarmd/journal/aside.h"
#include "daemons/alarmd/journal/rows.h"
#include "tests/unit/journal_room.h"

#define HOUR_US (3600 * USEC_PER_SEC)

static const struct keys nothing_kept;

static struct store *new_store(uint64_t anchor)
{
	struct store_begin b = {
		.anchor = { .number = anchor },
		.predecessor = "",
		.kept = &nothing_kept,
	};
	struct store *s = NULL;

	room_clear();
	ASSERT_OK(store_create(room_folder, &b));
	ASSERT_OK(store_open(room_folder, &s));
	return s;
}

/* Adds n events, the first one of this wall clock, each a second later; in one transaction. */
static void add(struct store *s, unsigned n, int64_t wall_us)
{
	ASSERT_OK(store_begin(s));
	for (unsigned i = 0; i < n; i++) {
		struct event e = room_event(i);

		e.number = s->next_head.number + 1;
		e.now.wall_us = wall_us + i * USEC_PER_SEC;
		chain_hash(s->next_head.hash, &e, e.hash);
		ASSERT_OK(store_add(s, &e));
	}
	ASSERT_OK(store_commit(s));
}

/* Runs SQL on the file as a person with sqlite3 would. */
static void tamper(const char *sql)
{
	char path[ROOM_PATH_MAX];
	sqlite3 *db;

	room_path(path, STORE_NAME);
	ASSERT_EQ(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		TEST_FAIL("%s: %s", sql, sqlite3_errmsg(db));
	(void)sqlite3_close(db);
}

static void make_file(unsigned n)
{
	struct store *s = new_store(0);

	add(s, n, 1000000);
	(void)store_free(s, true);
}

TEST(an_untouched_file_holds)
{
	struct journal_verdict v;

	make_file(600);
	v = room_verify(STORE_NAME);
	ASSERT_TRUE(v.holds);
	ASSERT_STREQ(v.sentence, "");
	ASSERT_EQ(v.anchor.number, 0);
	ASSERT_EQ(v.head.number, 600);
	/* it was looked at and nothing else */
	ASSERT_STREQ(room_find(STORE_NAME "-"), "");
}

static void assert_broken(const char *sql, const char *sentence, uint64_t from, uint64_t to)
{
	struct journal_verdict v;

	make_file(600);
	tamper(sql);
	v = room_verify(STORE_NAME);
	ASSERT_FALSE(v.holds);
	ASSERT_CONTAINS(v.sentence, sentence);
	ASSERT_EQ(v.from, from);
	ASSERT_EQ(v.to, to);
	ASSERT_EQ(v.head.number, from - 1);
}

TEST(a_file_that_was_tampered_with_says_where)
{
	assert_broken("UPDATE events SET text = 'nothing' WHERE number = 300",
		      "event 300 was changed", 300, 300);
	assert_broken("UPDATE events SET value = value + 1 WHERE number = 1", "event 1 was changed",
		      1, 1);
	assert_broken("UPDATE events SET kind = kind + 256 WHERE number = 9", "event 9 was changed",
		      9, 9);
	assert_broken("UPDATE events SET text = text || char(0) || 'x' WHERE number = 9",
		      "event 9 was changed", 9, 9);
	assert_broken("UPDATE events SET hash = zeroblob(32) WHERE number = 600",
		      "event 600 was changed", 600, 600);
	assert_broken("DELETE FROM events WHERE number BETWEEN 20 AND 29",
		      "events 20 to 29 are missing", 20, 29);
	assert_broken("DELETE FROM events WHERE number = 1", "event 1 is missing", 1, 1);
	assert_broken("DELETE FROM events WHERE number = 50;"
		      "UPDATE events SET number = number - 1 WHERE number > 50",
		      "event 50 was changed", 50, 50);
	assert_broken("UPDATE journal SET anchor_hash = randomblob(32)", "event 1 was changed", 1,
		      1);
}

TEST(what_is_no_journal_is_said_to_be_none)
{
	struct journal_verdict v;
	char path[ROOM_PATH_MAX];

	room_clear();
	room_write_file("text", "a text", 6);
	v = room_verify("text");
	ASSERT_FALSE(v.holds);
	ASSERT_CONTAINS(v.sentence, "is no journal");
	room_path(path, "missing");
	ASSERT_EQ(journal_verify(path, &v), -ENOENT);
	ASSERT_CONTAINS(v.sentence, "cannot be opened");
	make_file(5);
	tamper("UPDATE journal SET format = 2");
	room_path(path, STORE_NAME);
	ASSERT_EQ(journal_verify(path, &v), -EPROTO);
	ASSERT_CONTAINS(v.sentence, "newer");
}

static void assert_one_row(struct store *store, const char *sql)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;

	ASSERT_OK(db_prepare(store->db, sql, &s));
	ASSERT_EQ(sqlite3_step(s), SQLITE_ROW);
	ASSERT_EQ(sqlite3_step(s), SQLITE_DONE);
}

TEST(an_operator_finds_every_field_by_its_name)
{
	struct store *s = new_store(0);

	add(s, 1, 1000000);
	assert_one_row(s, "SELECT * FROM events WHERE number = 1 AND kind = 61 AND"
			  " wall_us = 1000000 AND mono_us > 0 AND length(boot_id) = 16 AND"
			  " channel = '' AND alarm = '' AND occurrence = 0 AND priority = 0 AND"
			  " value = 0 AND unit = 0 AND quality = 0 AND holder = 0 AND flags = 0 AND"
			  " actor_name = 'ann' AND actor_address = '10.0.0.7' AND"
			  " actor_door = 'web' AND text LIKE 'note %' AND length(hash) = 32");
	(void)store_free(s, true);
}

TEST(an_event_comes_back_as_it_was)
{
	struct store *s = new_store(0);
	struct event e = room_event(INT64_MIN), back;

	e.number = 1;
	e.now = (struct instant){ INT64_MIN, INT64_MAX };
	e.occurrence = UINT64_MAX;
	e.flags = EVENT_FLAGS_ALL;
	e.priority = PRIORITY_CRITICAL;
	(void)snprintf(e.alarm, sizeof(e.alarm), "%s", "alarm");
	(void)snprintf(e.channel, sizeof(e.channel), "%s", "Größe");
	chain_hash(s->head.hash, &e, e.hash);
	ASSERT_OK(store_begin(s));
	ASSERT_OK(store_add(s, &e));
	ASSERT_OK(store_commit(s));
	ASSERT_OK(store_last(s->db, &back));
	ASSERT_EQ(back.now.wall_us, e.now.wall_us);
	ASSERT_EQ(back.now.mono_us, e.now.mono_us);
	ASSERT_EQ(back.occurrence, e.occurrence);
	ASSERT_EQ(back.value, e.value);
	ASSERT_EQ(back.flags, e.flags);
	ASSERT_STREQ(back.channel, e.channel);
	ASSERT_STREQ(back.actor.address, e.actor.address);
	ASSERT_TRUE(chain_holds(s->anchor.hash, &back));
	(void)store_free(s, true);
}

TEST(an_event_of_a_kind_that_is_not_known_is_read_past)
{
	struct store *s = new_store(0);
	struct event e = room_event(1);
	const struct page_entry *entry;
	struct page *p = NULL;
	struct msg_fact_gap gap;
	struct msg_head head;
	struct cursor c;

	add(s, 3, 1000000);
	e.kind = 200;
	e.number = 4;
	chain_hash(s->head.hash, &e, e.hash);
	ASSERT_OK(store_begin(s));
	ASSERT_OK(store_add(s, &e));
	ASSERT_OK(store_commit(s));
	add(s, 1, 1000000);
	(void)store_free(s, true);
	ASSERT_OK(store_open(room_folder, &s));
	ASSERT_EQ(s->head.number, 5);
	room_assert_holds(STORE_NAME);
	ASSERT_OK(store_page(s, 2, &p));
	ASSERT_EQ(p->n, 4);
	entry = page_find(p, 4);
	ASSERT_TRUE(entry != NULL);
	ASSERT_EQ(entry->next, 5);
	c = cursor_reader(p->bytes + entry->at, entry->len);
	ASSERT_OK(msg_get_head(&c, &head));
	ASSERT_EQ(head.type, MSG_EVENT_GAP);
	ASSERT_OK(msg_fact_gap_get(&c, &gap));
	ASSERT_EQ(gap.lost, 1);
	free(p);
	(void)store_free(s, true);
}

TEST(missing_rows_are_a_gap_in_a_page)
{
	struct store *s;
	struct page *p = NULL;

	make_file(200);
	tamper("DELETE FROM events WHERE number BETWEEN 10 AND 19 OR number BETWEEN 60 AND 199");
	ASSERT_EQ(store_open(room_folder, &s), -EUCLEAN);
	tamper("DELETE FROM events WHERE number = 200");
	ASSERT_OK(store_open(room_folder, &s));
	ASSERT_OK(store_page(s, 12, &p));
	ASSERT_EQ(p->n, 41);
	ASSERT_EQ(page_find(p, 12)->next, 20);
	ASSERT_EQ(page_find(p, 59)->next, 60);
	free(p);
	(void)store_free(s, true);
}

static uint64_t count_rows(struct store *s)
{
	AUTO_STATEMENT sqlite3_stmt *statement = NULL;

	ASSERT_OK(db_prepare(s->db, "SELECT count(*) FROM events", &statement));
	ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
	return (uint64_t)sqlite3_column_int64(statement, 0);
}

/* One commit of nothing but what is pruned. */
static void prune_once(struct store *s, const struct journal_limits *limits, struct prune *prune,
		       const struct event *newest, int64_t now_us)
{
	ASSERT_OK(store_begin(s));
	ASSERT_OK(store_prune(s, limits, newest, prune, now_us));
	ASSERT_OK(store_commit(s));
	ASSERT_EQ(count_rows(s), s->head.number - s->anchor.number);
}

TEST(too_many_rows_leave_a_chunk_at_a_time_and_the_chain_holds)
{
	const struct journal_limits limits = { .rows = 400 };
	struct store *s = new_store(1000);
	struct prune prune;

	prune_begin(&prune, 0);
	add(s, 1000, 1000000);
	prune_once(s, &limits, &prune, NULL, 0);
	ASSERT_EQ(s->anchor.number, 1256);
	prune_once(s, &limits, &prune, NULL, 0);
	/* a sixteenth of the limit more than must go */
	prune_once(s, &limits, &prune, NULL, 0);
	ASSERT_EQ(s->anchor.number, 1624);
	add(s, 24, 1000000);
	prune_once(s, &limits, &prune, NULL, 0);
	ASSERT_EQ(s->anchor.number, 1624);
	(void)store_free(s, true);
	room_assert_holds(STORE_NAME);
	ASSERT_EQ(room_verify(STORE_NAME).anchor.number, 1624);
}

TEST(a_transaction_that_is_taken_back_prunes_nothing)
{
	const struct journal_limits limits = { .rows = 1 };
	struct store *s = new_store(0);
	struct prune prune;

	prune_begin(&prune, 0);
	add(s, 100, 1000000);
	ASSERT_OK(store_begin(s));
	ASSERT_OK(store_prune(s, &limits, NULL, &prune, 0));
	store_rollback(s);
	ASSERT_EQ(s->anchor.number, 0);
	ASSERT_EQ(count_rows(s), 100);
	/* the newest one stays in any case */
	prune_once(s, &limits, &prune, NULL, 0);
	prune_once(s, &limits, &prune, NULL, 0);
	ASSERT_EQ(s->anchor.number, 99);
	(void)store_free(s, true);
}

TEST(old_events_leave_slowly_so_that_a_clock_that_stepped_does_no_harm)
{
	const struct journal_limits limits = { .rows = 100000, .age_us = HOUR_US };
	struct event newest = room_event(0);
	struct store *s = new_store(0);
	uint64_t before;
	struct prune prune;

	/* a year ahead: all are too old */
	newest.now.wall_us = INT64_C(31536000) * USEC_PER_SEC;
	add(s, 3200, 1000000);
	prune_begin(&prune, 0);
	prune_once(s, &limits, &prune, &newest, 0);
	ASSERT_EQ(s->anchor.number, 0);
	/* in any hour, begun at any time, not more than a sixteenth */
	for (int64_t us = 0; us <= 3 * HOUR_US; us += HOUR_US / 60)
		prune_once(s, &limits, &prune, &newest, us);
	ASSERT_GT(s->anchor.number, 200);
	ASSERT_LE(s->anchor.number, 300);
	/* saved up over a long time it is no more either */
	before = s->anchor.number;
	for (int64_t us = 90 * HOUR_US; us < 91 * HOUR_US; us += HOUR_US / 60)
		prune_once(s, &limits, &prune, &newest, us);
	ASSERT_GT(s->anchor.number, before);
	ASSERT_LE(s->anchor.number - before, 3200 / 16);
	/* nothing is old by a clock that is right, nor by none */
	before = s->anchor.number;
	newest.now.wall_us = 1000000 + 3200 * USEC_PER_SEC;
	prune_once(s, &limits, &prune, &newest, 200 * HOUR_US);
	prune_once(s, &limits, &prune, NULL, 200 * HOUR_US);
	ASSERT_EQ(s->anchor.number, before);
	(void)store_free(s, true);
	room_assert_holds(STORE_NAME);
}

TEST(the_file_does_not_grow_when_as_many_leave_as_come)
{
	const struct journal_limits limits = { .rows = 500 };
	struct store *s = new_store(0);
	struct prune prune;
	uint64_t settled = 0;

	prune_begin(&prune, 0);
	for (unsigned i = 0; i < 200; i++) {
		add(s, 50, 1000000);
		prune_once(s, &limits, &prune, NULL, 0);
		if (i == 100)
			settled = store_bytes(room_folder);
	}
	ASSERT_GE(s->anchor.number, 200 * 50 - 500);
	ASSERT_LE(s->anchor.number, 200 * 50 - 500 + 31);
	ASSERT_LE(store_bytes(room_folder), settled + 1048576);
	(void)store_free(s, true);
	ASSERT_LE(store_bytes(room_folder), 300000);
}

TEST(the_file_head_survives_nonsense)
{
	struct chain_mark m = { .number = 77 }, back;

	memset(m.hash, 0xab, sizeof(m.hash));
	room_clear();
	ASSERT_EQ(aside_read_head(room_folder, &back), -ENOENT);
	ASSERT_OK(aside_write_head(room_folder, &m));
	ASSERT_OK(aside_read_head(room_folder, &back));
	ASSERT_EQ(back.number, 77);
	ASSERT_EQ(memcmp(back.hash, m.hash, sizeof(m.hash)), 0);
	room_write_file("head", "", 0);
	ASSERT_EQ(aside_read_head(room_folder, &back), -EUCLEAN);
	room_write_file("head", "12 abc\n", 7);
	ASSERT_EQ(aside_read_head(room_folder, &back), -EUCLEAN);
	room_write_file("head", "99999999999999999999 ", 21);
	ASSERT_EQ(aside_read_head(room_folder, &back), -EUCLEAN);
}

TEST(files_set_aside_have_names_of_their_own_and_the_oldest_go)
{
	char name[ASIDE_NAME_MAX], first[ASIDE_NAME_MAX] = "";

	room_clear();
	ASSERT_FALSE(aside_needed(room_folder));
	for (int i = 0; i < 12; i++) {
		room_write_file(STORE_NAME, "x", 1);
		room_write_file(STORE_NAME "-wal", "y", 1);
		ASSERT_TRUE(aside_needed(room_folder));
		/* two in a second */
		ASSERT_OK(aside_move(room_folder, ASIDE_DAMAGED,
				     1763880420000000 + i / 2 * USEC_PER_SEC, name));
		ASSERT_FALSE(aside_needed(room_folder));
		if (i == 0)
			(void)snprintf(first, sizeof(first), "%s", name);
	}
	ASSERT_STREQ(first, STORE_NAME ".damaged-20251123T064700Z");
	ASSERT_STREQ(name, STORE_NAME ".damaged-20251123T064711Z");
	ASSERT_STREQ(room_find(first), "");
	ASSERT_STREQ(room_find(STORE_NAME ".damaged-20251123T064703Z"), "");
	ASSERT_TRUE(*room_find(STORE_NAME ".damaged-20251123T064704Z"));
	room_end();
}
