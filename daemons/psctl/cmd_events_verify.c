// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl events verify: is every event there, unchanged and in its place? */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/event_reader.h"
#include "lib/base/parse.h"
#include "lib/wire/chain_walk.h"

/* The journal is pruned seldom; who finds it so three times in a row has another problem. */
#define TRIES 3
/* Number, colon and hash: --head as it stands in the system's log. */
#define HEAD_WORD_MAX (20 + 1 + CHAIN_TEXT_MAX)

struct verify {
	struct chain_walk walk;
	const struct chain_mark *copy; /* of a head from elsewhere; NULL: there is none */
	bool pruned;		       /* the first events went while we read */
	struct text wrong;	       /* what is; "" while nothing is */
};

static void compare_copy(struct verify *v)
{
	const struct chain_mark *at = &v->walk.at;

	if (!v->copy || v->copy->number != at->number ||
	    memcmp(v->copy->hash, at->hash, EVENT_HASH_SIZE) == 0)
		return;
	text_printf(&v->wrong, "event %" PRIu64 " is another one than --head says", at->number);
}

static int take_event(void *ctx, const struct event *e)
{
	char sentence[CHAIN_SENTENCE_MAX];
	struct verify *v = ctx;
	enum chain_step step = chain_walk_next(&v->walk, e);

	if (step != CHAIN_HOLDS) {
		chain_walk_sentence(&v->walk, step, sentence);
		text_add(&v->wrong, sentence);
	} else {
		compare_copy(v);
	}
	return v->wrong.len > 0 ? EX_DATAERR : -1;
}

static int take_gap(void *ctx, const struct msg_fact_gap *gap)
{
	struct verify *v = ctx;

	(void)gap;
	v->pruned = true;
	return EX_TEMPFAIL;
}

/* The copy is compared where the walk passes it; where it cannot pass, that is told. */
static int place_copy(struct verify *v, const struct msg_alarm_summary *m)
{
	if (!v->copy)
		return EX_OK;
	if (v->copy->number < m->anchor) {
		text_printf(&v->wrong,
			    "event %" PRIu64
			    " is no longer kept, so nothing can be compared with --head",
			    v->copy->number);
		return EX_UNAVAILABLE;
	}
	if (v->copy->number > m->head) {
		text_printf(&v->wrong,
			    "event %" PRIu64 " of --head is missing: the journal ends at %" PRIu64,
			    v->copy->number, m->head);
		return EX_DATAERR;
	}
	compare_copy(v);
	return v->wrong.len > 0 ? EX_DATAERR : EX_OK;
}

static int check_end(struct verify *v, const struct msg_alarm_summary *m)
{
	if (memcmp(v->walk.at.hash, m->head_hash, EVENT_HASH_SIZE) == 0)
		return EX_OK;
	text_printf(&v->wrong, "event %" PRIu64 " is not the head that alarmd names", m->head);
	return EX_DATAERR;
}

static int walk(struct verify *v, struct alarm_link *a)
{
	const struct msg_alarm_summary m = a->book.summary;
	struct event_reader r = { .link = a, .event = take_event, .gap = take_gap, .ctx = v };
	struct chain_mark anchor = { .number = m.anchor };
	int code;

	memcpy(anchor.hash, m.anchor_hash, sizeof(anchor.hash));
	chain_walk_begin(&v->walk, &anchor);
	code = place_copy(v, &m);
	if (code == EX_OK && m.head > m.anchor) {
		code = event_reader_ask(&r, m.anchor + 1);
		if (code == EX_OK)
			code = event_reader_run(&r, m.head);
	}
	return code == EX_OK ? check_end(v, &m) : code;
}

static int walk_once(struct verify *v, uint64_t *ret_anchor)
{
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	int code;

	v->pruned = false;
	if (alarm_link_new(&a) < 0)
		return cmd_no_memory();
	code = alarm_link_open(a);
	if (code != EX_OK)
		return code;
	*ret_anchor = a->book.summary.anchor;
	return walk(v, a);
}

static void add_whole(const struct verify *v, uint64_t anchor, struct text *out)
{
	char hash[CHAIN_TEXT_MAX];

	if (v->walk.at.number == anchor) {
		text_add(out, "there is no event yet");
		return;
	}
	chain_text(v->walk.at.hash, hash);
	text_printf(out, "events %" PRIu64 " to %" PRIu64 " are whole; head %" PRIu64 " sha256 %s",
		    anchor + 1, v->walk.at.number, v->walk.at.number, hash);
}

static int print_json(const struct verify *v, uint64_t anchor, int code)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	char hash[CHAIN_TEXT_MAX];
	struct json j;
	int written;

	chain_text(v->walk.at.hash, hash);
	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_bool(&j, "whole", code == EX_OK);
	json_uint(&j, "first", anchor + 1);
	json_uint(&j, "last", v->walk.at.number);
	json_string(&j, "sha256", hash);
	if (v->wrong.len > 0)
		json_string(&j, "wrong", text_get(&v->wrong));
	else
		json_null(&j, "wrong");
	json_object_end(&j);
	written = cmd_json_write(&out);
	return code == EX_OK ? written : code;
}

static int print(struct verify *v, uint64_t anchor, int code)
{
	AUTO_TEXT struct text out = TEXT_INIT;

	add_whole(v, anchor, &out);
	if (code == EX_OK) {
		text_add_char(&out, '\n');
		return cmd_write(&out);
	}
	if (v->walk.at.number > anchor)
		text_printf(&v->wrong, "; %s", text_get(&out));
	complain(text_get(&v->wrong));
	return code;
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* NUMBER:HASH, as the system's log and this command say it. */
static int parse_head(const char *word, struct chain_mark *ret)
{
	const char *colon = strchr(word, ':');
	char number[HEAD_WORD_MAX];

	if (!colon || strlen(word) >= sizeof(number) ||
	    strlen(colon + 1) != 2 * (size_t)EVENT_HASH_SIZE)
		return -1;
	(void)snprintf(number, sizeof(number), "%.*s", (int)(colon - word), word);
	if (parse_u64(number, &ret->number) < 0)
		return -1;
	for (unsigned i = 0; i < EVENT_HASH_SIZE; i++) {
		int high = hex_digit(colon[1 + 2 * i]), low = hex_digit(colon[2 + 2 * i]);

		if (high < 0 || low < 0)
			return -1;
		ret->hash[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

int cmd_events_verify(const struct call *c)
{
	const char *head = call_option(c, "head");
	struct verify v = { .wrong = TEXT_INIT };
	struct chain_mark copy;
	uint64_t anchor = 0;
	int code = EX_OK;

	if (head && parse_head(head, &copy) < 0) {
		complain("--head wants NUMBER:HASH, the hash as 64 digits of 0-9 and a-f");
		return EX_USAGE;
	}
	v.copy = head ? &copy : NULL;
	for (int i = 0; i < TRIES && (i == 0 || v.pruned); i++)
		code = walk_once(&v, &anchor);
	if (v.pruned)
		text_add(&v.wrong, "events are pruned faster than they can be read; try again");
	/* what is wrong with the connection was said already */
	if (code == EX_OK || v.wrong.len > 0)
		code = c->json ? print_json(&v, anchor, code) : print(&v, anchor, code);
	text_done(&v.wrong);
	return code;
}
