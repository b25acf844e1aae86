// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/pairs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"

/* Eight certificates of 4096 bits are a quarter of it. */
#define PEM_MAX 65536

struct pem_file {
	char path[FOLDER_MAX + 32];
	char *bytes; /* secret, perhaps */
	size_t len;
	int r;
};

static void pem_done(struct pem_file *f)
{
	if (f->bytes)
		explicit_bzero(f->bytes, f->len);
	free(f->bytes);
}

static void pem_read(struct pem_file *f, const char *folder, const char *name)
{
	*f = (struct pem_file){ 0 };
	(void)snprintf(f->path, sizeof(f->path), "%s/%s", folder, name);
	f->r = file_read(f->path, PEM_MAX, &f->bytes, &f->len);
}

static struct identity_pem pem_of(const struct pem_file *f)
{
	return (struct identity_pem){ f->bytes, f->len };
}

/* ------------------------------------------------------------------ the site's own */

static bool absent(const struct pem_file *f)
{
	return f->r == -ENOENT || f->r == -ENOTDIR;
}

static bool open_to_all(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & S_IRWXO);
}

/* Why the two files cannot be a pair, before anybody looks into them; "" when they can. */
static void look_at_files(const struct pem_file *cert, const struct pem_file *key,
			  char why[PAIRS_WHY_MAX])
{
	const struct pem_file *bad = absent(key) || (key->r < 0 && !absent(cert)) ? key : cert;

	why[0] = '\0';
	if (absent(cert) && absent(key))
		return;
	if (cert->r == 0 && key->r == 0) {
		if (open_to_all(key->path))
			(void)snprintf(why, PAIRS_WHY_MAX,
				       "%s: everybody on this unit may read the key: chmod o= it",
				       key->path);
		return;
	}
	if (bad->r == 0)
		bad = bad == key ? cert : key;
	(void)snprintf(why, PAIRS_WHY_MAX, "%s: %s%s", bad->path,
		       bad->r == -EFBIG ? "more than 64 KiB" : strerror(-bad->r),
		       bad->r == -EACCES ? ": the group rmcu-webd has to read it" : "");
}

static void look_at_own(const char *folder, struct pairs_found *found)
{
	char why[IDENTITY_WHY_MAX];
	struct pem_file cert, key;

	pem_read(&cert, folder, PAIRS_CERT);
	pem_read(&key, folder, PAIRS_KEY);
	look_at_files(&cert, &key, found->own_why);
	if (cert.r == 0 && key.r == 0 && !*found->own_why) {
		if (identity_read(pem_of(&cert), pem_of(&key), &found->own, why) == 0)
			found->own->own = true;
		else
			(void)snprintf(found->own_why, PAIRS_WHY_MAX, "%s: %s", folder, why);
	}
	pem_done(&cert);
	pem_done(&key);
}

/* ------------------------------------------------------------------ ours */

static void add_address(struct identity_subject *s, const struct sockaddr *a)
{
	struct identity_address *to = &s->addresses[s->n_addresses];
	const struct in6_addr *v6;

	if (s->n_addresses == IDENTITY_ADDRESSES_MAX)
		return;
	if (a->sa_family == AF_INET) {
		to->len = 4;
		memcpy(to->bytes, &((const struct sockaddr_in *)a)->sin_addr, 4);
		s->n_addresses++;
	} else if (a->sa_family == AF_INET6) {
		v6 = &((const struct sockaddr_in6 *)a)->sin6_addr;
		/* nobody can type one that needs the name of his own port behind it */
		if (IN6_IS_ADDR_LINKLOCAL(v6))
			return;
		to->len = 16;
		memcpy(to->bytes, v6, 16);
		s->n_addresses++;
	}
}

static void describe(struct identity_subject *s)
{
	static char host[HOST_NAME_MAX + 1];
	struct ifaddrs *all = NULL;

	*s = (struct identity_subject){ .host = host };
	if (gethostname(host, sizeof(host)) < 0)
		host[0] = '\0';
	host[HOST_NAME_MAX] = '\0';
	if (getifaddrs(&all) == 0)
		for (const struct ifaddrs *i = all; i; i = i->ifa_next)
			if (i->ifa_addr && !(i->ifa_flags & IFF_LOOPBACK))
				add_address(s, i->ifa_addr);
	if (all)
		freeifaddrs(all);
	identity_span(instant_read().wall_us / USEC_PER_SEC, RMCU_RELEASED, &s->from_s,
		      &s->until_s);
}

static struct identity *read_made(const char *bytes, size_t len)
{
	const struct identity_pem pem = { bytes, len };
	struct identity *i = NULL;
	char why[IDENTITY_WHY_MAX];

	return identity_read(pem, pem, &i, why) == 0 ? i : NULL;
}

static void make(const char *folder, struct pairs_found *found)
{
	struct text pem = TEXT_INIT;
	struct identity_subject s;
	int r;

	describe(&s);
	r = identity_make(&s, &pem);
	if (r == 0)
		found->made = read_made(pem.bytes, pem.len);
	if (!found->made) {
		(void)snprintf(found->made_why, PAIRS_WHY_MAX, "no certificate can be made: %s",
			       strerror(r < 0 ? -r : EIO));
	} else {
		r = file_replace(folder, PAIRS_MADE, pem.bytes, pem.len, 0600, true);
		if (r < 0)
			(void)snprintf(found->made_why, PAIRS_WHY_MAX,
				       "%s/%s: %s: the next start makes another certificate",
				       folder, PAIRS_MADE, strerror(-r));
	}
	if (pem.bytes)
		explicit_bzero(pem.bytes, pem.len);
	text_done(&pem);
}

/* The one that was made earlier, as long as it is good; one that begins in the future is: then it
 * is our clock that has not begun. */
static void look_at_made(const char *folder, struct pairs_found *found)
{
	struct pem_file kept;

	pem_read(&kept, folder, PAIRS_MADE);
	if (kept.r == 0)
		found->made = read_made(kept.bytes, kept.len);
	pem_done(&kept);
	if (found->made && found->made->until_s <= instant_read().wall_us / USEC_PER_SEC)
		found->made = identity_free(found->made);
	if (!found->made)
		make(folder, found);
}

void pairs_look(const struct pairs_place *place, struct pairs_found *ret)
{
	*ret = (struct pairs_found){ 0 };
	look_at_own(place->own_folder, ret);
	if (!ret->own)
		look_at_made(place->state_folder, ret);
}
