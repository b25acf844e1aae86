// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/changer.h"

#include <errno.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"

static void tell(struct changer_wait *w, const struct msg_settings_result *result)
{
	struct changer_wait one = *w;

	*w = (struct changer_wait){ 0 };
	one.done(one.ctx, result);
}

static int take(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct changer *c = ctx;
	int r;

	if (head->type != MSG_SETTINGS_RESULT)
		return 0;
	r = msg_settings_result_get(body, &c->result);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(c->waiting); i++)
		if (c->waiting[i].id && c->waiting[i].id == head->id)
			tell(&c->waiting[i], &c->result);
	return r;
}

/* What was asked for over a connection that is gone is never answered. */
static void lost(void *ctx)
{
	struct changer *c = ctx;

	for (size_t i = 0; i < ARRAY_SIZE(c->waiting); i++)
		if (c->waiting[i].id)
			tell(&c->waiting[i], NULL);
}

static void look(void *ctx, int64_t now_us)
{
	struct changer *c = ctx;
	int64_t next_us = 0;

	for (size_t i = 0; i < ARRAY_SIZE(c->waiting); i++) {
		struct changer_wait *w = &c->waiting[i];

		if (w->id && w->until_us <= now_us)
			tell(w, NULL);
		else if (w->id && (!next_us || w->until_us < next_us))
			next_us = w->until_us;
	}
	if (next_us)
		loop_arm(c->link.loop, &c->overdue, next_us, look, c);
}

void changer_start(struct changer *c, struct loop *loop)
{
	static const struct link_calls calls = { .take = take, .lost = lost };

	c->link = (struct link){ .loop = loop,
				 .socket = "settings",
				 .server = "settingsd",
				 .calls = &calls,
				 .ctx = c,
				 .table = &c->no_table };
	link_start(&c->link);
}

void changer_stop(struct changer *c)
{
	if (!c->link.loop)
		return;
	loop_disarm(c->link.loop, &c->overdue);
	link_stop(&c->link);
	lost(c);
}

int changer_ask(struct changer *c, const struct msg_settings_change *m, changer_done *done,
		void *ctx)
{
	int64_t now_us = mono_read_us();
	struct changer_wait *w = NULL;
	uint32_t id;
	int r;

	if (!c->link.hello)
		return -ENOTCONN;
	for (size_t i = 0; !w && i < ARRAY_SIZE(c->waiting); i++)
		if (!c->waiting[i].id)
			w = &c->waiting[i];
	if (!w)
		return -EBUSY;
	id = client_next_id(&c->link.client);
	r = link_send(&c->link, c->packet,
		      msg_settings_change_put(c->packet, sizeof(c->packet), id, m));
	if (r < 0)
		return r;
	*w = (struct changer_wait){
		.id = id, .until_us = now_us + CHANGER_WITHIN_US, .done = done, .ctx = ctx
	};
	look(c, now_us);
	return 0;
}
