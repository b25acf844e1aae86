// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/cursor.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

TEST(integers_are_little_endian)
{
	static const uint8_t want[] = { 0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x04, 0xfe,
					0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x08,
					0,    0,    0,	  0,	0,    0,    0x80, 0x01 };
	uint8_t buf[sizeof(want)];
	struct cursor c = cursor_writer(buf, sizeof(buf));

	cursor_put_u8(&c, 1);
	cursor_put_u16(&c, 0x0203);
	cursor_put_u32(&c, 0x04050607);
	cursor_put_i64(&c, -2);
	cursor_put_u64(&c, UINT64_C(0x8000000000000008));
	cursor_put_bool(&c, true);
	ASSERT_EQ(cursor_finish(&c), 0);
	ASSERT_EQ(memcmp(buf, want, sizeof(want)), 0);
	c = cursor_reader(want, sizeof(want));
	ASSERT_EQ(cursor_get_u8(&c), 1);
	ASSERT_EQ(cursor_get_u16(&c), 0x0203);
	ASSERT_EQ(cursor_get_u32(&c), 0x04050607);
	ASSERT_EQ(cursor_get_i64(&c), -2);
	ASSERT_EQ(cursor_get_u64(&c), UINT64_C(0x8000000000000008));
	ASSERT_TRUE(cursor_get_bool(&c));
	ASSERT_EQ(cursor_finish(&c), 0);
}

/* Every field at every distance from the end: exactly what fits is written, memory behind stays. */
TEST(no_field_is_written_over_the_end)
{
	static const size_t sizes[] = { 1, 2, 4, 8, 8, 1 };

	for (size_t room = 0; room <= 10; room++) {
		for (size_t field = 0; field < ARRAY_SIZE(sizes); field++) {
			uint8_t *buf = malloc(room ? room : 1); /* the sanitizer guards its end */
			struct cursor c = cursor_writer(buf, room);
			bool fits = sizes[field] <= room;

			switch (field) {
			case 0:
				cursor_put_u8(&c, 0xff);
				break;
			case 1:
				cursor_put_u16(&c, 0xffff);
				break;
			case 2:
				cursor_put_u32(&c, UINT32_MAX);
				break;
			case 3:
				cursor_put_u64(&c, UINT64_MAX);
				break;
			case 4:
				cursor_put_i64(&c, INT64_MIN);
				break;
			case 5:
				cursor_put_bool(&c, true);
				break;
			}
			ASSERT_EQ(c.error, fits ? 0 : -ENOBUFS);
			ASSERT_EQ(c.at - buf, fits ? sizes[field] : 0);
			free(buf);
		}
	}
}

TEST(no_field_is_read_over_the_end)
{
	for (size_t len = 0; len <= 8; len++) {
		uint8_t *bytes = malloc(len ? len : 1);
		struct cursor c;

		memset(bytes, 0x01, len);
		c = cursor_reader(bytes, len);
		ASSERT_EQ(cursor_get_u16(&c), len < 2 ? 0 : 0x0101);
		ASSERT_EQ(c.error, len < 2 ? -EBADMSG : 0);
		c = cursor_reader(bytes, len);
		ASSERT_EQ(cursor_get_u32(&c), len < 4 ? 0 : 0x01010101);
		c = cursor_reader(bytes, len);
		ASSERT_EQ(cursor_get_i64(&c), len < 8 ? 0 : INT64_C(0x0101010101010101));
		ASSERT_EQ(c.error, len < 8 ? -EBADMSG : 0);
		free(bytes);
	}
}

TEST(errors_stick)
{
	uint8_t buf[4] = { 1, 2, 3, 4 };
	struct cursor c = cursor_reader(buf, sizeof(buf));

	ASSERT_EQ(cursor_get_u64(&c), 0);
	ASSERT_EQ(c.error, -EBADMSG);
	/* there would be room for this one */
	ASSERT_EQ(cursor_get_u8(&c), 0);
	ASSERT_EQ(cursor_left(&c), 4);
	ASSERT_EQ(cursor_finish(&c), -EBADMSG);
	c = cursor_writer(buf, sizeof(buf));
	cursor_put_u64(&c, 0);
	cursor_put_u8(&c, 9);
	ASSERT_EQ(c.error, -ENOBUFS);
	ASSERT_EQ(buf[0], 1);
}

