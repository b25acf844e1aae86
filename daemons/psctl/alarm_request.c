// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/alarm_request.h"

#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/find.h"
#include "lib/base/parse.h"
#include "lib/base/utf8.h"

static int refuse(const char *option, const char *value, const char *allowed)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	text_printf(&why, "--%s '%s': %s", option, value, allowed);
	complain(text_get(&why));
	return EX_USAGE;
}

int alarm_request_note(const struct call *c, const char *option, struct msg_alarm_request *m)
{
	const char *note = call_option(c, option);

	if (note && strlen(note) >= sizeof(m->note))
		return refuse(option, note, "say it shorter, in at most 63 bytes");
	if (note && !utf8_printable(note))
		return refuse(option, "...", "only UTF-8 without control characters travels");
	(void)snprintf(m->note, sizeof(m->note), "%s", note ? note : "");
	return EX_OK;
}

int alarm_request_for(const struct call *c, const char *otherwise, struct msg_alarm_request *m)
{
	const char *span = call_option(c, "for");
	int64_t us;

	span = span ? span : otherwise;
	if (parse_span_us(span, &us) < 0)
		return refuse("for", span, "say how long, e.g. 30min, 2h or 1d");
	if (us < USEC_PER_SEC || us > SHELVE_S_MAX * USEC_PER_SEC)
		return refuse("for", span,
			      "a second at least and 7d at most; what shall be silent for longer "
			      "is a setting");
	m->for_s = (uint32_t)(us / USEC_PER_SEC);
	return EX_OK;
}

/* Waits for the table, where the word must stand; without one for the summary: until then alarmd
 * has just started and is not ready to be asked. */
static int open_for(struct alarm_link *a, const char *word)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	int code;

	a->all = word;
	code = alarm_link_open(a);
	if (code != EX_OK || !word || find_alarm(a->book.list, a->book.n, word, &why) >= 0)
		return code;
	complain(text_get(&why));
	return EX_USAGE;
}

int alarm_request(const struct call *c, enum msg_type type, const char *word,
		  struct msg_alarm_request *m)
{
	AUTO_ALARM_LINK struct alarm_link *a = NULL;
	uint8_t packet[WIRE_REQUEST_MAX];
	struct msg_reply reply;
	uint32_t id;
	int code;

	if (alarm_link_new(&a) < 0)
		return cmd_no_memory();
	code = open_for(a, word);
	if (code != EX_OK)
		return code;
	(void)snprintf(m->alarm, sizeof(m->alarm), "%s", word ? word : "");
	m->actor = cmd_actor();
	id = client_next_id(&a->link.client);
	code = link_request(&a->link, packet,
			    msg_alarm_request_put(packet, sizeof(packet), type, id, m), id, &reply);
	return code == EX_OK ? cmd_sentence(c, *reply.sentence ? reply.sentence : "done") : code;
}
