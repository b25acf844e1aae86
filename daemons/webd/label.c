// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/label.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "lib/base/util.h"

/* How a key ends whose value has this unit, and what is measured. */
static const struct unit_word {
	const char *word, *unit, *quantity;
} units[] = {
	{ "_s", "s", "time" },
	{ "_ms", "ms", "time" },
	{ "_min", "min", "time" },
	{ "_volts", "V", "voltage" },
	{ "_amps", "A", "current" },
	{ "_watts", "W", "power" },
	{ "_celsius", "°C", "temperature" },
	{ "_percent", "%", "share" },
	{ "_kib", "KiB", "size" },
	{ "_mib", "MiB", "size" },
	{ "_gib", "GiB", "size" },
	{ "_hz", "Hz", "rate" },
};

/* Words that are no words. */
static const struct {
	const char *word, *written;
} names[] = {
	{ "ac", "AC" },	  { "ca", "CA" },   { "csv", "CSV" },	{ "http", "HTTP" },
	{ "lvd", "LVD" }, { "ovp", "OVP" }, { "pwm", "PWM" },	{ "snmp", "SNMP" },
	{ "url", "URL" }, { "web", "Web" }, { "gpio", "GPIO" },
};

/* Longer than any name of a setting. */
#define NAMED_MAX 64

static bool ends_with(const char *key, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len > n && strncmp(key + len - n, word, n) == 0;
}

/* NULL when the key does not say its unit. */
static const struct unit_word *unit_word_of(const struct setting *row)
{
	for (size_t i = 0; row->unit && i < ARRAY_SIZE(units); i++)
		if (streq(units[i].unit, row->unit) &&
		    ends_with(row->key, strlen(row->key), units[i].word))
			return &units[i];
	return NULL;
}

static size_t without_unit(const struct setting *row)
{
	const struct unit_word *u = unit_word_of(row);

	return strlen(row->key) - (u ? strlen(u->word) : 0);
}

static void add_word(struct text *out, const char *word, size_t len, bool first)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strlen(names[i].word) == len && strncmp(names[i].word, word, len) == 0) {
			text_add(out, names[i].written);
			return;
		}
	}
	if (first && len) {
		text_add_char(out, (char)toupper((unsigned char)*word));
		word++;
		len--;
	}
	text_add_n(out, word, len);
}

static void add_words(struct text *out, const char *name, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t n = 0;

		while (at + n < len && name[at + n] != '_')
			n++;
		if (at)
			text_add_char(out, ' ');
		add_word(out, name + at, n, at == 0);
		at += n + 1;
	}
}

void label_add(struct text *out, const char *name)
{
	add_words(out, name, strlen(name));
}

/* As rated_amps and rated_watts, or confirm and confirm_s. */
static bool is_taken(const struct subject *subject, const struct setting *row, size_t len)
{
	for (unsigned i = 0; i < subject->n_rows; i++) {
		const struct setting *other = &subject->rows[i];

		if (other != row && without_unit(other) == len &&
		    strncmp(other->key, row->key, len) == 0)
			return true;
	}
	return false;
}

void label_setting(struct text *out, const struct subject *subject, const struct setting *row)
{
	const struct unit_word *u = unit_word_of(row);
	size_t len = without_unit(row);

	if (row->label) {
		text_add(out, row->label);
		return;
	}
	add_words(out, row->key, len);
	if (u && is_taken(subject, row, len))
		text_printf(out, " %s", u->quantity);
}

/* "pulse_ms" of the same subject, "device.ac_nominal" of another one, or a subject; false: none. */
static bool add_named(struct text *out, const struct subject *subject, const char *word, size_t len)
{
	char name[NAMED_MAX], *dot;
	const struct setting *row;

	if (len >= sizeof(name))
		return false;
	memcpy(name, word, len);
	name[len] = '\0';
	dot = strchr(name, '.');
	if (dot) {
		*dot = '\0';
		subject = schema_subject(name);
	}
	row = subject ? schema_row(subject, dot ? dot + 1 : name) : NULL;
	if (!row && (dot || !schema_subject(name)))
		return false;
	text_add_char(out, '"');
	if (dot || !row)
		label_add(out, name);
	if (dot)
		text_add(out, ": ");
	if (row)
		label_setting(out, subject, row);
	text_add_char(out, '"');
	return true;
}

/* How long a word at s is that may be a key: one with _ or . in it, for "when" is also a word. */
static size_t key_length(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.");

	while (n > 0 && s[n - 1] == '.')
		n--;
	return memchr(s, '_', n) || memchr(s, '.', n) ? n : 0;
}

void label_help(struct text *out, const struct subject *subject, const struct setting *row)
{
	for (const char *s = row->help; *s;) {
		size_t n = key_length(s);

		if (!n || !add_named(out, subject, s, n)) {
			n = strcspn(s, " ");
			n += s[n] == ' ';
			text_add_n(out, s, n);
		}
		s += n;
	}
}
