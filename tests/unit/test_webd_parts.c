// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A page as its parts: what of it changed since when. */
#include "daemons/webd/parts.h"

#include <string.h>

#include "tests/unit/test.h"

static struct parts p;
static struct text out;

static bool take(const char *html)
{
	struct text page = TEXT_INIT;

	text_add(&page, html);
	return parts_take(&p, &page);
}

static const char *changes(uint64_t since)
{
	text_clear(&out);
	parts_changes(&p, since, 4096, &out);
	return text_get(&out);
}

static void begin(const char *html)
{
	parts_done(&p);
	ASSERT_TRUE(take(html));
	ASSERT_EQ(p.at, 1);
}

TEST(a_text_is_told_as_text)
{
	begin("<p>A <b data-live=\"v\">1</b></p>");
	ASSERT_FALSE(take("<p>A <b data-live=\"v\">1</b></p>"));
	ASSERT_EQ(p.at, 1);
	ASSERT_STREQ(changes(1), "{\"text\":{},\"html\":{}}");
	ASSERT_TRUE(take("<p>A <b data-live=\"v\">&lt;i&gt; &amp;amp; &quot;&#39;&nbsp;&</b></p>"));
	ASSERT_EQ(p.at, 2);
	ASSERT_STREQ(changes(1), "{\"text\":{\"v\":\"<i> &amp; \\\"'&nbsp;&\"},\"html\":{}}");
	ASSERT_STREQ(changes(2), "{\"text\":{},\"html\":{}}");
}

TEST(the_least_part_that_covers_it)
{
	begin("<ul data-live=\"l\"><li data-live=\"a\"><b data-live=\"x\">1</b></li>"
	      "<li data-live=\"b\">2</li></ul>");
	/* a class: the row, with the value in it */
	take("<ul data-live=\"l\"><li data-live=\"a\" class=\"bad\"><b data-live=\"x\">3</b></li>"
	     "<li data-live=\"b\">2</li></ul>");
	ASSERT_STREQ(changes(1), "{\"text\":{},\"html\":{\"a\":\"<li data-live=\\\"a\\\" "
				 "class=\\\"bad\\\"><b data-live=\\\"x\\\">3</b></li>\"}}");
	/* the value alone */
	take("<ul data-live=\"l\"><li data-live=\"a\" class=\"bad\"><b data-live=\"x\">4</b></li>"
	     "<li data-live=\"b\">2</li></ul>");
	ASSERT_STREQ(changes(2), "{\"text\":{\"x\":\"4\"},\"html\":{}}");
	/* both: who stands at 1 gets the row as it is now */
	ASSERT_CONTAINS(changes(1), ">4</b></li>\"}}");
	/* a row is gone: the list */
	take("<ul data-live=\"l\"><li data-live=\"b\">2</li></ul>");
	ASSERT_STREQ(changes(3), "{\"text\":{},\"html\":{\"l\":\"<ul data-live=\\\"l\\\"><li "
				 "data-live=\\\"b\\\">2</li></ul>\"}}");
	/* and comes back, as it was: that is a change again */
	take("<ul data-live=\"l\"><li data-live=\"b\">2</li><li data-live=\"a\">1</li></ul>");
	ASSERT_CONTAINS(changes(4), "{\"l\":");
	/* other order */
	take("<ul data-live=\"l\"><li data-live=\"a\">1</li><li data-live=\"b\">2</li></ul>");
	ASSERT_CONTAINS(changes(5), "{\"l\":");
}

TEST(what_goes_back_is_told_too)
{
	begin("<b data-live=\"v\">1</b>");
	take("<b data-live=\"v\">2</b>");
	take("<b data-live=\"v\">1</b>");
	ASSERT_EQ(p.at, 3);
	ASSERT_STREQ(changes(2), "{\"text\":{\"v\":\"1\"},\"html\":{}}");
	ASSERT_STREQ(changes(1), "{\"text\":{\"v\":\"1\"},\"html\":{}}");
}

TEST(elements_in_parts_end_where_they_end)
{
	begin("<div data-live=\"d\"><div><div></div></div><svg><path d=\"\"/></svg><br></div>"
	      "<link data-live=\"i\" href=\"a\"><b data-live=\"v\">1</b>");
	ASSERT_EQ(p.n, 4);
	ASSERT_EQ(memcmp(p.html.bytes + p.list[1].inner_end, "</div><link", 11), 0);
	ASSERT_EQ(p.list[3].up, 0);
	take("<div data-live=\"d\"><div><div></div></div><svg><path d=\"\"/></svg><br></div>"
	     "<link data-live=\"i\" href=\"b\"><b data-live=\"v\">1</b>");
	ASSERT_STREQ(changes(1), "{\"text\":{},\"html\":{\"i\":\"<link data-live=\\\"i\\\" "
				 "href=\\\"b\\\">\"}}");
}

TEST(what_is_in_no_part_is_all)
{
	begin("<p>a</p><b data-live=\"v\">1</b>");
	take("<p>b</p><b data-live=\"v\">2</b>");
	ASSERT_STREQ(changes(1), "{\"whole\":true}");
	take("<p>b</p><b data-live=\"v\">3</b>");
	ASSERT_STREQ(changes(2), "{\"text\":{\"v\":\"3\"},\"html\":{}}");
}

TEST(much_is_all)
{
	begin("<b data-live=\"v\">1</b>");
	take("<b data-live=\"v\">a longer text</b>");
	text_clear(&out);
	parts_changes(&p, 1, 20, &out);
	ASSERT_STREQ(text_get(&out), "{\"whole\":true}");
}

/* Names are text: none of them makes a part, or ends one. */
TEST(names_make_no_parts)
{
	begin("<p data-live=\"a\">&lt;b data-live=&quot;c&quot;&gt; data-live=&quot;d&quot; "
	      "&lt;/p&gt;</p>");
	ASSERT_EQ(p.n, 2);
	ASSERT_EQ(p.list[1].end, p.html.len);
}

TEST(more_parts_than_there_can_be)
{
	struct text page = TEXT_INIT;

	parts_done(&p);
	for (unsigned i = 0; i < PARTS_MAX + 10; i++)
		text_printf(&page, "<b data-live=\"%u\">1</b>", i);
	ASSERT_TRUE(parts_take(&p, &page));
	ASSERT_EQ(p.n, PARTS_MAX);
	for (unsigned i = 0; i < PARTS_DEEP + 10; i++)
		text_printf(&page, "<b data-live=\"%u\">", i);
	ASSERT_TRUE(parts_take(&p, &page));
	ASSERT_EQ(p.n, PARTS_DEEP);
	/* no page at all is none */
	ASSERT_FALSE(parts_take(&p, &page));
	parts_done(&p);
	text_done(&out);
}
