// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A page as its parts, so that only those that changed are sent: a part is an element with the
 * attribute data-live="KEY", whole with what is in it, and parts are in parts. Each remembers when
 * it changed last, so what is new since any moment is known without a memory of old pages.
 *
 * They are found in the bytes of the page itself: whoever writes a page marks an element, and that
 * is all. Nothing that a person has named can be taken for a mark, as html_text() leaves no quote
 * as it is. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"

/* Every channel has three, each output and alarm a few more; what is beyond belongs to the part
 * around it. */
#define PARTS_MAX 1024
/* Parts within parts: a value in a row in a card in the page is four. */
#define PARTS_DEEP 12

struct part {
	size_t begin, inner, inner_end, end; /* in the page: "<b …>", what is in it, "</b>" */
	size_t key, key_len;
	unsigned up;		 /* the part around it; of the first one, which is all, itself */
	uint64_t tag_at, own_at; /* when "<b …>" changed, when what is in it but in no other part */
};

/* Zero-initialise. */
struct parts {
	struct text html;
	struct part *list; /* as they begin; the first is the whole page */
	unsigned n;
	uint64_t at; /* counts changes; 0: there has been no page */
};

void parts_done(struct parts *p);

/*
 * Takes in how the page looks now; the text is empty afterwards. True when anything changed, which
 * is one more in `at`. Without memory nothing is taken in.
 */
bool parts_take(struct parts *p, struct text *html);

/*
 * Adds what changed after `since` as JSON: {"text": {KEY: text}, "html": {KEY: the element}}, or
 * {"whole": true} where that would be more than `most` bytes, or the page around all parts changed.
 */
void parts_changes(const struct parts *p, uint64_t since, size_t most, struct text *out);
