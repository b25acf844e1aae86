// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * dump_letters FOLDER: writes every sample letter there by every door, as NAME.DOOR with the body
 * and NAME.DOOR.fields with the fields, for tests that read them with other people's parsers.
 */
#include <stdio.h>
#include <string.h>

#include "tests/unit/notifyd_letters.h"

static const struct {
	const char *name;
	enum delivery by;
	enum hook_form form;
} doors[] = {
	{ "mail", DELIVERY_EMAIL, HOOK_JSON },
	{ "text-mail", DELIVERY_TEXT_EMAIL, HOOK_JSON },
	{ "text-http", DELIVERY_TEXT_HTTP, HOOK_JSON },
	{ "modem", DELIVERY_TEXT_MODEM, HOOK_JSON },
	{ "json", DELIVERY_WEBHOOK, HOOK_JSON },
	{ "ntfy", DELIVERY_WEBHOOK, HOOK_NTFY },
	{ "form", DELIVERY_WEBHOOK, HOOK_FORM },
	{ "command", DELIVERY_COMMAND, HOOK_JSON },
};

static FILE *create(const char *folder, const char *name, const char *door, const char *end)
{
	char path[512];

	(void)snprintf(path, sizeof(path), "%s/%s.%s%s", folder, name, door, end);
	return fopen(path, "wb");
}

static int dump(const char *folder, const char *name, const char *door, const struct msg_send *m)
{
	FILE *body = create(folder, name, door, ""),
	     *fields = create(folder, name, door, ".fields");
	int r = 1;

	if (body && fields) {
		(void)fwrite(m->body, 1, m->body_len, body);
		for (unsigned i = 0; i < m->n_fields; i++)
			(void)fprintf(fields, "%s: %s\n", m->fields[i].name, m->fields[i].value);
		r = 0;
	}
	if (body)
		(void)fclose(body);
	if (fields)
		(void)fclose(fields);
	return r;
}

int main(int argc, char *argv[])
{
	static struct sample_room room;
	static struct msg_send m;

	if (argc != 2)
		return 2;
	for (unsigned which = 0; which < SAMPLE_MAX; which++)
		for (unsigned d = 0; d < ARRAY_SIZE(doors); d++) {
			struct settings_recipient to = sample_recipient(doors[d].by, doors[d].form);

			sample_letter(&room, which);
			if (letter_write(&room.letter, &to, "key", &m) < 0 ||
			    dump(argv[1], sample_name(which), doors[d].name, &m))
				return 1;
		}
	return 0;
}
