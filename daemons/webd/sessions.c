// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/sessions.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"

static bool is_over(const struct session *n, int64_t now_us)
{
	/* a time ahead is of another boot */
	return n->used_us > now_us || now_us - n->used_us > SESSION_IDLE_US ||
	       now_us - n->begun_us > SESSION_LIFE_US;
}

static unsigned count_of(const struct sessions *s, const char *user)
{
	unsigned n = 0;

	for (size_t i = 0; i < SESSIONS_MAX; i++)
		n += streq(s->list[i].user, user) ? 1U : 0U;
	return n;
}

/* When it is full, who has most of them gives one: nobody signs all others out with his own. */
static struct session *place_for(struct sessions *s, int64_t now_us)
{
	struct session *oldest = NULL;
	unsigned most = 0;

	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		struct session *n = &s->list[i];
		unsigned has = count_of(s, n->user);

		if (!n->cookie[0] || is_over(n, now_us))
			return n;
		if (has > most || (has == most && n->used_us < oldest->used_us))
			oldest = n;
		most = MAX(most, has);
	}
	return oldest;
}

void sessions_add(struct sessions *s, const char *cookie, const char *user, const char *password,
		  const char *csrf, int64_t now_us)
{
	struct session *n = place_for(s, now_us);

	*n = (struct session){ .begun_us = now_us, .used_us = now_us };
	(void)snprintf(n->cookie, sizeof(n->cookie), "%s", cookie);
	(void)snprintf(n->user, sizeof(n->user), "%s", user);
	(void)snprintf(n->password, sizeof(n->password), "%s", password);
	(void)snprintf(n->csrf, sizeof(n->csrf), "%s", csrf);
}

unsigned sessions_count(const struct sessions *s, int64_t now_us)
{
	unsigned n = 0;

	for (size_t i = 0; i < SESSIONS_MAX; i++)
		n += s->list[i].cookie[0] && !is_over(&s->list[i], now_us);
	return n;
}

static struct session *find(struct sessions *s, const char *cookie)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (cookie[0] && streq(s->list[i].cookie, cookie))
			return &s->list[i];
	return NULL;
}

const struct session *sessions_use(struct sessions *s, const char *cookie, int64_t now_us)
{
	struct session *n = find(s, cookie);

	if (n && is_over(n, now_us)) {
		*n = (struct session){ 0 };
		n = NULL;
	}
	if (n)
		n->used_us = now_us;
	return n;
}

void sessions_end(struct sessions *s, const char *cookie)
{
	struct session *n = find(s, cookie);

	if (n)
		*n = (struct session){ 0 };
}

void sessions_print(const struct sessions *s, struct text *out)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		const struct session *n = &s->list[i];

		if (n->cookie[0])
			text_printf(out, "%s %s %s %s %" PRId64 " %" PRId64 "\n", n->cookie,
				    n->user, n->password, n->csrf, n->begun_us, n->used_us);
	}
}

static bool is_key(const char *digits)
{
	return strlen(digits) == VISITOR_KEY_MAX - 1;
}

void sessions_parse(struct sessions *s, const char *text)
{
	size_t n = 0;

	*s = (struct sessions){ 0 };
	for (; *text && n < SESSIONS_MAX; text += strcspn(text, "\n"), text += *text == '\n') {
		struct session one = { 0 };

		if (sscanf(text, "%32[0-9a-f] %31s %32[0-9a-f] %32[0-9a-f] %" SCNd64 " %" SCNd64,
			   one.cookie, one.user, one.password, one.csrf, &one.begun_us,
			   &one.used_us) == 6 &&
		    is_key(one.cookie) && is_key(one.password) && is_key(one.csrf))
			s->list[n++] = one;
	}
}
