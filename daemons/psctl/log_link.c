// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/log_link.h"

#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

int log_link_new(struct log_link **ret_link)
{
	struct log_link *l = calloc(1, sizeof(*l));

	if (!l)
		return -ENOMEM;
	l->link.client = CLIENT_INIT;
	*ret_link = l;
	return 0;
}

struct log_link *log_link_free(struct log_link *l)
{
	if (l)
		client_done(&l->link.client);
	free(l);
	return NULL;
}

void log_link_cleanup(struct log_link **l)
{
	*l = log_link_free(*l);
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct log_link *l = ctx;
	int r;

	switch (head->type) {
	case MSG_LOG_STATUS:
		r = msg_log_status_get(body, &l->status);
		return r < 0 ? r : 1;
	case MSG_REFUSED:
		return -EACCES;
	default:
		r = link_take(&l->link, head, body);
		return r < 0 ? r : 0;
	}
}

int log_link_dial(struct log_link *l)
{
	return link_dial(&l->link, "loggerd");
}

static int take_health(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct log_link *l = ctx;
	int r = link_take(&l->link, head, body);

	return r < 0 ? r : head->type == MSG_HEALTH;
}

const struct health *log_link_health(struct log_link *l, int dialled)
{
	int r = dialled < 0 ? dialled : link_greet(&l->link, NULL);

	if (r >= 0)
		r = link_until(&l->link, LINK_STATE_US, take_health, l);
	return r < 0 ? NULL : &l->link.health;
}

int log_link_open(struct log_link *l)
{
	int code = link_open(&l->link, "loggerd");
	int r;

	if (code != EX_OK)
		return code;
	r = link_until(&l->link, LINK_STATE_US, take, l);
	return r < 0 ? link_lost(&l->link, r) : EX_OK;
}
