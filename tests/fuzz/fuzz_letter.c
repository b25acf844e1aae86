// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * Names, notes, ids, addresses and URLs are the bytes, cut at newlines of a kind that C strings
 * have (NUL): whatever they are, a mail has our headers and no other, a request's fields are lines
 * of their own, and all of it fits a packet.
 */
#include <stdlib.h>
#include <string.h>

#include "daemons/notifyd/letter.h"
#include "lib/base/utf8.h"
#include "tests/unit/notifyd_letters.h"

static struct sample_room room;
static struct msg_send m;
static uint8_t packet[WIRE_REQUEST_MAX];

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* The next text of the bytes, up to a NUL or as much as there is room for. */
static void take(const uint8_t **data, size_t *size, char *ret, size_t room_for)
{
	size_t n = strnlen((const char *)*data, *size), copied = MIN(n, room_for - 1);

	memcpy(ret, *data, copied);
	ret[copied] = '\0';
	n += n < *size;
	*data += n;
	*size -= n;
}

static bool ours(const char *line, size_t n)
{
	static const char *const names[] = { "Date:",
					     "From:",
					     "To:",
					     "Subject:",
					     "Message-ID:",
					     "In-Reply-To:",
					     "References:",
					     "Auto-Submitted:",
					     "MIME-Version:",
					     "Content-Type:",
					     "Content-Transfer-Encoding:",
					     " " };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (n > strlen(names[i]) - 1 && strncmp(line, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* Lines end with CRLF and have no other control character; up to the empty one they are our
 * headers, behind it none begins with a dot. */
static void check_mail(void)
{
	const char *at = (const char *)m.body, *end = at + m.body_len;
	bool head = true;

	check(!memchr(m.to, '\n', sizeof(m.to)) && !memchr(m.to, '\r', sizeof(m.to)));
	while (at < end) {
		const char *cr = memchr(at, '\r', (size_t)(end - at));

		check(cr && cr + 1 < end && cr[1] == '\n');
		for (const char *p = at; p < cr; p++)
			check(*p >= 0x20 && *p < 0x7f);
		if (head && cr != at)
			check(ours(at, (size_t)(cr - at)));
		else if (!head)
			check(*at != '.');
		head = head && cr != at;
		at = cr + 2;
	}
	check(!head);
}

static void check_fields(bool ascii)
{
	for (unsigned i = 0; i < m.n_fields; i++) {
		check(utf8_printable(m.fields[i].value));
		for (const char *p = m.fields[i].value; *p && ascii; p++)
			check(*p >= 0x20);
	}
}

static void write_by(enum delivery by, enum hook_form form, const struct settings_recipient *its)
{
	struct settings_recipient to = sample_recipient(by, form);

	if (its) {
		to = *its;
		to.by = by;
		to.form = form;
	}
	if (letter_write(&room.letter, &to, its ? its->groups : "key", &m) < 0) {
		/* only where to can be wrong */
		check(its != NULL);
		return;
	}
	check(msg_send_put(packet, sizeof(packet), 1, &m) > 0);
	if (by == DELIVERY_EMAIL || by == DELIVERY_TEXT_EMAIL)
		check_mail();
	check_fields(by == DELIVERY_WEBHOOK || by == DELIVERY_TEXT_HTTP);
}

static void by_every_door(const struct settings_recipient *its)
{
	for (unsigned by = 0; by < DELIVERY_MAX; by++)
		for (unsigned form = 0; form < HOOK_FORM_MAX; form++)
			if (form == 0 || by == DELIVERY_WEBHOOK)
				write_by((enum delivery)by, (enum hook_form)form, its);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char host[300], url[300], recipient[64], words[300];
	struct settings_recipient its = { .id = "its" };

	if (size < 2)
		return 0;
	sample_letter(&room, (enum sample_letter)(data[0] % SAMPLE_MAX));
	room.notices[0].event.kind = (enum event_kind)(data[1] % EVENT_KIND_MAX);
	data += 2;
	size -= 2;
	take(&data, &size, room.settings.site.name, sizeof(room.settings.site.name));
	take(&data, &size, room.settings.site.location, sizeof(room.settings.site.location));
	take(&data, &size, room.unit.channels[VOLTS].name, sizeof(room.unit.channels[0].name));
	take(&data, &size, room.notices[0].event.text, sizeof(room.notices[0].event.text));
	take(&data, &size, room.notices[0].event.actor.name, ACTOR_NAME_MAX);
	take(&data, &size, room.settings.alarms[0].instruction, SETTINGS_LINE_MAX);
	take(&data, &size, host, sizeof(host));
	take(&data, &size, url, sizeof(url));
	take(&data, &size, recipient, sizeof(recipient));
	take(&data, &size, words, sizeof(words));
	take(&data, &size, its.address, sizeof(its.address));
	take(&data, &size, its.url, sizeof(its.url));
	/* stands for the secret */
	take(&data, &size, its.groups, sizeof(its.groups));
	room.letter.host = host;
	room.letter.url = url;
	room.letter.recipient = recipient;
	room.letter.words = words;
	by_every_door(NULL);
	by_every_door(&its);
	return 0;
}
