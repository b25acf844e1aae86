// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/fields.h"

#include <assert.h>
#include <stdio.h>

#include "daemons/notifyd/mail_header.h"
#include "daemons/notifyd/words.h"

void fields_add(struct msg_send *m, const char *name, const char *value)
{
	/* what is written here is counted: it cannot be too many */
	assert(m->n_fields < SEND_FIELDS_MAX);
	(void)snprintf(m->fields[m->n_fields].name, sizeof(m->fields[0].name), "%s", name);
	words_copy(m->fields[m->n_fields].value, sizeof(m->fields[0].value), value);
	m->n_fields++;
}

void fields_add_words(struct msg_send *m, const char *name, const char *value)
{
	AUTO_TEXT struct text clean = TEXT_INIT, encoded = TEXT_INIT;
	char cut[sizeof(m->fields[0].value)];

	words_clean(&clean, value);
	if (mail_plain(text_get(&clean))) {
		fields_add(m, name, text_get(&clean));
		return;
	}
	/* 39 bytes become 64 and a space, 36 of them at least are used where characters are long */
	words_copy(cut, sizeof(cut) / 65 * (39 - 3), text_get(&clean));
	mail_encoded_words(&encoded, cut);
	fields_add(m, name, text_get(&encoded));
}
