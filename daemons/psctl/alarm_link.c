// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/alarm_link.h"

#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

int alarm_link_new(struct alarm_link **ret_link)
{
	struct alarm_link *a = calloc(1, sizeof(*a));

	if (!a)
		return -ENOMEM;
	a->link.client = CLIENT_INIT;
	*ret_link = a;
	return 0;
}

struct alarm_link *alarm_link_free(struct alarm_link *a)
{
	if (!a)
		return NULL;
	client_done(&a->link.client);
	text_done(&a->why_not);
	free(a);
	return NULL;
}

void alarm_link_cleanup(struct alarm_link **a)
{
	*a = alarm_link_free(*a);
}

void alarm_link_lose(struct alarm_link *a, int error)
{
	client_done(&a->link.client);
	a->error = error;
	alarm_book_clear(&a->book);
	a->link.health.n_troubles = 0;
}

static int take(struct alarm_link *a, const struct msg_head *head, struct cursor *body)
{
	int r = head->type == MSG_REFUSED ? -EACCES : alarm_book_take(&a->book, head, body);

	return r == 0 ? link_take(&a->link, head, body) : r;
}

int alarm_link_take(struct alarm_link *a, const struct msg_head *head, struct cursor *body)
{
	int r = take(a, head, body);

	if (r < 0)
		return r;
	if (alarm_book_complete(&a->book, a->all))
		a->error = 0;
	return 0;
}

static int take_until_complete(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct alarm_link *a = ctx;
	int r = alarm_link_take(a, head, body);

	return r < 0 ? r : a->error == 0;
}

static int read_state(struct alarm_link *a)
{
	return link_until(&a->link, LINK_STATE_US, take_until_complete, a);
}

void alarm_link_dial(struct alarm_link *a)
{
	int r = link_dial(&a->link, "alarmd");

	a->error = r < 0 ? r : -EINPROGRESS;
}

int alarm_link_finish(struct alarm_link *a)
{
	int r = a->error == -EINPROGRESS ? link_greet(&a->link, NULL) : a->error;

	if (r >= 0)
		r = read_state(a);
	if (r < 0)
		alarm_link_lose(a, r);
	return r;
}

int alarm_link_connect(struct alarm_link *a)
{
	alarm_link_dial(a);
	return alarm_link_finish(a);
}

int alarm_link_open(struct alarm_link *a)
{
	int code = link_open(&a->link, "alarmd");
	int r;

	a->error = -EINPROGRESS;
	if (code != EX_OK)
		return code;
	r = read_state(a);
	return r < 0 ? link_lost(&a->link, r) : EX_OK;
}

static const char *why_not(struct alarm_link *a)
{
	struct failure_place place;

	link_place(&a->link, &place);
	text_clear(&a->why_not);
	failure_unwatched(a->error, &place, &a->why_not);
	return text_get(&a->why_not);
}

const struct present_alarms *alarm_link_shown(struct alarm_link *a)
{
	return a->error < 0 ? alarm_book_unwatched(&a->book, why_not(a))
			    : alarm_book_shown(&a->book, &a->link.health);
}

struct present_table alarm_link_table(const struct alarm_link *a, bool ascii)
{
	return (struct present_table){
		.channels = a->link.hello.channels,
		.n_channels = a->link.hello.n_channels,
		.style = { .fahrenheit = a->link.hello.fahrenheit, .ascii = ascii },
	};
}
