// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sources/iio.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "daemons/sensord/sources/reader.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/model/health.h"

/* A bus that delivers nothing for this long hangs; before that its values are stale. */
#define SILENT_US (1 * USEC_PER_SEC)

struct bus {
	struct reader *reader;
	int64_t heard_us; /* when the last set came */
	bool silent;
	bool troubled;		   /* told so */
	bool absent[CHANNELS_MAX]; /* by place in the plan: its last reading failed */
	int last_error;
};

struct iio_source {
	struct loop *loop;
	struct loop_fd wake;
	struct iio_calls calls;
	void *ctx;
	unsigned n;
	struct bus buses[CONVERTERS_MAX];
	struct reader_set scratch;
};

static const struct settings_converter *converter_of(const struct settings *s, const char *id)
{
	for (unsigned i = 0; i < s->n_converters; i++)
		if (streq(s->converters[i].id, id))
			return &s->converters[i];
	return NULL;
}

/* Everything that hangs on one bus is read by one thread. */
static unsigned plan_buses(const struct settings *s, struct reader_plan *plans)
{
	unsigned n = 0;

	for (unsigned i = 0; i < s->n_channels; i++) {
		const struct settings_channel *c = &s->channels[i];
		const struct settings_converter *converter = converter_of(s, c->converter);
		struct reader_input *in;
		unsigned b = 0;

		if (c->info.source != SOURCE_IIO || !converter)
			continue;
		while (b < n && !streq(plans[b].bus, converter->bus))
			b++;
		if (b == n) {
			n++;
			plans[b].n = 0;
			plans[b].period_us = USEC_PER_SEC / s->sampling.rate_hz;
			(void)snprintf(plans[b].bus, sizeof(plans[b].bus), "%s", converter->bus);
		}
		in = &plans[b].inputs[plans[b].n++];
		in->index = i;
		in->converter = *converter;
		(void)snprintf(in->input, sizeof(in->input), "%s", c->input);
	}
	return n;
}

static void tell_trouble(struct iio_source *src, struct bus *b, unsigned absent)
{
	const struct reader_plan *plan = reader_plan(b->reader);
	char subject[TROUBLE_SUBJECT_MAX], text[TROUBLE_TEXT_MAX];

	if (!b->silent && !absent && !b->troubled)
		return;
	b->troubled = b->silent || absent;
	(void)snprintf(subject, sizeof(subject), "bus %.26s", plan->bus);
	if (b->silent)
		(void)snprintf(text, sizeof(text),
			       "the bus does not answer: look for a chip that "
			       "holds it, then dmesg");
	else
		(void)snprintf(text, sizeof(text),
			       "%u of %u inputs cannot be read (%s): is the converter wired, and "
			       "does its label fit the profile? see iio_info",
			       absent, plan->n, strerror(-b->last_error));
	src->calls.trouble(src->ctx, subject, b->troubled ? text : NULL);
}

static void take_set(struct iio_source *src, struct bus *b)
{
	const struct reader_plan *plan = reader_plan(b->reader);
	const struct reader_set *set = &src->scratch;
	unsigned absent = 0;

	for (unsigned i = 0; i < plan->n; i++) {
		unsigned index = plan->inputs[i].index;
		bool failed = set->values[i].error != 0;

		src->calls.reading(src->ctx, index, failed ? QUALITY_FAULT : QUALITY_OK,
				   set->values[i].micro, set->values[i].mono_us);
		if (failed)
			b->last_error = set->values[i].error;
		if (failed != b->absent[i])
			src->calls.presence(src->ctx, index, !failed);
		b->absent[i] = failed;
		absent += failed;
	}
	b->heard_us = set->mono_us;
	b->silent = false;
	tell_trouble(src, b, absent);
}

static void woken(void *ctx, uint32_t events)
{
	struct iio_source *src = ctx;
	uint64_t count;

	(void)events;
	(void)!read(src->wake.fd, &count, sizeof(count));
	for (unsigned i = 0; i < src->n; i++)
		if (reader_take(src->buses[i].reader, &src->scratch))
			take_set(src, &src->buses[i]);
}

void iio_source_tick(struct iio_source *src, int64_t now_us)
{
	for (unsigned i = 0; i < src->n; i++) {
		struct bus *b = &src->buses[i];
		const struct reader_plan *plan = reader_plan(b->reader);

		if (now_us - b->heard_us <= MAX(SILENT_US, 2 * plan->period_us))
			continue;
		for (unsigned k = 0; k < plan->n; k++) {
			src->calls.reading(src->ctx, plan->inputs[k].index, QUALITY_FAULT, 0,
					   now_us);
			if (!b->absent[k])
				src->calls.presence(src->ctx, plan->inputs[k].index, false);
			b->absent[k] = true;
		}
		b->silent = true;
		tell_trouble(src, b, plan->n);
	}
}

static int start_readers(struct iio_source *src, const struct settings *s, int64_t now_us)
{
	struct reader_plan *plans = calloc(CONVERTERS_MAX, sizeof(*plans));
	unsigned n;
	int r = 0;

	if (!plans)
		return -ENOMEM;
	n = plan_buses(s, plans);
	for (unsigned i = 0; i < n && r == 0; i++) {
		r = reader_start(&plans[i], src->wake.fd, &src->buses[i].reader);
		if (r < 0)
			break;
		src->buses[i].heard_us = now_us;
		src->n++;
	}
	free(plans);
	return r;
}

int iio_source_new(struct loop *loop, const struct settings *s, const struct iio_calls *calls,
		   void *ctx, struct iio_source **ret_source)
{
	struct iio_source *src = calloc(1, sizeof(*src));
	int fd, r;

	if (!src)
		return -ENOMEM;
	src->loop = loop;
	src->calls = *calls;
	src->ctx = ctx;
	fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0) {
		r = -errno;
		goto err_free;
	}
	r = loop_watch(loop, &src->wake, fd, EPOLLIN, woken, src);
	if (r < 0) {
		(void)close(fd);
		goto err_free;
	}
	r = start_readers(src, s, mono_read_us());
	if (r < 0) {
		iio_source_free(src, 0);
		return r;
	}
	*ret_source = src->n ? src : iio_source_free(src, 0);
	return 0;
err_free:
	free(src);
	return r;
}

/* What was told of a bus ends with it: nobody would ever say that it is well again. */
static void forget_bus(struct iio_source *src, struct bus *b)
{
	b->silent = false;
	tell_trouble(src, b, 0);
}

struct iio_source *iio_source_free(struct iio_source *src, int64_t wait_us)
{
	if (!src)
		return NULL;
	for (unsigned i = 0; i < src->n; i++) {
		forget_bus(src, &src->buses[i]);
		reader_ask_to_stop(src->buses[i].reader);
	}
	for (unsigned i = 0; i < src->n; i++)
		reader_free(src->buses[i].reader, wait_us);
	loop_unwatch(src->loop, &src->wake);
	(void)close(src->wake.fd);
	free(src);
	return NULL;
}
