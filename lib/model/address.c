// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/address.h"

#include <string.h>

#include "lib/base/util.h"

/* RFC 5321, 4.5.3.1.1 */
#define LOCAL_PART_MAX 64
/* E.164 */
#define PHONE_DIGITS_MAX 15
#define PHONE_DIGITS_MIN 3

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char digits[] = "0123456789";

static bool one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool local_valid(const char *p, size_t n)
{
	if (n == 0 || n > LOCAL_PART_MAX || p[0] == '.' || p[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.' && p[i + 1] == '.')
			return false;
		if (!one_of(p[i], letters) && !one_of(p[i], digits) &&
		    !one_of(p[i], ".!#$%&'*+/=?^_`{|}~-"))
			return false;
	}
	return true;
}

/* A name, or a literal address in brackets. */
static bool domain_valid(const char *p)
{
	size_t n = strlen(p);
	bool literal = n > 2 && p[0] == '[' && p[n - 1] == ']';

	if (literal) {
		p++;
		n -= 2;
	}
	if (n == 0 || p[0] == '.' || p[0] == '-' || p[n - 1] == '-')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.' && (i + 1 == n || p[i + 1] == '.'))
			return false;
		if (!one_of(p[i], letters) && !one_of(p[i], digits) &&
		    !one_of(p[i], literal ? ".:" : ".-"))
			return false;
	}
	return true;
}

bool address_mail_valid(const char *address)
{
	const char *at = strrchr(address, '@');

	return at && strlen(address) < ADDRESS_MAX &&
	       local_valid(address, (size_t)(at - address)) && domain_valid(at + 1);
}

bool address_phone_valid(const char *number)
{
	const char *p = number[0] == '+' ? number + 1 : number;
	size_t n = strspn(p, digits);

	return p[n] == '\0' && n >= PHONE_DIGITS_MIN && n <= PHONE_DIGITS_MAX;
}

static const char *behind_scheme(const char *url)
{
	if (strncmp(url, "https://", 8) == 0)
		return url + 8;
	return strncmp(url, "http://", 7) == 0 ? url + 7 : NULL;
}

bool address_url_valid(const char *url)
{
	const char *host = behind_scheme(url);
	size_t n = host ? strcspn(host, "/?#") : 0;

	if (n == 0 || host[0] == ':' || memchr(host, '@', n))
		return false;
	for (const char *p = url; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || one_of(*p, "\"<>\\^`{|}"))
			return false;
	return true;
}

bool address_next(const char **at, char ret_address[ADDRESS_MAX])
{
	size_t n;

	if (!**at)
		return false;
	n = strcspn(*at, ",");
	memcpy(ret_address, *at, MIN(n, (size_t)ADDRESS_MAX - 1));
	ret_address[MIN(n, (size_t)ADDRESS_MAX - 1)] = '\0';
	*at += n + ((*at)[n] == ',');
	return true;
}
