// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/sms.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemons/notifyd/gsm7.h"
#include "daemons/notifyd/words.h"
#include "lib/base/calendar.h"
#include "lib/model/address.h"

/* A site's name may take so much: the rest is about what happened. */
#define SITE_MOST 40

/* Without Unicode, so that all that there is to show can be. */
static struct present_table ascii_table(const struct letter *l)
{
	struct present_table t = *l->table;

	t.style.ascii = true;
	return t;
}

static void add_more(struct text *out, const struct letter *l)
{
	unsigned more = l->n + l->left_out - 1;

	if (more)
		text_printf(out, " +%u more", more);
}

/* Adds the beginning, and to `tail` what must not be cut off. */
static void add_news(struct text *out, struct text *value, struct text *tail,
		     const struct letter *l)
{
	const struct notice *n = words_foremost(l);
	char when[CALENDAR_SHORT_MAX];

	if (!n) {
		text_add(out, "nothing new");
		return;
	}
	words_happened(out, l, n);
	words_value(value, l, &n->event);
	calendar_short(n->event.now.wall_us, l->now_us, when);
	text_printf(tail, " %s ", when);
	words_number(tail, n->event.number);
	add_more(tail, l);
}

static void add_own(struct text *out, const struct letter *l)
{
	text_printf(out, "%s: ", words_kind(l->kind));
	if (*l->words) {
		words_clean(out, l->words);
		text_add(out, " - ");
	}
	words_headline(out, l);
}

static void add_site(struct text *out, const struct letter *l)
{
	AUTO_TEXT struct text site = TEXT_INIT, gsm = TEXT_INIT;

	words_site(&site, l);
	gsm7_from(&gsm, text_get(&site));
	text_add_n(out, text_get(&gsm), gsm7_fit(text_get(&gsm), SITE_MOST));
	text_add(out, ": ");
}

/* Puts front and tail together; the value only where the front had to be cut, and so has lost it.
 */
static void add_fitting(struct text *out, const char *front, const char *value, const char *tail)
{
	size_t room = GSM7_MESSAGE_MAX - MIN(gsm7_count(tail), (size_t)GSM7_MESSAGE_MAX);
	size_t its = gsm7_count(value) + (*value ? 1 : 0);

	if (gsm7_count(front) <= room) {
		text_add(out, front);
	} else {
		if (its + 2 > room)
			its = 0;
		text_add_n(out, front, gsm7_fit(front, room > its + 2 ? room - its - 2 : 0));
		text_add(out, "..");
		if (its > 0 && *value)
			text_printf(out, " %s", value);
	}
	text_add(out, tail);
}

void sms_words(struct text *out, const struct letter *l)
{
	AUTO_TEXT struct text words = TEXT_INIT, front = TEXT_INIT, value = TEXT_INIT,
			      gsm_value = TEXT_INIT, tail = TEXT_INIT;
	struct present_table table = ascii_table(l);
	struct letter own = *l;

	own.table = &table;
	if (l->kind == LETTER_NEWS)
		add_news(&words, &value, &tail, &own);
	else
		add_own(&words, &own);
	add_site(&front, &own);
	gsm7_from(&front, text_get(&words));
	gsm7_from(&gsm_value, text_get(&value));
	add_fitting(out, text_get(&front), text_get(&gsm_value), text_get(&tail));
	out->failed |= words.failed | front.failed | value.failed | gsm_value.failed | tail.failed;
}

int sms_write(const struct letter *l, const char *to, struct msg_send *ret)
{
	AUTO_TEXT struct text words = TEXT_INIT;

	if (!address_phone_valid(to))
		return -EINVAL;
	sms_words(&words, l);
	if (!text_ok(&words) || words.len > SEND_BODY_MAX)
		return -ENOMEM;
	(void)snprintf(ret->to, sizeof(ret->to), "%s", to);
	memcpy(ret->body, words.bytes, words.len);
	ret->body_len = (uint16_t)words.len;
	return 0;
}
