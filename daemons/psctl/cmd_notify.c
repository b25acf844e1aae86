// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl notify pause, resume, flush; psctl test: what people ask of rmcu-notifyd. */
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/notify_link.h"
#include "lib/base/parse.h"

/* A message may take a minute, and somebody starts whoever delivers it. */
#define TRY_US (75 * USEC_PER_SEC)

static int ask(const struct call *c, enum msg_type type, int64_t timeout_us,
	       struct msg_notify_request *m)
{
	AUTO_LINK struct link *l = NULL;
	uint8_t packet[WIRE_REQUEST_MAX];
	struct msg_reply reply;
	uint32_t id;
	int code;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open(l, "notifyd");
	if (code != EX_OK)
		return code;
	m->actor = cmd_actor();
	id = client_next_id(&l->client);
	code = link_request_within(l, packet,
				   msg_notify_request_put(packet, sizeof(packet), type, id, m), id,
				   timeout_us, &reply);
	return code == EX_OK ? cmd_sentence(c, *reply.sentence ? reply.sentence : "done") : code;
}

static int take_recipient(const char *word, struct msg_notify_request *m)
{
	if (!channel_id_valid(word))
		return cmd_refuse(word, "is no id of a recipient; psctl notify status names them");
	(void)snprintf(m->recipient, sizeof(m->recipient), "%s", word);
	return EX_OK;
}

int cmd_notify_pause(const struct call *c)
{
	struct msg_notify_request m = { 0 };
	int64_t us;

	if (parse_span_us(c->args[0], &us) < 0 || us < USEC_PER_SEC ||
	    us > SHELVE_S_MAX * USEC_PER_SEC)
		return cmd_refuse(c->args[0], "is no time for a pause; say 30min, 2h or 1d, at "
					      "most 7d");
	m.for_s = (uint32_t)(us / USEC_PER_SEC);
	return ask(c, MSG_NOTIFY_PAUSE, LINK_REPLY_US, &m);
}

int cmd_notify_resume(const struct call *c)
{
	struct msg_notify_request m = { 0 };

	return ask(c, MSG_NOTIFY_PAUSE, LINK_REPLY_US, &m);
}

int cmd_notify_flush(const struct call *c)
{
	struct msg_notify_request m = { 0 };
	int code = c->n_args ? take_recipient(c->args[0], &m) : EX_OK;

	return code == EX_OK ? ask(c, MSG_NOTIFY_FLUSH, LINK_REPLY_US, &m) : code;
}

/* "psctl test text anna": by which door, so that nobody wonders why no telephone rings. */
static bool by_this_door(const char *door, enum delivery by)
{
	const char *name = delivery_to_name(by);

	return streq(name, door) || (streq(door, "text") && strncmp(name, "text-", 5) == 0);
}

static int check_door(const char *door, const char *recipient)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	struct msg_notify_status *m;
	int code = notify_link_fetch(&m);

	if (code != EX_OK)
		return code;
	code = EX_OK;
	for (unsigned i = 0; i < m->n; i++) {
		if (!streq(m->recipients[i].id, recipient) ||
		    by_this_door(door, m->recipients[i].by))
			continue;
		text_printf(&why, "'%s' is told by %s; psctl test %s %s", recipient,
			    delivery_to_name(m->recipients[i].by),
			    notify_link_door(m->recipients[i].by), recipient);
		complain(text_get(&why));
		code = EX_USAGE;
	}
	notify_link_done(m);
	return code;
}

int cmd_test_message(const struct call *c)
{
	struct msg_notify_request m = { 0 };
	/* "test email" */
	const char *door = c->command->name + strlen("test ");
	int code = take_recipient(c->args[0], &m);

	if (code == EX_OK)
		code = check_door(door, m.recipient);
	return code == EX_OK ? ask(c, MSG_NOTIFY_TRY, TRY_US, &m) : code;
}
