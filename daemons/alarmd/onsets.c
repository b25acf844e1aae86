// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/onsets.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/util.h"
#include "lib/wire/cursor.h"

#define NAME	  "onsets"
#define VERSION	  1
#define BYTES_MAX (1 + 16 + 1 + ALARMS_MAX * (2 + ALARM_ID_MAX + 8))
_Static_assert(ALARMS_MAX <= UINT8_MAX, "a byte counts them");

static size_t put(uint8_t *buf, size_t size, const uint8_t boot_id[16], const struct engine *e)
{
	const struct rules *rules = engine_rules(e);
	struct cursor c = cursor_writer(buf, size);
	uint8_t *count, n = 0;

	cursor_put_u8(&c, VERSION);
	cursor_put(&c, boot_id, 16);
	count = c.at;
	cursor_put_u8(&c, 0);
	for (unsigned i = 0; i < rules->n; i++) {
		int64_t onset_us = engine_onset_us(e, (int)i);

		if (onset_us == 0)
			continue;
		cursor_put_text(&c, rules->rules[i].id);
		cursor_put_i64(&c, onset_us);
		n++;
	}
	*count = n;
	return (size_t)(c.at - buf);
}

int onsets_save(struct onsets *o, const char *folder, const uint8_t boot_id[16],
		const struct engine *e)
{
	uint8_t bytes[BYTES_MAX];
	int r;

	if (o->version == engine_onsets_version(e) && !o->failed)
		return 0;
	o->version = engine_onsets_version(e);
	/* not durable: it is in memory (/run), and means nothing after a boot */
	r = file_replace(folder, NAME, bytes, put(bytes, sizeof(bytes), boot_id, e), 0600, false);
	o->failed = r < 0;
	return r < 0 ? r : 1;
}

int onsets_parse(const void *bytes, size_t len, const uint8_t boot_id[16], struct engine *e)
{
	struct cursor c = cursor_reader(bytes, len);
	uint8_t version = cursor_get_u8(&c), boot[16], n;

	cursor_get(&c, boot, sizeof(boot));
	n = cursor_get_u8(&c);
	if (c.error || version != VERSION)
		return -EBADMSG;
	for (unsigned i = 0; i < n; i++) {
		char id[ALARM_ID_MAX];
		int64_t onset_us;
		int rule;

		cursor_get_text(&c, id, sizeof(id));
		onset_us = cursor_get_i64(&c);
		if (c.error)
			return c.error;
		rule = engine_find(e, id);
		if (rule >= 0 && onset_us > 0 && memcmp(boot, boot_id, sizeof(boot)) == 0)
			engine_restore_onset(e, rule, onset_us);
	}
	return cursor_finish(&c);
}

void onsets_load(const char *folder, const uint8_t boot_id[16], struct engine *e)
{
	AUTO_FREE char *bytes = NULL;
	char path[512];
	size_t len;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, NAME);
	if (file_read(path, BYTES_MAX, &bytes, &len) == 0)
		(void)onsets_parse(bytes, len, boot_id, e);
}
