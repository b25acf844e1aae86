// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/html.h"

#include <ctype.h>
#include <string.h>

#include "daemons/webd/visitor.h"
#include "lib/base/util.h"

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void html_text(struct text *out, const char *s)
{
	const char *from = s, *e;

	for (; *s; s++) {
		e = entity(*s);
		if (!e)
			continue;
		text_add_n(out, from, (size_t)(s - from));
		text_add(out, e);
		from = s + 1;
	}
	text_add_n(out, from, (size_t)(s - from));
}

void html_argument(struct text *link, const char *name, const char *value)
{
	if (!*value)
		return;
	text_printf(link, "%s%s=", link->len ? "&" : "", name);
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;

		if (isalnum(c) || strchr("-_.", c))
			text_add_char(link, (char)c);
		else
			text_printf(link, "%%%02X", c);
	}
}

void html_id(struct text *out, const char *id)
{
	for (; *id; id++) {
		const char piece[2] = { *id };

		html_text(out, piece);
		if ((*id == '_' || *id == '.') && id[1])
			text_add(out, "<wbr>");
	}
}

void html_plain(struct text *out, const char *html, size_t len)
{
	static const char specials[] = "&<>\"'";
	const char *end = html + len, *e;
	size_t skip;

	while (html < end) {
		skip = 1;
		for (const char *c = specials; *html == '&' && *c && skip == 1; c++) {
			e = entity(*c);
			if ((size_t)(end - html) >= strlen(e) && memcmp(html, e, strlen(e)) == 0) {
				text_add_char(out, *c);
				skip = strlen(e);
			}
		}
		if (skip == 1)
			text_add_char(out, *html);
		html += skip;
	}
}

void html_live(struct text *out, const char *kind, const char *id)
{
	text_printf(out, " data-live=\"%s%s", kind ? kind : "", kind ? "." : "");
	html_text(out, id);
	text_add_char(out, '"');
}

/* The name of a program is what it is, wherever it stands. */
static bool names_program(const char *s)
{
	static const char *const names[] = { "rmcu-", "sensord",   "alarmd",  "loggerd", "notifyd",
					     "webd",  "settingsd", "agentxd", "psctl" };
	size_t len;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		len = strlen(names[i]);
		if (strncmp(s, names[i], len) == 0 &&
		    (names[i][len - 1] == '-' || s[len] == '\0' || strchr(" :,.", s[len])))
			return true;
	}
	return false;
}

void html_sentence(struct text *out, const char *s)
{
	bool small = *s >= 'a' && *s <= 'z' && !names_program(s);
	const char first[2] = { (char)(small ? *s - 'a' + 'A' : *s) };

	html_text(out, first);
	html_text(out, *s ? s + 1 : s);
}

const char *html_colour(enum colour c)
{
	static const char *const classes[COLOUR_MAX] = {
		[COLOUR_GREY] = "u-grey",
		[COLOUR_GREEN] = "u-green",
		[COLOUR_RED] = "u-red",
	};

	return classes[c];
}

void html_sign(struct text *out, const char *class, const char *id, const char *words)
{
	text_printf(out, "<svg class=\"%s\" viewBox=\"0 0 24 24\" ", class);
	if (words) {
		text_add(out, "role=\"img\" aria-label=\"");
		html_text(out, words);
		text_add(out, "\"");
	} else {
		text_add(out, "aria-hidden=\"true\"");
	}
	text_printf(out, "><use href=\"#%s\"/></svg>", id);
}

void html_csrf(struct text *out, const struct visitor *who)
{
	text_printf(out, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", who->csrf);
}
