// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/html.h"

#include "daemons/webd/visitor.h"

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

void html_sentence(struct text *out, const char *s)
{
	const char first[2] = { (char)(*s >= 'a' && *s <= 'z' ? *s - 'a' + 'A' : *s) };

	html_text(out, first);
	html_text(out, *s ? s + 1 : s);
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
