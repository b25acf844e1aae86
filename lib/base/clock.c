// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"

static int64_t timespec_us(const struct timespec *ts)
{
	return (int64_t)ts->tv_sec * USEC_PER_SEC + ts->tv_nsec / NSEC_PER_USEC;
}

int64_t mono_read_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return timespec_us(&ts);
}

struct instant instant_read(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (struct instant){ .wall_us = timespec_us(&ts), .mono_us = mono_read_us() };
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

void boot_id_read(uint8_t ret_id[16])
{
	AUTO_CLOSE int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	char text[64];
	size_t n = 0;
	ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof(text));

	memset(ret_id, 0, 16);
	for (ssize_t i = 0; i < got && n < 32; i++) {
		int digit = hex_digit(text[i]);

		if (digit < 0)
			continue;
		ret_id[n / 2] = (uint8_t)(ret_id[n / 2] << 4 | digit);
		n++;
	}
}

/* a * b / c without overflow on the way; what does not fit is the largest time there is. */
static int64_t scale(int64_t a, int64_t b, int64_t c)
{
	__int128 v = (__int128)a * b / c;

	return v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

/* Times come from a snapshot: absurd ones must not overflow. */
static int64_t later(int64_t us, int64_t by)
{
	return __builtin_add_overflow(us, by, &us) ? INT64_MAX : us;
}

void clock_follow(struct clock *c, struct instant published, uint32_t rate_milli,
		  int64_t own_mono_us)
{
	c->base = published;
	c->heard_us = own_mono_us;
	c->rate_milli = rate_milli;
	c->following = true;
}

struct instant clock_now(struct clock *c, int64_t own_mono_us)
{
	struct instant now;

	if (!c->following) {
		now = instant_read();
		now.mono_us = own_mono_us;
	} else {
		int64_t since = scale(MAX(own_mono_us - c->heard_us, 0), c->rate_milli, 1000);

		now.wall_us = later(c->base.wall_us, since);
		now.mono_us = later(c->base.mono_us, since);
	}
	/* A late snapshot may lie behind what was already handed out; delays must not run back. */
	now.mono_us = MAX(now.mono_us, c->last_mono_us);
	c->last_mono_us = now.mono_us;
	return now;
}

int64_t clock_wait_us(struct clock *c, int64_t mono_us, int64_t own_mono_us)
{
	int64_t now_us = clock_now(c, own_mono_us).mono_us;
	uint32_t rate = c->following && c->rate_milli ? c->rate_milli : 1000;
	int64_t left, wait;

	if (mono_us <= now_us)
		return 0;
	if (__builtin_sub_overflow(mono_us, now_us, &left))
		left = INT64_MAX;
	wait = scale(left, 1000, rate);
	/* Rounded up: a timer that fires a moment early would fire twice. */
	return wait < INT64_MAX && scale(wait, rate, 1000) < left ? wait + 1 : wait;
}

void clock_format_utc(int64_t wall_us, char ret_text[CLOCK_RFC3339_MAX])
{
	int64_t micros = wall_us % USEC_PER_SEC;
	time_t seconds = (time_t)(wall_us / USEC_PER_SEC);
	char date[CLOCK_RFC3339_MAX - 6];
	struct tm tm;

	/* C rounds towards zero; before 1970 that is the wrong second */
	if (micros < 0) {
		micros += USEC_PER_SEC;
		seconds--;
	}
	if (!gmtime_r(&seconds, &tm) || !strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm)) {
		(void)snprintf(ret_text, CLOCK_RFC3339_MAX, "unknown");
		return;
	}
	(void)snprintf(ret_text, CLOCK_RFC3339_MAX, "%.24s.%03dZ", date,
		       (int)(micros / USEC_PER_MSEC));
}
