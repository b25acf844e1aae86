// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* How the modem is: asked for by rmcu-send, and told to sensord, whose channels show it. */
#include "daemons/notifyd/notifyd.h"

/* ModemManager answers out of what it knows; who starts it has to wait for that. */
#define LIMIT_MS 20000

/* Whoever did not come is no news of the modem: what sensord knows of it holds for a while. */
static void modem_over(void *ctx, struct courier *d, const struct msg_sent *sent)
{
	struct notifyd *s = ctx;
	const struct msg_modem *m = &s->modem.last;

	(void)d;
	if (sent->unsure) {
		notifyd_trouble(s, "modem", sent->sentence);
		return;
	}
	notifyd_trouble(s, "modem", m->there ? NULL : m->why);
	if (!s->sensor.hello)
		return;
	/* one that fails is a connection that is about to end */
	(void)link_send(&s->sensor, s->packet,
			msg_modem_put(s->packet, sizeof(s->packet), MSG_MODEM,
				      client_next_id(&s->sensor.client), m));
}

int64_t modem_run(struct notifyd *s)
{
	bool wanted = inquiry_wanted(s->live.now);
	int64_t due_us;

	if (!wanted) {
		courier_stop(&s->modem.courier);
		notifyd_trouble(s, "modem", NULL);
	}
	/* without sensord nobody wants to know; HELLO asks anew */
	if (inquiry_run(&s->modem.inquiry, wanted && s->sensor.hello, notifyd_now(s).mono_us,
			&due_us) &&
	    !s->modem.courier.busy &&
	    courier_ask_modem(&s->modem.courier, s->loop, LIMIT_MS, &s->modem.last) < 0)
		notifyd_trouble(s, "modem", "nobody is there who asks the modem how it is");
	return due_us;
}

void modem_start(struct notifyd *s)
{
	s->modem.courier.over = modem_over;
	s->modem.courier.ctx = s;
}

void modem_stop(struct notifyd *s)
{
	courier_stop(&s->modem.courier);
}
