// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* HTML front to back. Whatever a person has named goes through html_text(). Pure. */
#include "lib/base/text.h"
#include "lib/model/names.h"

/* Adds text, in an element or between double quotes. */
void html_text(struct text *out, const char *s);

/* The same of words that begin a sentence: with a capital letter, where it is one of ASCII and no
 * program's name. */
void html_sentence(struct text *out, const char *s);

/* Adds an argument to the part of an address behind "?", where a sign that means something there is
 * written by its number; none when the value is "". */
void html_argument(struct text *link, const char *name, const char *value);

/* The first again, of a text that grew elsewhere. */
static inline void html_add(struct text *out, const struct text *s)
{
	html_text(out, text_get(s));
}

/* Adds an id, which a narrow column may break behind its `_` and dots and nowhere else. */
void html_id(struct text *out, const char *id);

/* Adds the text that html_text() made this of. */
void html_plain(struct text *out, const char *html, size_t len);

/* Adds the mark of a part that is told anew by itself (parts.h): ` data-live="KIND.ID"`, without
 * KIND where that is NULL. */
void html_live(struct text *out, const char *kind, const char *id);

/* Adds what a form must have with it (RFC 6265bis, 8.8: forged requests). */
struct visitor;
void html_csrf(struct text *out, const struct visitor *who);

/* The class of a chosen colour: it tints a sign or the foot of a switch, and nothing else. */
const char *html_colour(enum colour c);

/* Adds a sign of the page's own set; `words` are its name, NULL when it only repeats what stands
 * beside it. */
void html_sign(struct text *out, const char *class, const char *id, const char *words);
