// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/fields.h"

#include <string.h>
#include <strings.h>

#include "daemons/webd/fields_internal.h"
#include "daemons/webd/form.h"
#include "lib/base/util.h"

const char fields_malformed_form[] = "the body is no form (application/x-www-form-urlencoded)";
const char fields_twice[] = "a field stands twice in the body: say it once";
const char fields_many[] = "the body has too many fields: at most 10";
const char fields_long[] = "a field is too long: names have at most 23 bytes, values 191";

const char *fields_find(const struct fields *f, const char *name)
{
	for (unsigned i = 0; i < f->n; i++)
		if (streq(f->list[i].name, name))
			return f->list[i].value;
	return NULL;
}

const char *fields_take(struct fields *f)
{
	if (fields_find(f, f->list[f->n].name))
		return fields_twice;
	f->n++;
	return NULL;
}

/* One "name=value". */
static const char *take_pair(struct fields *f, const char *at, const char *end)
{
	const char *equals = memchr(at, '=', (size_t)(end - at));

	if (f->n == FIELDS_MAX)
		return fields_many;
	if (!equals)
		return fields_malformed_form;
	if (end - at >= 3 * FIELD_VALUE_MAX ||
	    !form_decode(at, equals, f->list[f->n].name, FIELD_NAME_MAX) ||
	    !form_decode(equals + 1, end, f->list[f->n].value, FIELD_VALUE_MAX))
		return fields_long;
	return fields_take(f);
}

const char *fields_from_form(struct fields *f, const char *body, size_t len)
{
	const char *at = body, *end = body + len, *why = NULL;

	while (at < end && !why) {
		const char *next = memchr(at, '&', (size_t)(end - at));
		const char *stop = next ? next : end;

		if (stop > at)
			why = take_pair(f, at, stop);
		at = next ? next + 1 : end;
	}
	return why;
}

/* Whether a Content-Type is this one, whatever its parameters. */
static bool is_type(const char *type, const char *name)
{
	size_t n = strlen(name);

	return strncasecmp(type, name, n) == 0 && (strchr("; \t", type[n]) || !type[n]);
}

unsigned fields_read(struct fields *f, const char *type, const char *body, size_t len,
		     const char **ret_why)
{
	f->n = 0;
	f->form = type && is_type(type, "application/x-www-form-urlencoded");
	if (len == 0)
		return 0;
	*ret_why = "the body must be application/json or application/x-www-form-urlencoded";
	if (!f->form && (!type || !is_type(type, "application/json")))
		return 415;
	*ret_why = f->form ? fields_from_form(f, body, len) : fields_from_json(f, body, len);
	return *ret_why ? 400 : 0;
}
