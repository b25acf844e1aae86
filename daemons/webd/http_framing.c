// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Whether it is clear where a request ends. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemons/webd/http_internal.h"
#include "lib/base/util.h"

struct framing {
	unsigned hosts, lengths, encodings;
	bool doubtful;
	const char *length, *encoding;
};

/* RFC 9110, 5.6.2: what the name of a header consists of. */
static bool is_token(const char *name)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	if (!*name)
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr(others, *name))
			return false;
	return true;
}

static bool has_controls(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value < ' ' && *value != '\t')
			return true;
	return false;
}

/*
 * The library takes "Content-Length : 3" for a header of another name, and a value that goes on in
 * the next line for a part of the name: "Content-Length3". Whoever stands before us may read a
 * length there.
 */
static bool is_mangled(const char *key)
{
	static const char *const names[] = { MHD_HTTP_HEADER_CONTENT_LENGTH,
					     MHD_HTTP_HEADER_TRANSFER_ENCODING };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strncasecmp(key, names[i], strlen(names[i])) == 0 && key[strlen(names[i])])
			return true;
	return false;
}

static enum MHD_Result count_header(void *ctx, enum MHD_ValueKind kind, const char *key,
				    const char *value)
{
	struct framing *f = ctx;

	(void)kind;
	f->hosts += strcasecmp(key, MHD_HTTP_HEADER_HOST) == 0;
	if (strcasecmp(key, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
		f->lengths++;
		f->length = value;
	} else if (strcasecmp(key, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
		f->encodings++;
		f->encoding = value;
	}
	f->doubtful |= !is_token(key) || is_mangled(key) || has_controls(value ? value : "");
	return MHD_YES;
}

/*
 * Where a request ends must be beyond doubt (RFC 9112, 6.3): two readers of one that says it twice
 * see two requests each.
 */
bool http_is_framed(struct MHD_Connection *connection, const char *method)
{
	bool bodiless = streq(method, MHD_HTTP_METHOD_GET) || streq(method, MHD_HTTP_METHOD_HEAD);
	struct framing f = { 0 };

	(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_header, &f);
	if (f.doubtful || f.hosts != 1 || f.lengths + f.encodings > 1)
		return false;
	/* of another encoding nobody here knows the end */
	if (f.encoding && strcasecmp(f.encoding, "chunked") != 0)
		return false;
	return !bodiless || (!f.encoding && (!f.length || strtoull(f.length, NULL, 10) == 0));
}
