// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/schema.h"

#include <errno.h>
#include <stdio.h>

#include "lib/base/nearest.h"
#include "lib/base/util.h"
#include "lib/model/nametable.h"
#include "lib/settings/value.h"

/* More rows than any subject has, for lists on the stack. */
#define KEYS_MAX 64

/* Two letters begin too many words. */
#define SAME_BEGINNING_MIN 3

static const struct subject *const subjects[] = {
	&subject_site,	       &subject_device,	   &subject_sampling,	&subject_sim,
	&subject_converters,   &subject_channels,  &subject_interlocks, &subject_alarms,
	&subject_alarm_system, &subject_schedules, &subject_logging,	&subject_journal,
	&subject_history,      &subject_snmp,	   &subject_web,	&subject_users,
	&subject_tokens,       &subject_mail,	   &subject_recipients, &subject_signs_of_life,
};

static const char *const setting_type_names[] = {
	[SETTING_BOOL] = "bool",     [SETTING_INTEGER] = "integer", [SETTING_DECIMAL] = "decimal",
	[SETTING_TEXT] = "text",     [SETTING_CHOICE] = "choice",   [SETTING_TIME] = "time",
	[SETTING_SECRET] = "secret",
};
_Static_assert(ARRAY_SIZE(setting_type_names) == SETTING_TYPE_MAX, "a name is missing");

static const char *const setting_access_names[] = {
	[ACCESS_CONTROL] = "control",
	[ACCESS_ADMIN] = "admin",
};
_Static_assert(ARRAY_SIZE(setting_access_names) == SETTING_ACCESS_MAX, "a name is missing");

static const char *const setting_reference_names[] = {
	[REFERENCE_NONE] = "none",     [REFERENCE_CHANNEL] = "channel",
	[REFERENCE_OUTPUT] = "output", [REFERENCE_CONVERTER] = "converter",
	[REFERENCE_ALARM] = "alarm",
};
_Static_assert(ARRAY_SIZE(setting_reference_names) == SETTING_REFERENCE_MAX, "a name is missing");

static const char *const secret_reader_names[] = {
	[SECRET_WEBD] = "webd",
	[SECRET_NOTIFYD] = "notifyd",
};
_Static_assert(ARRAY_SIZE(secret_reader_names) == SECRET_READER_MAX, "a name is missing");

const char *secret_reader_to_name(enum secret_reader v)
{
	return secret_reader_names[v];
}

const char *setting_type_to_name(enum setting_type v)
{
	return setting_type_names[v];
}

const char *setting_access_to_name(enum setting_access v)
{
	return setting_access_names[v];
}

const char *setting_reference_to_name(enum setting_reference v)
{
	return setting_reference_names[v];
}

const struct subject *const *schema_subjects(unsigned *ret_n)
{
	*ret_n = ARRAY_SIZE(subjects);
	return subjects;
}

const struct subject *schema_subject(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		if (streq(subjects[i]->name, name))
			return subjects[i];
	return NULL;
}

const struct setting *schema_row(const struct subject *subject, const char *key)
{
	for (unsigned i = 0; i < subject->n_rows; i++)
		if (streq(subject->rows[i].key, key))
			return &subject->rows[i];
	return NULL;
}

const char *schema_nearest_subject(const char *name)
{
	const char *names[ARRAY_SIZE(subjects)];

	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		names[i] = subjects[i]->name;
	return nearest_word(name, names, ARRAY_SIZE(subjects));
}

/* "rate" is more than a slip away from "rate_hz", but what else is meant? */
static const char *same_beginning(const char *word, const char *const *words, size_t n)
{
	size_t len = strlen(word);

	for (size_t i = 0; i < n; i++)
		if (len >= SAME_BEGINNING_MIN && strncmp(words[i], word, len) == 0)
			return words[i];
	return NULL;
}

const char *schema_nearest_key(const struct subject *subject, const char *key)
{
	const char *names[KEYS_MAX] = { NULL };
	size_t n = MIN(subject->n_rows, (unsigned)KEYS_MAX);
	const char *near;

	for (size_t i = 0; i < n; i++)
		names[i] = subject->rows[i].key;
	near = nearest_word(key, names, n);
	return near ? near : same_beginning(key, names, n);
}

unsigned subject_count(const struct subject *subject, const struct settings *s)
{
	if (!subject->keyed)
		return 1;
	return *(const unsigned *)((const char *)s + subject->count_offset);
}

const void *subject_item_const(const struct subject *subject, const struct settings *s, unsigned i)
{
	return (const char *)s + subject->offset + (size_t)i * subject->stride;
}

void *subject_item(const struct subject *subject, struct settings *s, unsigned i)
{
	return (char *)s + subject->offset + (size_t)i * subject->stride;
}

/* Items of keyed subjects begin with their id. */
_Static_assert(offsetof(struct settings_channel, info.id) == 0, "the id comes first");
_Static_assert(offsetof(struct settings_converter, id) == 0, "the id comes first");
_Static_assert(offsetof(struct settings_interlock, id) == 0, "the id comes first");
_Static_assert(offsetof(struct settings_alarm, id) == 0, "the id comes first");
_Static_assert(offsetof(struct settings_schedule, id) == 0, "the id comes first");

const char *subject_item_id(const struct subject *subject, const void *item)
{
	return subject->keyed ? item : "";
}

int subject_find(const struct subject *subject, const struct settings *s, const char *id)
{
	if (!subject->keyed)
		return 0;
	for (unsigned i = 0; i < subject_count(subject, s); i++)
		if (streq(subject_item_const(subject, s, i), id))
			return (int)i;
	return -ENOENT;
}

static void item_defaults(const struct subject *subject, void *item)
{
	for (unsigned i = 0; i < subject->n_rows; i++) {
		struct value v;

		value_default(&subject->rows[i], &v);
		value_store(&subject->rows[i], item, &v);
	}
}

int subject_find_or_add(const struct subject *subject, struct settings *s, const char *id)
{
	int i = subject_find(subject, s, id);
	unsigned *count;
	char *item;

	if (i >= 0)
		return i;
	count = (unsigned *)((char *)s + subject->count_offset);
	if (*count >= subject->most)
		return -ENOSPC;
	item = subject_item(subject, s, *count);
	memset(item, 0, subject->stride);
	(void)snprintf(item, CHANNEL_ID_MAX, "%s", id);
	item_defaults(subject, item);
	return (int)(*count)++;
}

void schema_defaults(struct settings *s)
{
	/* up to the items, each of which is emptied when it is added */
	memset(s, 0, offsetof(struct settings, converters));
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		if (!subjects[i]->keyed)
			item_defaults(subjects[i], subject_item(subjects[i], s, 0));
}
