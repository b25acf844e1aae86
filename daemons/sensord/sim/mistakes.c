// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/mistakes.h"

#include <stdarg.h>
#include <stdio.h>

#include "lib/base/nearest.h"

bool mistakes_add(struct mistakes *m, const char *fmt, ...)
{
	char sentence[1024];
	va_list ap;

	m->n++;
	if (m->n == MISTAKES_MAX + 1)
		text_printf(m->out, "%s: there are more than %d mistakes, the rest is not shown\n",
			    m->file, MISTAKES_MAX);
	if (m->n > MISTAKES_MAX)
		return false;
	va_start(ap, fmt);
	(void)vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	if (m->line)
		text_printf(m->out, "%s:%u: %s\n", m->file, m->line, sentence);
	else if (m->file)
		text_printf(m->out, "%s: %s\n", m->file, sentence);
	else
		text_add(m->out, sentence);
	return false;
}

bool mistakes_unknown(struct mistakes *m, const char *what, const char *word,
		      const char *const *words, size_t n)
{
	const char *near = nearest_word(word, words, n);
	char list[512];
	size_t len = 0;

	if (near)
		return mistakes_add(m, "unknown %s '%s', did you mean '%s'?", what, word, near);
	list[0] = '\0';
	for (size_t i = 0; i < n && len < sizeof(list); i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s", i ? ", " : "",
					words[i]);
	return mistakes_add(m, "unknown %s '%s', allowed: %s", what, word, list);
}