TEST(left_over_bytes_are_an_error)
{
	uint8_t buf[2] = { 0 };
	struct cursor c = cursor_reader(buf, sizeof(buf));

	(void)cursor_get_u8(&c);
	ASSERT_EQ(cursor_finish(&c), -EBADMSG);
}

TEST(booleans_and_enums_take_their_values_only)
{
	for (unsigned v = 0; v < 256; v++) {
		uint8_t byte = (uint8_t)v;
		struct cursor c = cursor_reader(&byte, 1);

		(void)cursor_get_bool(&c);
		ASSERT_EQ(c.error, v < 2 ? 0 : -EBADMSG);
		c = cursor_reader(&byte, 1);
		ASSERT_EQ(cursor_get_enum(&c, 7), v < 7 ? v : 0);
		ASSERT_EQ(c.error, v < 7 ? 0 : -EBADMSG);
	}
}

/* Reads a text of `len` bytes at `bytes`, announced as `announced`, into a field of `size`. */
static int read_text(const char *bytes, size_t len, size_t announced, size_t size, char *ret_text)
{
	uint8_t packet[64] = { (uint8_t)announced, (uint8_t)(announced >> 8) };
	char *field = malloc(size);
	struct cursor c;
	int r;

	memcpy(packet + 2, bytes, len);
	c = cursor_reader(packet, 2 + len);
	cursor_get_text(&c, field, size);
	r = cursor_finish(&c);
	(void)snprintf(ret_text, 64, "%s", field);
	free(field);
	return r;
}

TEST(texts_at_every_size_of_their_field)
{
	char text[64];

	for (size_t size = 1; size < 20; size++) {
		for (size_t len = 0; len < 24; len++) {
			int r = read_text("abcdefghijklmnopqrstuvwxyz", len, len, size, text);

			ASSERT_EQ(r, len < size ? 0 : -EBADMSG);
			ASSERT_EQ(strlen(text), len < size ? len : 0);
		}
	}
}

TEST(texts_that_are_refused)
{
	char text[64];

	ASSERT_EQ(read_text("abc", 3, 4, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("abc", 3, 2, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("abc", 3, 0xffff, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\0c", 3, 3, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("abc\0", 4, 4, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\nc", 3, 3, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\x1b[2J", 5, 5, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\x7f", 2, 2, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\xc2\x9b", 3, 3, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\xff", 2, 2, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\xe2\x82", 3, 3, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("a\xc0\xaf", 3, 3, 32, text), -EBADMSG);
	ASSERT_EQ(read_text("25 \xc2\xb0"
			    "C",
			    6, 6, 32, text),
		  0);
	ASSERT_STREQ(text, "25 °C");
}

/* A field that snprintf cut inside a character must not make a packet that no reader takes. */
TEST(a_broken_text_is_put_as_one_that_reads)
{
	static const struct {
		const char *put, *got;
	} cases[] = {
		{ "cut \xe2\x82", "cut ??" },
		{ "a\nb\x7f", "a?b?" },
		{ "\xff°", "?°" },
		{ "csi\xc2\x9bm", "csi??m" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char got[32];
		uint8_t buf[64];
		struct cursor w = cursor_writer(buf, sizeof(buf)), r;

		cursor_put_text(&w, cases[i].put);
		ASSERT_EQ(w.error, 0);
		r = cursor_reader(buf, (size_t)(w.at - buf));
		cursor_get_text(&r, got, sizeof(got));
		ASSERT_EQ(cursor_finish(&r), 0);
		ASSERT_STREQ(got, cases[i].got);
	}
}

TEST(a_text_longer_than_its_length_field_is_no_text)
{
	static char huge[70000];
	static uint8_t buf[80000];
	struct cursor c = cursor_writer(buf, sizeof(buf));

	memset(huge, 'x', sizeof(huge) - 1);
	cursor_put_text(&c, huge);
	ASSERT_EQ(c.error, -ENOBUFS);
	c = cursor_writer(buf, 10);
	cursor_put_text(&c, "123456789");
	ASSERT_EQ(c.error, -ENOBUFS);
}
