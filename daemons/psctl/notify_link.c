// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/notify_link.h"

#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "lib/base/cleanup.h"

static int get(struct cursor *body, void *ret)
{
	return msg_notify_status_get(body, ret);
}

int notify_link_open(struct link *l, struct msg_notify_status *ret_status)
{
	return link_open_topic(l, "notifyd", MSG_NOTIFY_STATUS, get, ret_status);
}

int notify_link_fetch(struct msg_notify_status **ret_status)
{
	AUTO_FREE struct msg_notify_status *m = calloc(1, sizeof(*m));
	AUTO_LINK struct link *l = NULL;
	int code;

	if (!m || link_new(&l) < 0)
		return cmd_no_memory();
	code = notify_link_open(l, m);
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
