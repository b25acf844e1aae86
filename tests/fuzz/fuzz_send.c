// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * The body of a MSG_SEND: what passes is safe to be made into commands and headers, as a second,
 * slower look has it; and then a talk with a server that says the same bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "daemons/send/look.h"
#include "daemons/send/outcome.h"
#include "lib/base/utf8.h"

static void printable(const char *text, bool ascii)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f || (ascii && (*text & 0x80)))
			abort();
}

static void check_passed(const struct msg_send *m)
{
	bool mail = m->by == DELIVERY_EMAIL || m->by == DELIVERY_TEXT_EMAIL;

	if (m->by == DELIVERY_COMMAND)
		abort();
	if (m->by == DELIVERY_TEXT_MODEM)
		return;
	printable(m->server, true);
	printable(m->ca, true);
	printable(m->user, false);
	printable(m->password, false);
	if (mail) {
		printable(m->from, true);
		printable(m->to, true);
		if (strpbrk(m->from, "<> ,") || strpbrk(m->to, "<> ") ||
		    strpbrk(m->server, "/@?#% "))
			abort();
		for (unsigned i = 0; i < m->body_len; i++)
			if (m->body[i] == '\n' ? i == 0 || m->body[i - 1] != '\r'
					       : m->body[i] == '\r' && (i + 1 == m->body_len ||
									m->body[i + 1] != '\n'))
				abort();
		return;
	}
	printable(m->type, true);
	for (unsigned i = 0; i < m->n_fields; i++) {
		printable(m->fields[i].name, true);
		printable(m->fields[i].value, false);
		if (strpbrk(m->fields[i].name, ": "))
			abort();
	}
}

static void talk(const char *bytes, size_t n)
{
	struct talk t = { 0 };
	struct outcome_end e = { .words = "", .password = "a" };
	struct msg_sent sent;

	for (size_t at = 0; at < n;) {
		const char *end = memchr(bytes + at, '\n', n - at);
		size_t len = end ? (size_t)(end - bytes) - at + 1 : n - at;

		if (bytes[at] & 1)
			talk_said(&t, bytes + at, len);
		else
			talk_heard(&t, bytes + at, len);
		e.code = (CURLcode)((unsigned char)bytes[at] % CURL_LAST);
		outcome_of_mail(&e, &t, bytes[at] & 2, &sent);
		if (!utf8_printable(sent.sentence) || sent.outcome >= OUTCOME_MAX)
			abort();
		at += len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct msg_send m;
	struct cursor c = cursor_reader(data, size);

	if (msg_send_get(&c, &m) == 0 && !look_at(&m))
		check_passed(&m);
	talk((const char *)data, size);
	return 0;
}
