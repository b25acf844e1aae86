// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The one description of every setting: a table a subject (schema_SUBJECT.c). Loading, defaults,
 * text in and out, JSON, saving, help and the manual page all run over these rows; nothing else
 * knows a key.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/settings/settings.h"

/* "channels" + "." + an id + "." + the longest key, rounded up. */
#define SETTINGS_PATH_MAX 96
/* A hash as crypt(5) writes it: yescrypt's has 73 bytes. */
#define SECRET_MAX 128

enum setting_type {
	SETTING_BOOL,
	SETTING_INTEGER,
	SETTING_DECIMAL, /* millionths in memory */
	SETTING_TEXT,
	SETTING_CHOICE, /* one word of an enum's table */
	SETTING_TIME,	/* "HH:MM" of the local day, minutes in memory */
	SETTING_SECRET, /* has no member: secrets.h */
	SETTING_TYPE_MAX,
};

/* Which program has the file of a secret. */
enum secret_reader {
	SECRET_WEBD,
	SECRET_NOTIFYD,
	SECRET_READER_MAX,
};

/* Which characters a text may have. */
enum text_set {
	TEXT_SET_PRINTABLE, /* UTF-8 without control characters */
	TEXT_SET_WORD,	    /* printable ASCII without spaces, quotes and backslashes */
	TEXT_SET_FILE, /* a file's name without a folder: letters, digits, - _ and inner dots */
	TEXT_SET_ID,   /* an id: [a-z][a-z0-9_]* */
	TEXT_SET_IDS,  /* ids with one space between; lib/settings/ids.h takes them apart */
	TEXT_SET_MAX,
};

/* The right that a change needs (S98). */
enum setting_access {
	ACCESS_CONTROL,
	ACCESS_ADMIN,
	SETTING_ACCESS_MAX,
};

/* What a text refers to; check.c sees that it is there and of the right kind. */
enum setting_reference {
	REFERENCE_NONE,
	REFERENCE_CHANNEL,
	REFERENCE_OUTPUT,
	REFERENCE_CONVERTER,
	REFERENCE_ALARM,
	SETTING_REFERENCE_MAX,
};

/* An enum and its words. */
struct choice {
	const char *(*to_name)(int v);
	int (*from_name)(const char *name);
	int n;
};

/* Masks of channel kinds. */
#define KIND_ANALOG  (1U << CHANNEL_ANALOG_IN)
#define KIND_INPUT   (1U << CHANNEL_DIGITAL_IN)
#define KIND_OUTPUT  (1U << CHANNEL_DIGITAL_OUT)
#define KIND_DIGITAL (KIND_INPUT | KIND_OUTPUT)

/* One setting. `offset` and `size` find its member in the subject's structure. */
struct setting {
	const char *key;
	const char *label; /* what a form calls it; NULL: the words of the key */
	enum setting_type type;
	size_t offset, size;
	int64_t fallback;	   /* the default; a decimal's in millionths, a choice's value */
	const char *fallback_text; /* the default of a text; NULL is "" */
	int64_t min, max;	   /* integer; decimal in millionths; time in minutes */
	const int64_t *only;	   /* integer: just these, ended by 0; NULL when all of the range */
	const char *unit;	   /* behind the number, "" or NULL without one */
	bool channel_unit; /* decimal: in the unit of the channel that the item is or names */
	const struct choice *choice;
	enum text_set set;
	enum setting_reference reference;
	enum secret_reader reader; /* of a secret */
	enum setting_access access;
	bool hashed;	  /* secret: only a hash of it is kept */
	bool optional;	  /* decimal: may be "unset" */
	unsigned kinds;	  /* of a channel: those that it is for, as KIND_…; 0 is all */
	bool wiring;	  /* what changes when the wires do: forms fold it */
	bool board;	  /* what the board can: the profile says it, no other layer */
	const char *help; /* whole sentences */
};

/* One subject: a structure, or a table of them with ids ("keyed"). */
struct subject {
	const char *name;
	const char *help;
	const struct setting *rows;
	unsigned n_rows;
	bool keyed;	       /* then the items begin with their id, and */
	unsigned most;	       /* at most so many */
	size_t count_offset;   /* where struct settings counts them */
	size_t offset, stride; /* the first one in struct settings, and the size of one */
};

extern const struct subject subject_site, subject_device, subject_sampling, subject_sim,
	subject_converters, subject_channels, subject_interlocks, subject_alarms,
	subject_alarm_system, subject_schedules, subject_logging, subject_journal, subject_history,
	subject_snmp, subject_web, subject_users, subject_tokens, subject_mail, subject_recipients,
	subject_signs_of_life;

/* More items than any subject has, for lists on the stack. */
#define SUBJECT_ITEMS_MAX ALARM_RULES_MAX
_Static_assert(SUBJECT_ITEMS_MAX >= CHANNELS_MAX, "channels are the other long list");

/* All subjects in the order of files and pages. */
const struct subject *const *schema_subjects(unsigned *ret_n);

/* The subject of this name, or NULL. */
const struct subject *schema_subject(const char *name);

/* The row of this key, or NULL. */
const struct setting *schema_row(const struct subject *subject, const char *key);

/* The subject's name that is nearest to a wrong one, or NULL. */
const char *schema_nearest_subject(const char *name);

/* The key that is nearest to a wrong one, or NULL. */
const char *schema_nearest_key(const struct subject *subject, const char *key);

/* How many items the settings have of it: 1 for a subject without ids. */
unsigned subject_count(const struct subject *subject, const struct settings *s);

/* The i-th item; `i` below subject_count. */
void *subject_item(const struct subject *subject, struct settings *s, unsigned i);
const void *subject_item_const(const struct subject *subject, const struct settings *s, unsigned i);

/* The id of an item of a keyed subject, "" of any other. */
const char *subject_item_id(const struct subject *subject, const void *item);

/* Index of the item with this id (any id when not keyed), or -ENOENT. */
int subject_find(const struct subject *subject, const struct settings *s, const char *id);

/* Index of the item with this id, added with its defaults if it was not there; -ENOSPC when full.
 */
int subject_find_or_add(const struct subject *subject, struct settings *s, const char *id);

/*
 * Empties the settings and fills in the default of every row of the subjects without ids. Items
 * that are not counted any more are left as they are: their memory is not touched.
 */
void schema_defaults(struct settings *s);

const char *secret_reader_to_name(enum secret_reader v);
const char *setting_type_to_name(enum setting_type v);
const char *setting_access_to_name(enum setting_access v);
const char *setting_reference_to_name(enum setting_reference v);
