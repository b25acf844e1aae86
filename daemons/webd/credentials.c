// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/credentials.h"

#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A name and a password, and the colon between them. */
#define PLAIN_MAX (ACTOR_NAME_MAX + PASSWORD_MOST + 1)

static bool parse_basic(const char *base64, struct credentials *ret)
{
	unsigned char plain[PLAIN_MAX + 1];
	const char *colon, *text = (const char *)plain;
	int n = b64_pton(base64, plain, PLAIN_MAX);
	bool fits;

	if (n < 0 || memchr(plain, '\0', (size_t)n))
		return false;
	plain[n] = '\0';
	colon = strchr(text, ':');
	fits = colon && (size_t)(colon - text) < sizeof(ret->name) &&
	       strlen(colon + 1) < sizeof(ret->word);
	if (fits) {
		(void)snprintf(ret->name, sizeof(ret->name), "%.*s", (int)(colon - text), text);
		(void)snprintf(ret->word, sizeof(ret->word), "%s", colon + 1);
	}
	secret_wipe(plain, sizeof(plain));
	return fits;
}

static bool parse_token(const char *text, struct credentials *ret)
{
	const char *name = text + strlen(TOKEN_PREFIX), *last = strrchr(text, '_');
	size_t n;

	if (strncmp(text, TOKEN_PREFIX, strlen(TOKEN_PREFIX)) != 0 || last < name)
		return false;
	n = (size_t)(last - name);
	if (n == 0 || n >= sizeof(ret->name) || strlen(last + 1) != TOKEN_DIGITS)
		return false;
	ret->token = true;
	(void)snprintf(ret->name, sizeof(ret->name), "%.*s", (int)n, name);
	(void)snprintf(ret->word, sizeof(ret->word), "%s", last + 1);
	return true;
}

/* What stands behind the scheme, or NULL when it is another one. */
static const char *behind(const char *header, const char *scheme)
{
	size_t n = strlen(scheme);

	if (strncasecmp(header, scheme, n) != 0 || header[n] != ' ')
		return NULL;
	return header + n + strspn(header + n, " ");
}

bool credentials_parse(const char *header, struct credentials *ret)
{
	const char *basic = behind(header, "Basic"), *bearer = behind(header, "Bearer");

	*ret = (struct credentials){ 0 };
	if (basic)
		return parse_basic(basic, ret);
	return bearer && parse_token(bearer, ret);
}

bool cookie_find(const char *header, const char *name, char *ret_value, size_t size)
{
	size_t n = strlen(name), len;

	for (const char *at = header; *at; at += strcspn(at, ";"), at += *at == ';') {
		at += strspn(at, " \t");
		if (strncmp(at, name, n) != 0 || at[n] != '=')
			continue;
		len = strcspn(at + n + 1, "; \t");
		if (len >= size)
			return false;
		memcpy(ret_value, at + n + 1, len);
		ret_value[len] = '\0';
		return true;
	}
	return false;
}
