// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/line.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemons/sensord/outputs/chip.h"
#include "lib/base/cleanup.h"
#include "lib/base/hash.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/*
 * A chip that is bound again, or that udev gives to us late in a slow boot, is driven within a
 * moment: an alarm may wait for it. As often as inputs are tried.
 */
#define BACKOFF_FIRST_US (100 * USEC_PER_MSEC)
#define BACKOFF_MOST_US	 (500 * USEC_PER_MSEC)

/* How long a chip may be gone before it is noticed although nobody drives the line. */
#define CHECK_US USEC_PER_SEC

static uint32_t wiring_hash(const struct line *l)
{
	uint64_t hash = HASH_FNV1A_START;

	/* With the NUL, so that "ab" + "c" is not "a" + "bc". */
	hash = hash_fnv1a(hash, l->chip, strlen(l->chip) + 1);
	hash = hash_fnv1a(hash, l->name, strlen(l->name) + 1);
	hash = hash_fnv1a(hash, &(char){ l->active_low ? 1 : 0 }, 1);
	return (uint32_t)(hash ^ hash >> 32);
}

void line_init(struct line *l, const struct settings_channel *ch, const char *dev_folder)
{
	*l = (struct line){ .fd = -1, .dev_folder = dev_folder };
	(void)snprintf(l->chip, sizeof(l->chip), "%s", ch->chip);
	(void)snprintf(l->name, sizeof(l->name), "%s", ch->line);
	l->active_low = ch->info.active_low;
	(void)snprintf(l->consumer, sizeof(l->consumer), "%s", ch->info.id);
	(void)snprintf(l->store_name, sizeof(l->store_name), "line.%s.%08" PRIx32, ch->info.id,
		       wiring_hash(l));
}

bool line_same(const struct line *l, const struct settings_channel *ch)
{
	return streq(l->consumer, ch->info.id) && streq(l->chip, ch->chip) &&
	       streq(l->name, ch->line) && l->active_low == ch->info.active_low;
}

static void lost(struct line *l, int64_t now_us)
{
	l->backoff_us = l->backoff_us ? MIN(2 * l->backoff_us, BACKOFF_MOST_US) : BACKOFF_FIRST_US;
	l->retry_us = now_us + l->backoff_us;
}

static void gained(struct line *l, int64_t now_us)
{
	l->why[0] = '\0';
	l->backoff_us = 0;
	l->check_us = now_us + CHECK_US;
}

/* Remembers the chip's device, to see without asking the hardware whether it is still the same. */
static void remember_chip(struct line *l, const char *path)
{
	struct stat st;

	l->chip_path[0] = '\0';
	if (strlen(path) >= sizeof(l->chip_path) || stat(path, &st) < 0)
		return;
	(void)snprintf(l->chip_path, sizeof(l->chip_path), "%s", path);
	l->chip_dev = st.st_rdev;
	l->chip_ino = st.st_ino;
}

static bool chip_still_there(const struct line *l)
{
	struct pollfd p = { .fd = l->fd };
	struct stat st;

	/* Linux 6.7 and later hang the line up when its chip goes. */
	if (poll(&p, 1, 0) > 0 && p.revents & (POLLHUP | POLLERR))
		return false;
	if (!l->chip_path[0])
		return true;
	return stat(l->chip_path, &st) == 0 && st.st_rdev == l->chip_dev &&
	       st.st_ino == l->chip_ino;
}

/* A line that does not answer is no line: neither here nor in the store. */
static void drop(struct line *l, int error, int64_t now_us)
{
	(void)snprintf(l->why, sizeof(l->why), "its line does not answer: %s",
		       strerrordesc_np(-error));
	line_release(l);
	lost(l, now_us);
}

/* A stored descriptor: left alone when it is as commanded. */
static int adopt(struct line *l, int fd, bool active, int64_t now_us)
{
	struct chip_line where;
	char why[LINE_WHY_MAX];
	int r = chip_get(fd);

	/* Reading only shows that the chip answers: a pin may read like what was commanded although
	 * its latch never heard of it. Setting what is set moves nothing. */
	if (r >= 0)
		r = chip_set(fd, active);
	l->fd = fd;
	l->stored = true;
	if (r < 0) {
		drop(l, r, now_us);
		return r;
	}
	if (chip_find(l->dev_folder, l->chip, l->name, &where, why, sizeof(why)) == 0)
		remember_chip(l, where.path);
	gained(l, now_us);
	return 0;
}

/* The manager's queue may be full for a moment: then line_run offers the line again. */
static void store(struct line *l)
{
	int r = notify_store(l->store_name, l->fd);

	l->stored = r >= 0;
	if (r < 0)
		log_warning_errno(r, "line of '%s': not stored, a kill would move it; retrying",
				  l->consumer);
}

static int request(struct line *l, bool active, int64_t now_us)
{
	struct chip_line where;
	int fd, r;

	r = chip_find(l->dev_folder, l->chip, l->name, &where, l->why, sizeof(l->why));
	if (r == 0) {
		r = chip_request(&where, l->consumer, l->active_low, active, &fd);
		if (r < 0)
			(void)snprintf(l->why, sizeof(l->why), "its line cannot be had: %s",
				       r == -EBUSY ? "another program holds it"
						   : strerrordesc_np(-r));
	}
	if (r < 0) {
		lost(l, now_us);
		return r;
	}
	l->fd = fd;
	/* Before anything is changed with it: from here on a kill moves nothing. */
	store(l);
	remember_chip(l, where.path);
	gained(l, now_us);
	return 0;
}

int line_open(struct line *l, struct passed *passed, bool active, int64_t now_us)
{
	int fd = passed ? passed_take(passed, l->store_name) : -ENOENT;

	if (fd >= 0 && adopt(l, fd, active, now_us) == 0)
		return 0;
	return request(l, active, now_us);
}

int line_set(struct line *l, bool active, int64_t now_us)
{
	int r;

	if (l->fd < 0)
		return -ENODEV;
	r = chip_set(l->fd, active);
	if (r < 0)
		drop(l, r, now_us);
	return r;
}

void line_run(struct line *l, bool active, int64_t now_us)
{
	if (l->fd < 0) {
		if (now_us >= l->retry_us)
			(void)request(l, active, now_us);
		return;
	}
	if (now_us < l->check_us)
		return;
	l->check_us = now_us + CHECK_US;
	if (!l->stored)
		store(l);
	if (!chip_still_there(l)) {
		int r = chip_get(l->fd);

		if (r < 0)
			drop(l, r, now_us);
	}
}

int64_t line_next_us(const struct line *l)
{
	return l->fd < 0 ? l->retry_us : l->check_us;
}

const char *line_why(const struct line *l)
{
	return l->why[0] ? l->why : NULL;
}

void line_release(struct line *l)
{
	if (l->fd < 0)
		return;
	(void)notify_unstore(l->store_name);
	line_close(l);
}

void line_close(struct line *l)
{
	if (l->fd >= 0)
		(void)close(TAKE_FD(l->fd));
}
