// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What the head of a request says, and who sent it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemons/webd/http_internal.h"
#include "lib/base/util.h"

/* A longer head leaves no room for that of an answer: its bytes, and what the library notes of each
 * header beside them. */
#define HEAD_MAX      1900
#define HEAD_WITH_MAX 3000
#define HEADER_NOTES  72

bool http_name_peer(struct MHD_Connection *connection, char address[HTTP_ADDRESS_MAX])
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = info ? info->client_addr : NULL;
	const struct in6_addr *ip;
	struct in_addr v4;

	if (a && a->sa_family == AF_INET) {
		v4 = ((const struct sockaddr_in *)a)->sin_addr;
	} else if (a && a->sa_family == AF_INET6) {
		ip = &((const struct sockaddr_in6 *)a)->sin6_addr;
		if (!IN6_IS_ADDR_V4MAPPED(ip)) {
			(void)inet_ntop(AF_INET6, ip, address, HTTP_ADDRESS_MAX);
			return IN6_IS_ADDR_LOOPBACK(ip);
		}
		memcpy(&v4, &ip->s6_addr[12], sizeof(v4));
	} else {
		return false;
	}
	(void)inet_ntop(AF_INET, &v4, address, HTTP_ADDRESS_MAX);
	return ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
}

/* ------------------------------------------------------------------ headers */

bool http_is_crowded(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	size_t size = info ? info->header_size : 0;
	int n = MHD_get_connection_values(connection, MHD_HEADER_KIND, NULL, NULL);

	return size > HEAD_MAX || size + (size_t)MAX(n, 0) * HEADER_NOTES > HEAD_WITH_MAX;
}

bool http_is_long(struct MHD_Connection *connection)
{
	const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
							 MHD_HTTP_HEADER_CONTENT_LENGTH);

	return length && strtoull(length, NULL, 10) > HTTP_BODY_MAX;
}

bool http_takes_gzip(struct MHD_Connection *connection)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
							MHD_HTTP_HEADER_ACCEPT_ENCODING);
	const char *at = value ? strcasestr(value, "gzip") : NULL;
	double weight = 1;

	if (at)
		(void)sscanf(at + strlen("gzip"), " ; q = %lf", &weight);
	return at && weight > 0;
}

const char *http_header(const struct http_request *q, const char *name)
{
	return MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, name);
}

bool http_saves(const struct http_request *q)
{
	const char *word = http_header(q, "Save-Data");

	return word && strcasecmp(word, "on") == 0;
}

/* ------------------------------------------------------------------ arguments */

const char *http_query(const struct http_request *q, const char *name)
{
	return MHD_lookup_connection_value(q->connection, MHD_GET_ARGUMENT_KIND, name);
}

struct search {
	const char *names, *other;
};

static bool is_among(const char *names, const char *name)
{
	const size_t len = strlen(name);

	for (names += strspn(names, " "); *names; names += strspn(names, " ")) {
		size_t n = strcspn(names, " ");

		if (n == len && memcmp(names, name, n) == 0)
			return true;
		names += n;
	}
	return false;
}

static enum MHD_Result look_at(void *ctx, enum MHD_ValueKind kind, const char *key,
			       const char *value)
{
	struct search *s = ctx;

	(void)kind, (void)value;
	/* "a=1&" has a last one without a name */
	if (!*key || is_among(s->names, key))
		return MHD_YES;
	s->other = key;
	return MHD_NO;
}

const char *http_query_other(const struct http_request *q, const char *names)
{
	struct search s = { .names = names };

	(void)MHD_get_connection_values(q->connection, MHD_GET_ARGUMENT_KIND, look_at, &s);
	return s.other;
}
