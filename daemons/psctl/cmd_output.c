// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl output: switches an output, or says what that would do. */
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "lib/view/switching.h"
#include "lib/base/parse.h"
#include "lib/present/value.h"

/* The state after a request stands in the next snapshot, or in the one behind it if that was under
 * way. */
#define SNAPSHOTS_TO_WAIT 2

static int refuse(const char *what, const char *value, const char *allowed)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	text_printf(&why, "'%s' is no %s: %s", value, what, allowed);
	complain(text_get(&why));
	return EX_USAGE;
}

static int take_pulse(const struct call *c, struct msg_output_set *m)
{
	uint64_t ms;

	if (c->n_args < 3)
		return EX_OK;
	if (m->action != OUTPUT_PULSE)
		return refuse("word that belongs here", c->args[2], "only pulse has a length");
	if (parse_u64(c->args[2], &ms) < 0 || ms == 0 || ms > PULSE_MS_MAX)
		return refuse("length of a pulse", c->args[2],
			      "1 to 3600000 milliseconds; without one it is as the settings say");
	m->pulse_ms = (uint32_t)ms;
	return EX_OK;
}

static int take_options(const struct call *c, struct msg_output_set *m)
{
	const char *confirm = call_option(c, "confirm");
	const char *reason = call_option(c, "reason");
	uint64_t s;

	m->confirm_s = CONFIRM_S_DEFAULT;
	m->dry_run = call_option(c, "dry-run");
	m->actor = cmd_actor();
	if (confirm && (parse_u64(confirm, &s) < 0 || s > CONFIRM_S_MAX))
		return refuse(
			"time to confirm", confirm,
			"0 to 3600 seconds; 0 is at once for good, where the settings allow it");
	if (confirm)
		m->confirm_s = (uint32_t)s;
	if (reason && strlen(reason) >= sizeof(m->reason))
		return refuse("reason of at most 63 bytes", reason, "say it shorter");
	(void)snprintf(m->reason, sizeof(m->reason), "%s", reason ? reason : "");
	return EX_OK;
}

/* From words to the request; an exit code. */
static int read_request(const struct call *c, const struct link *l, struct msg_output_set *ret,
			unsigned *ret_index)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	const struct channel *channel;
	int code, i;

	i = cmd_channel(l, c->args[0], true);
	if (i < 0)
		return EX_USAGE;
	channel = &l->hello.channels[i];
	*ret = (struct msg_output_set){ 0 };
	(void)snprintf(ret->channel, sizeof(ret->channel), "%s", channel->id);
	if (switching_word(channel, c->args[1], &ret->action, &why) < 0) {
		complain(text_get(&why));
		return EX_USAGE;
	}
	*ret_index = (unsigned)i;
	code = take_pulse(c, ret);
	return code == EX_OK ? take_options(c, ret) : code;
}

static const struct output_state *find_output(const struct snapshot *s, unsigned channel)
{
	for (unsigned i = 0; i < s->n_outputs; i++)
		if (s->outputs[i].channel == channel)
			return &s->outputs[i];
	return NULL;
}

/* True when the snapshot shows what was asked for, so that nothing newer need be waited for. */
static bool shows_request(const struct output_state *o, const struct msg_output_set *m)
{
	switch (m->action) {
	case OUTPUT_OFF:
		return !o->active;
	case OUTPUT_ON:
		return o->active;
	case OUTPUT_PULSE:
		return o->pulsing;
	case OUTPUT_RELEASE:
		return o->holder != HOLDER_MANUAL;
	case OUTPUT_ACTION_MAX:
		break;
	}
	return true;
}

/* The output as it is after the request; NULL when sensord says no more. */
static const struct output_state *read_outcome(struct link *l, unsigned channel,
					       const struct msg_output_set *m)
{
	const struct output_state *o = NULL;

	for (int i = 0; i < SNAPSHOTS_TO_WAIT; i++) {
		if (link_read(l, LINK_STATE_US) < 0)
			break;
		o = find_output(&l->snapshot, channel);
		if (o && shows_request(o, m))
			break;
	}
	return o;
}

/* The state is in the JSON; people get the sentence, which says it too. */
static int print_json(struct link *l, const struct msg_output_set *m, unsigned index,
		      const char *sentence)
{
	const struct channel *channel = &l->hello.channels[index];
	const struct output_state *o = m->dry_run ? NULL : read_outcome(l, index, m);
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_string(&j, "id", channel->id);
	json_bool(&j, "dry_run", m->dry_run);
	if (o) {
		json_bool(&j, "active", o->active);
		json_string(&j, "text", present_state_text(channel, o->active));
		json_string(&j, "holder", holder_to_name(o->holder));
		json_bool(&j, "pulsing", o->pulsing);
		json_bool(&j, "unconfirmed", o->unconfirmed);
		json_int(&j, "left_ms",
			 o->until_us ? MAX(o->until_us - l->snapshot.now.mono_us, 0) / 1000 : 0);
	}
	json_string(&j, "sentence", sentence);
	json_object_end(&j);
	return cmd_json_write(&out);
}

/* sensord says what came of it; an old or new one that is silent gets the words of psctl. */
static void add_sentence(struct text *out, const struct channel *c, const struct msg_output_set *m,
			 const char *said)
{
	if (*said)
		text_add(out, said);
	else if (m->action == OUTPUT_ON || m->action == OUTPUT_OFF)
		switching_sentence(out, c, m->dry_run ? "would be" : "is now",
				   m->action == OUTPUT_ON);
	else
		text_add(out, m->dry_run ? "it would be done" : "done");
}

/* Sends the request and says what came of it. */
static int request(const struct call *c, struct link *l, const struct msg_output_set *m,
		   unsigned index)
{
	uint8_t packet[WIRE_REQUEST_MAX];
	uint32_t id = client_next_id(&l->client);
	AUTO_TEXT struct text out = TEXT_INIT;
	struct msg_reply reply;
	int code;

	code = link_request(l, packet, msg_output_set_put(packet, sizeof(packet), id, m), id,
			    &reply);
	if (code != EX_OK)
		return code;
	add_sentence(&out, &l->hello.channels[index], m, reply.sentence);
	if (c->json)
		return print_json(l, m, index, text_get(&out));
	text_add_char(&out, '\n');
	return cmd_write(&out);
}

int cmd_output(const struct call *c)
{
	AUTO_LINK struct link *l = NULL;
	struct msg_output_set m;
	unsigned index;
	int code;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open(l, "sensord");
	if (code == EX_OK)
		code = read_request(c, l, &m, &index);
	return code == EX_OK ? request(c, l, &m, index) : code;
}
