// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Ids: a message that is sent a second time is recognised by them. */
#include <inttypes.h>
#include <string.h>

#include "daemons/notifyd/words.h"
#include "lib/base/hash.h"

/* RFC 6761: nobody's. */
#define NO_HOST "rmcu.invalid"

const char *words_kind(enum letter_kind kind)
{
	static const char *const names[] = { "news", "status", "boot", "last-words", "test" };

	return (unsigned)kind < ARRAY_SIZE(names) ? names[kind] : "";
}

const char *words_why(enum notice_why why)
{
	static const char *const names[] = { "news", "again", "escalated" };

	return (unsigned)why < ARRAY_SIZE(names) ? names[why] : "";
}

/* Only what both sides of an address may have: an id of the settings, a host. */
static void add_atom(struct text *out, const char *s)
{
	for (; *s; s++)
		text_add_char(out, (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
						   (*s >= '0' && *s <= '9') || *s == '-' ||
						   *s == '_'
					   ? *s
					   : '-');
}

static void add_whose(struct text *out, const struct letter *l)
{
	text_add_char(out, '.');
	add_atom(out, *l->recipient ? l->recipient : "nobody");
	text_add_char(out, '.');
	for (size_t i = 0; i < sizeof(l->unit); i++)
		text_printf(out, "%02x", l->unit[i]);
}

static void add_one(struct text *out, const struct notice *n)
{
	text_printf(out, "event-%" PRIu64, n->event.number);
	if (n->why == NOTICE_AGAIN)
		text_printf(out, ".again-%u", n->times);
	else if (n->why == NOTICE_ESCALATED)
		text_add(out, ".escalated");
}

/* Of several: what is in it decides, so that one with more in it is never taken for the same. */
static void add_several(struct text *out, const struct letter *l)
{
	uint64_t hash = HASH_FNV1A_START;
	uint64_t first = l->notices[0].event.number, last = first;

	for (unsigned i = 0; i < l->n; i++) {
		const struct notice *n = &l->notices[i];
		uint64_t parts[] = { n->event.number, n->first, (uint64_t)n->why, n->times };

		for (unsigned k = 0; k < ARRAY_SIZE(parts); k++)
			for (unsigned byte = 0; byte < sizeof(parts[k]); byte++) {
				uint8_t b = (uint8_t)(parts[k] >> (8 * byte));

				hash = hash_fnv1a(hash, &b, 1);
			}
		first = MIN(first, n->event.number);
		last = MAX(last, n->event.number);
	}
	text_printf(out, "events-%" PRIu64 "-%" PRIu64 ".%016" PRIx64, first, last, hash);
}

void words_id(struct text *out, const struct letter *l)
{
	if (l->kind != LETTER_NEWS || l->n == 0)
		text_printf(out, "%s-%" PRIu64, words_kind(l->kind), l->mark);
	else if (l->n == 1)
		add_one(out, l->notices);
	else
		add_several(out, l);
	add_whose(out, l);
}

static bool host_valid(const char *host)
{
	size_t len = strlen(host);

	return len > 0 && host[0] != '.' && host[0] != '-' && host[len - 1] != '.' &&
	       !strstr(host, "..") &&
	       strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
		       len;
}

static void add_host(struct text *out, const struct letter *l)
{
	text_printf(out, "@%s>", host_valid(l->host) ? l->host : NO_HOST);
}

void words_message_id(struct text *out, const struct letter *l)
{
	text_add_char(out, '<');
	words_id(out, l);
	add_host(out, l);
}

static uint64_t occurrence_of(const struct event *e)
{
	return e->occurrence ? e->occurrence : *e->alarm ? e->number : 0;
}

void words_thread(struct text *out, const struct letter *l)
{
	uint64_t occurrence;

	if (l->kind != LETTER_NEWS || l->n == 0)
		return;
	occurrence = occurrence_of(&l->notices[0].event);
	for (unsigned i = 1; i < l->n; i++)
		if (occurrence_of(&l->notices[i].event) != occurrence)
			return;
	/* the raise itself, told for the first time, begins it */
	if (occurrence == 0 || (l->n == 1 && l->notices[0].why == NOTICE_NEWS &&
				l->notices[0].event.number == occurrence))
		return;
	text_printf(out, "<event-%" PRIu64, occurrence);
	add_whose(out, l);
	add_host(out, l);
}
