// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* HTML, and what is packed for the line. */
#include "daemons/webd/html.h"

#include <errno.h>
#include <zlib.h>

#include "daemons/webd/pack.h"
#include "tests/unit/test.h"

static struct text out;

TEST(what_a_person_named_is_text)
{
	text_clear(&out);
	html_text(&out, "a<b>\"c\" & 'd'</b>\xc3\xa4");
	ASSERT_STREQ(text_get(&out), "a&lt;b&gt;&quot;c&quot; &amp; &#39;d&#39;&lt;/b&gt;\xc3\xa4");
	text_clear(&out);
	html_text(&out, "");
	ASSERT_STREQ(text_get(&out), "");
}

TEST(sentences)
{
	text_clear(&out);
	html_sentence(&out, "sensord does not answer");
	html_sentence(&out, "rmcu-alarmd");
	html_sentence(&out, "notifyd");
	html_sentence(&out, "sensordless");
	ASSERT_STREQ(text_get(&out), "sensord does not answerrmcu-alarmdnotifydSensordless");
	text_clear(&out);
	html_sentence(&out, "on <battery>");
	html_sentence(&out, "");
	html_sentence(&out, "\xc3\xa4");
	html_sentence(&out, "<");
	ASSERT_STREQ(text_get(&out), "On &lt;battery&gt;\xc3\xa4&lt;");
}

TEST(signs)
{
	text_clear(&out);
	html_sign(&out, "i", "ok", "a \"b\"");
	ASSERT_CONTAINS(text_get(&out), "role=\"img\" aria-label=\"a &quot;b&quot;\"");
	ASSERT_CONTAINS(text_get(&out), "<use href=\"#ok\"/>");
	text_clear(&out);
	html_sign(&out, "i", "ok", NULL);
	ASSERT_CONTAINS(text_get(&out), "aria-hidden=\"true\"");
}

TEST(an_id_breaks_behind_its_words)
{
	text_clear(&out);
	html_id(&out, "volts_battery.quality");
	ASSERT_STREQ(text_get(&out), "volts_<wbr>battery.<wbr>quality");
	text_clear(&out);
	html_id(&out, "<_");
	ASSERT_STREQ(text_get(&out), "&lt;_");
}

TEST(packed_and_back)
{
	static char bytes[100000], back[sizeof(bytes)];
	struct text packed = TEXT_INIT, unpacked = TEXT_INIT;
	z_stream z = { .next_out = (unsigned char *)back, .avail_out = sizeof(back) };

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)((i * i) >> 7);
	ASSERT_OK(pack_gzip(&packed, bytes, sizeof(bytes)));
	ASSERT_LT(packed.len, sizeof(bytes));
	z.next_in = (unsigned char *)packed.bytes;
	z.avail_in = (unsigned)packed.len;
	/* gzip's own frame and no other */
	ASSERT_EQ(inflateInit2(&z, 15 + 16), Z_OK);
	ASSERT_EQ(inflate(&z, Z_FINISH), Z_STREAM_END);
	ASSERT_EQ(z.total_out, sizeof(bytes));
	ASSERT_EQ(memcmp(back, bytes, sizeof(bytes)), 0);
	ASSERT_EQ(inflateEnd(&z), Z_OK);
	ASSERT_OK(unpack_gzip(&unpacked, packed.bytes, packed.len));
	ASSERT_EQ(unpacked.len, sizeof(bytes));
	ASSERT_EQ(memcmp(unpacked.bytes, bytes, sizeof(bytes)), 0);
	text_clear(&unpacked);
	ASSERT_EQ(unpack_gzip(&unpacked, packed.bytes, packed.len / 2), -EBADMSG);
	text_clear(&unpacked);
	ASSERT_EQ(unpack_gzip(&unpacked, bytes, sizeof(bytes)), -EBADMSG);
	text_done(&unpacked);
	text_done(&packed);
}
