// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/pack.h"

#include <zlib.h>

#include <errno.h>

/* A window of 32 KiB is more than any page has; 16 of it says gzip and not zlib (zlib.h). */
#define WINDOW_BITS (15 + 16)
#define MEMORY	    8

int pack_gzip(struct text *out, const char *bytes, size_t len)
{
	unsigned char piece[4096];
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (unsigned)len };
	int r;

	if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_BITS, MEMORY,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return -ENOMEM;
	do {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		r = deflate(&z, Z_FINISH);
		text_add_n(out, (const char *)piece, sizeof(piece) - z.avail_out);
	} while (r == Z_OK);
	(void)deflateEnd(&z);
	return r == Z_STREAM_END && text_ok(out) ? 0 : -ENOMEM;
}

int unpack_gzip(struct text *out, const char *bytes, size_t len)
{
	unsigned char piece[4096];
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (unsigned)len };
	int r;

	if (inflateInit2(&z, WINDOW_BITS) != Z_OK)
		return -ENOMEM;
	do {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		r = inflate(&z, Z_NO_FLUSH);
		text_add_n(out, (const char *)piece, sizeof(piece) - z.avail_out);
	} while (r == Z_OK);
	(void)inflateEnd(&z);
	if (!text_ok(out) || r == Z_MEM_ERROR)
		return -ENOMEM;
	return r == Z_STREAM_END ? 0 : -EBADMSG;
}
