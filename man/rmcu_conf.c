// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors

/*
 * Writes rmcu.conf(5): the frame from man/rmcu.conf.5.in, and in place of its line @SETTINGS@ every
 * setting of the schema. Runs at build time only.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/settings/value.h"

#define LINE_MAX_BYTES 4096 /* of the frame, which people write */
#define MARK	       "@SETTINGS@\n"

/* Plain text as roff: backslashes and hyphens are themselves, no line begins with a control. */
static void put_text(const char *s)
{
	if (*s == '.' || *s == '\'')
		fputs("\\&", stdout);
	for (; *s; s++) {
		if (*s == '\\')
			fputs("\\e", stdout);
		else if (*s == '-')
			fputs("\\-", stdout);
		else
			putchar(*s);
	}
}

/* Sentences on lines of their own, as roff wants them. */
static void put_sentences(const char *s)
{
	const char *end;

	for (; (end = strstr(s, ". ")); s = end + 2) {
		AUTO_FREE char *sentence = strndup(s, (size_t)(end + 1 - s));

		put_text(sentence ? sentence : "");
		putchar('\n');
	}
	put_text(s);
	putchar('\n');
}

static void put_setting(const struct setting *row)
{
	AUTO_TEXT struct text allowed = TEXT_INIT, fallback = TEXT_INIT;
	struct value v;

	value_print_allowed(row, &allowed);
	value_default(row, &v);
	value_print(row, &v, &fallback);
	printf(".TP\n.B %s\n", row->key);
	put_sentences(row->help);
	put_text("Allowed: ");
	put_text(text_get(&allowed));
	fputs(".\n", stdout);
	if (*text_get(&fallback)) {
		put_text("Default: ");
		put_text(text_get(&fallback));
		fputs(".\n", stdout);
	}
	if (row->board)
		fputs("Only a profile sets it.\n", stdout);
	if (row->access == ACCESS_ADMIN)
		fputs("Only members of rmcu\\-admin change it.\n", stdout);
}

static void put_subject(const struct subject *subject)
{
	printf(".SS %s%s\n", subject->name, subject->keyed ? " (each with an id)" : "");
	put_sentences(subject->help);
	for (unsigned i = 0; i < subject->n_rows; i++)
		put_setting(&subject->rows[i]);
}

static void put_settings(void)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (unsigned i = 0; i < n; i++)
		put_subject(subjects[i]);
}

int main(int argc, char *argv[])
{
	AUTO_FCLOSE FILE *frame = argc == 2 ? fopen(argv[1], "re") : NULL;
	char line[LINE_MAX_BYTES];

	if (!frame) {
		fprintf(stderr, "rmcu_conf: the frame is wanted: %s\n",
			argc == 2 ? strerror(errno) : "rmcu.conf.5.in");
		return EXIT_FAILURE;
	}
	while (fgets(line, sizeof(line), frame)) {
		if (strcmp(line, MARK) == 0)
			put_settings();
		else
			fputs(line, stdout);
	}
	return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
