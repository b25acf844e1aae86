// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sources/gpio_in.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "daemons/sensord/sources/input_line.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/model/health.h"

/* A chip that was unplugged is looked for this often. */
#define RETRY_US (500 * USEC_PER_MSEC)
/* Edges taken from one line in a turn: a chattering one must not starve the others. */
#define EDGES_PER_TURN 64

struct input {
	struct gpio_source *source;
	unsigned index;
	const struct settings_channel *set;
	struct input_line *line; /* NULL while it is lost */
	struct loop_fd watch;
	bool told_lost;
};

struct gpio_source {
	struct loop *loop;
	struct loop_timer retry;
	struct gpio_calls calls;
	void *ctx;
	unsigned n;
	struct input inputs[CHANNELS_MAX];
};

static void retry(void *ctx, int64_t now_us);

static void lose(struct input *in, int error)
{
	struct gpio_source *src = in->source;
	char text[TROUBLE_TEXT_MAX];

	if (in->line) {
		loop_unwatch(src->loop, &in->watch);
		in->line = input_line_close(in->line);
	}
	if (!in->told_lost) {
		(void)snprintf(text, sizeof(text),
			       "line '%s'%s%s cannot be read (%s): does the profile name it as "
			       "gpioinfo does, and may rmcu-sensord open the chip?",
			       in->set->line, in->set->chip[0] ? " of chip " : "", in->set->chip,
			       strerror(-error));
		src->calls.presence(src->ctx, in->index, false, text);
		src->calls.trouble(src->ctx, in->set->info.id, text);
	}
	in->told_lost = true;
	loop_arm(src->loop, &src->retry, mono_read_us() + RETRY_US, retry, src);
}

static void line_ready(void *ctx, uint32_t events)
{
	struct input *in = ctx;
	struct gpio_source *src = in->source;
	int r = 0;

	for (int i = 0; i < EDGES_PER_TURN; i++) {
		int64_t mono_us;
		uint32_t lost;
		bool active;

		r = input_line_edge(in->line, &active, &mono_us, &lost);
		if (r <= 0)
			break;
		if (lost)
			src->calls.lost(src->ctx, in->index, lost);
		src->calls.level(src->ctx, in->index, active, mono_us, true);
	}
	if (r < 0)
		lose(in, r);
	else if (r == 0 && events & (EPOLLERR | EPOLLHUP))
		lose(in, -ENODEV);
}

static int try_open(struct input *in)
{
	struct gpio_source *src = in->source;
	bool active;
	int r = input_line_open(in->set->chip, in->set->line, in->set->bias,
				in->set->info.active_low, &in->line);

	if (r < 0)
		return r;
	r = loop_watch(src->loop, &in->watch, input_line_fd(in->line), EPOLLIN, line_ready, in);
	/* The level after the request: edges before it are nobody's. */
	if (r == 0)
		r = input_line_read(in->line, &active);
	if (r < 0)
		return r;
	src->calls.presence(src->ctx, in->index, true, NULL);
	src->calls.trouble(src->ctx, in->set->info.id, NULL);
	src->calls.level(src->ctx, in->index, active, mono_read_us(), false);
	in->told_lost = false;
	return 0;
}

static void retry(void *ctx, int64_t now_us)
{
	struct gpio_source *src = ctx;

	(void)now_us;
	for (unsigned i = 0; i < src->n; i++) {
		int r = src->inputs[i].line ? 0 : try_open(&src->inputs[i]);

		if (r < 0)
			lose(&src->inputs[i], r);
	}
}

int gpio_source_new(struct loop *loop, const struct settings *s, const struct gpio_calls *calls,
		    void *ctx, struct gpio_source **ret_source)
{
	struct gpio_source *src = calloc(1, sizeof(*src));

	if (!src)
		return -ENOMEM;
	src->loop = loop;
	src->calls = *calls;
	src->ctx = ctx;
	for (unsigned i = 0; i < s->n_channels; i++) {
		const struct settings_channel *set = &s->channels[i];

		if (set->info.source != SOURCE_GPIO || set->info.kind != CHANNEL_DIGITAL_IN)
			continue;
		src->inputs[src->n++] = (struct input){ .source = src, .index = i, .set = set };
	}
	if (src->n == 0) {
		*ret_source = gpio_source_free(src);
		return 0;
	}
	retry(src, 0);
	*ret_source = src;
	return 0;
}

struct gpio_source *gpio_source_free(struct gpio_source *src)
{
	if (!src)
		return NULL;
	loop_disarm(src->loop, &src->retry);
	for (unsigned i = 0; i < src->n; i++) {
		/* nobody would ever say that it is well again */
		if (src->inputs[i].told_lost)
			src->calls.trouble(src->ctx, src->inputs[i].set->info.id, NULL);
		if (!src->inputs[i].line)
			continue;
		loop_unwatch(src->loop, &src->inputs[i].watch);
		input_line_close(src->inputs[i].line);
	}
	free(src);
	return NULL;
}

void gpio_source_settings(struct gpio_source *src, const struct settings *s)
{
	for (unsigned i = 0; i < src->n; i++)
		src->inputs[i].set = &s->channels[src->inputs[i].index];
}
