// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/notify_link.h"

#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "lib/base/cleanup.h"

struct reading {
	struct link *link;
	struct msg_notify_status *status;
};

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct reading *r = ctx;
	int n;

	switch (head->type) {
	case MSG_NOTIFY_STATUS:
		n = msg_notify_status_get(body, r->status);
		return n < 0 ? n : 1;
	case MSG_REFUSED:
		return -EACCES;
	default:
		n = link_take(r->link, head, body);
		return n < 0 ? n : 0;
	}
}

int notify_link_read(struct link *l, struct msg_notify_status *ret_status)
{
	struct reading r = { l, ret_status };
	int n = link_until(l, LINK_STATE_US, take, &r);

	return n < 0 ? link_lost(l, n) : EX_OK;
}

int notify_link_fetch(struct msg_notify_status **ret_status)
{
	AUTO_FREE struct msg_notify_status *m = calloc(1, sizeof(*m));
	AUTO_LINK struct link *l = NULL;
	int code;

	if (!m || link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open(l, "notifyd");
	if (code == EX_OK)
		code = notify_link_read(l, m);
	if (code == EX_OK)
		*ret_status = TAKE_PTR(m);
	return code;
}

void notify_link_done(struct msg_notify_status *m)
{
	free(m);
}

const char *notify_link_door(enum delivery by)
{
	switch (by) {
	case DELIVERY_TEXT_EMAIL:
	case DELIVERY_TEXT_HTTP:
	case DELIVERY_TEXT_MODEM:
		return "text";
	default:
		return delivery_to_name(by);
	}
}
