// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/parts.h"

#include <stdlib.h>
#include <string.h>

#include "daemons/webd/html.h"
#include "lib/base/json.h"

static const char mark[] = " data-live=\"";

void parts_done(struct parts *p)
{
	text_done(&p->html);
	free(p->list);
	*p = (struct parts){ 0 };
}

/* ------------------------------------------------------------------ where they are */

struct tag {
	const char *begin, *end; /* "<b …>": behind its ">" */
	const char *name;
	size_t name_len;
	bool closes, alone; /* "</b>"; "<b/>", or one that never has an end */
};

struct scan {
	const char *page, *end;
	struct part *list;
	unsigned n;
	unsigned open[PARTS_DEEP], n_open; /* parts whose end is still to come */
	unsigned same[PARTS_DEEP];	   /* elements of the same name that are open in each */
};

static bool is_named(const struct tag *t, const char *name, size_t len)
{
	return t->name_len == len && memcmp(t->name, name, len) == 0;
}

/* Those of HTML that have no end and that a page of ours has. */
static bool is_void(const struct tag *t)
{
	static const char *const names[] = { "br", "img", "input", "link", "meta" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (is_named(t, names[i], strlen(names[i])))
			return true;
	return false;
}

/* The next tag at or behind `at`; false when there is none. */
static bool next_tag(const char *at, const char *end, struct tag *t)
{
	const char *close;

	t->begin = memchr(at, '<', (size_t)(end - at));
	close = t->begin ? memchr(t->begin, '>', (size_t)(end - t->begin)) : NULL;
	if (!close)
		return false;
	t->end = close + 1;
	t->closes = t->begin[1] == '/';
	t->name = t->begin + (t->closes ? 2 : 1);
	t->name_len = 0;
	while (t->name + t->name_len < close && !strchr(" /\n", t->name[t->name_len]))
		t->name_len++;
	t->alone = close[-1] == '/' || is_void(t);
	return true;
}

/* A part begins with this tag, when it has a mark. */
static bool begin_part(struct scan *s, const struct tag *t)
{
	const char *key = memmem(t->begin, (size_t)(t->end - t->begin), mark, strlen(mark));
	const char *quote;
	struct part *p;

	if (!key || s->n == PARTS_MAX || s->n_open == PARTS_DEEP)
		return false;
	key += strlen(mark);
	quote = memchr(key, '"', (size_t)(t->end - key));
	if (!quote)
		return false;
	p = &s->list[s->n];
	*p = (struct part){
		.begin = (size_t)(t->begin - s->page),
		.inner = (size_t)(t->end - s->page),
		.inner_end = (size_t)(t->end - s->page),
		.end = (size_t)(t->end - s->page),
		.key = (size_t)(key - s->page),
		.key_len = (size_t)(quote - key),
		.up = s->open[s->n_open - 1],
	};
	if (!t->alone) {
		s->same[s->n_open] = 0;
		s->open[s->n_open++] = s->n;
	}
	s->n++;
	return true;
}

static void see_tag(struct scan *s, const struct tag *t)
{
	struct part *in = &s->list[s->open[s->n_open - 1]];
	const char *name = s->page + in->begin + 1;

	if (!t->closes && begin_part(s, t))
		return;
	/* of the tags in a part only those of its own name say where it ends */
	if (s->n_open == 1 || t->alone || !is_named(t, name, t->name_len) ||
	    !strchr(" >", name[t->name_len]))
		return;
	if (!t->closes) {
		s->same[s->n_open - 1]++;
	} else if (s->same[s->n_open - 1] > 0) {
		s->same[s->n_open - 1]--;
	} else {
		in->inner_end = (size_t)(t->begin - s->page);
		in->end = (size_t)(t->end - s->page);
		s->n_open--;
	}
}

/* As many as there can be at most, with the page itself. */
static unsigned count_marks(const struct text *html)
{
	const char *at = html->bytes, *end = html->bytes + html->len;
	unsigned n = 1;

	while (n < PARTS_MAX && (at = memmem(at, (size_t)(end - at), mark, strlen(mark)))) {
		at += strlen(mark);
		n++;
	}
	return n;
}

/* Fills in a list with room for count_marks(); returns how many. */
static unsigned find(const struct text *html, struct part *list)
{
	struct scan s = {
		.page = html->bytes,
		.end = html->bytes + html->len,
		.list = list,
		.n = 1,
		.n_open = 1,
	};
	const char *at = s.page;
	struct tag t;

	list[0] = (struct part){ .inner_end = html->len, .end = html->len };
	for (; next_tag(at, s.end, &t); at = t.end)
		see_tag(&s, &t);
	/* a page that ends in the middle: so do its parts */
	for (; s.n_open > 1; s.n_open--)
		list[s.open[s.n_open - 1]].inner_end = list[s.open[s.n_open - 1]].end = html->len;
	return s.n;
}

/* ------------------------------------------------------------------ what changed */

static bool same_bytes(const struct parts *a, size_t a_from, size_t a_to, const struct parts *b,
		       size_t b_from, size_t b_to)
{
	return a_to - a_from == b_to - b_from &&
	       memcmp(a->html.bytes + a_from, b->html.bytes + b_from, a_to - a_from) == 0;
}

static bool same_key(const struct parts *a, const struct part *pa, const struct parts *b,
		     const struct part *pb)
{
	return same_bytes(a, pa->key, pa->key + pa->key_len, b, pb->key, pb->key + pb->key_len);
}

/* The first part in `in` from the list's place `i` on; NULL when there is no more. */
static const struct part *child(const struct parts *p, const struct part *in, unsigned *i)
{
	for (; *i < p->n && p->list[*i].begin < in->end; (*i)++)
		if (&p->list[p->list[*i].up] == in)
			return &p->list[(*i)++];
	return NULL;
}

/* Whether the same stands in both, but for what the parts in them say. */
static bool same_own(const struct parts *a, const struct part *pa, const struct parts *b,
		     const struct part *pb)
{
	unsigned ia = (unsigned)(pa - a->list) + 1, ib = (unsigned)(pb - b->list) + 1;
	size_t at_a = pa->inner, at_b = pb->inner;
	const struct part *ca, *cb;

	for (;;) {
		ca = child(a, pa, &ia);
		cb = child(b, pb, &ib);
		if (!ca || !cb)
			return ca == cb &&
			       same_bytes(a, at_a, pa->inner_end, b, at_b, pb->inner_end);
		if (!same_key(a, ca, b, cb) || !same_bytes(a, at_a, ca->begin, b, at_b, cb->begin))
			return false;
		at_a = ca->end;
		at_b = cb->end;
	}
}

/* The part of this key as it was; it mostly stands where it stood. */
static const struct part *before(const struct parts *old, const struct parts *p,
				 const struct part *now)
{
	unsigned i = (unsigned)(now - p->list);

	if (i < old->n && same_key(old, &old->list[i], p, now))
		return &old->list[i];
	for (i = 1; i < old->n; i++)
		if (same_key(old, &old->list[i], p, now))
			return &old->list[i];
	return NULL;
}

/* Whether anything changed; notes of each part when. */
static bool compare(const struct parts *old, struct parts *p)
{
	uint64_t at = old->at + 1;
	bool any = old->n != p->n;

	for (unsigned i = 0; i < p->n; i++) {
		struct part *now = &p->list[i];
		const struct part *was = before(old, p, now);

		now->tag_at = now->own_at = at;
		if (was && same_bytes(old, was->begin, was->inner, p, now->begin, now->inner))
			now->tag_at = was->tag_at;
		if (was && same_own(old, was, p, now))
			now->own_at = was->own_at;
		any |= now->tag_at == at || now->own_at == at;
	}
	return any;
}

bool parts_take(struct parts *p, struct text *html)
{
	struct parts now = { .html = *html };
	bool any;

	*html = TEXT_INIT;
	if (text_ok(&now.html) && now.html.len > 0)
		now.list = calloc(count_marks(&now.html), sizeof(*now.list));
	if (!now.list) {
		text_done(&now.html);
		return false;
	}
	now.n = find(&now.html, now.list);
	any = compare(p, &now);
	now.at = p->at + any;
	parts_done(p);
	*p = now;
	return any;
}

/* ------------------------------------------------------------------ telling it */

static void add_part(const struct parts *p, const struct part *part, struct json *j, bool as_text)
{
	AUTO_TEXT struct text key = TEXT_INIT, value = TEXT_INIT;
	const char *bytes = p->html.bytes;

	text_add_n(&key, bytes + part->key, part->key_len);
	if (as_text)
		html_plain(&value, bytes + part->inner, part->inner_end - part->inner);
	else
		text_add_n(&value, bytes + part->begin, part->end - part->begin);
	j->out->failed |= key.failed || value.failed;
	json_string(j, text_get(&key), text_get(&value));
}

/* The outermost parts that changed, of those that are no more than a text the texts, else the
 * others. */
static void add_changes(const struct parts *p, uint64_t since, struct json *j, bool texts)
{
	size_t past = 0;

	for (unsigned i = 1; i < p->n; i++) {
		const struct part *part = &p->list[i];
		bool is_text = part->tag_at <= since && !memchr(p->html.bytes + part->inner, '<',
								part->inner_end - part->inner);

		if (part->begin < past || (part->tag_at <= since && part->own_at <= since))
			continue;
		past = part->end;
		if (is_text == texts)
			add_part(p, part, j, texts);
	}
}

void parts_changes(const struct parts *p, uint64_t since, size_t most, struct text *out)
{
	AUTO_TEXT struct text changes = TEXT_INIT;
	struct json j;

	json_begin(&j, &changes, false);
	json_object(&j, NULL);
	for (unsigned texts = 2; texts-- > 0;) {
		json_object(&j, texts ? "text" : "html");
		add_changes(p, since, &j, texts);
		json_object_end(&j);
	}
	json_object_end(&j);
	if (p->n == 0 || p->list[0].own_at > since || changes.len > most)
		text_add(out, "{\"whole\":true}");
	else
		text_add_n(out, text_get(&changes), changes.len);
	out->failed |= changes.failed;
}
