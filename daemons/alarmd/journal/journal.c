// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/journal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/alarmd/journal/disk.h"
#include "daemons/alarmd/journal/readers.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/wire/event.h"
#include "lib/wire/msg.h"

/* An event without any text is 115 bytes. */
#define QUEUE_EVENTS_MAX 2048

struct journal {
	struct journal_calls calls;
	void *ctx;
	struct disk *disk;
	struct packets *queue;	/* added, not told as committed */
	struct readers readers; /* with those that were told */

	struct keys changes;	/* since the last hand-over */
	bool gathered;		/* something waits for the hand-over */
	struct chain_mark last; /* the event added last */
	struct event stamp;	/* time and boot of the last one that came, kept or lost */
	uint64_t lost_untold;
	unsigned begins_told;
	struct disk_report report;
	struct journal_status status;
};

/* ------------------------------------------------------------------ adding */

/* The hand-over is in the next turn of the loop, with all that comes in this one. */
static void gather(struct journal *j)
{
	if (!j->gathered)
		disk_wake_loop(j->disk);
	j->gathered = true;
}

/* True when it is what a reader will take. */
static bool well_formed(const uint8_t *packet, int len)
{
	struct cursor c = cursor_reader(packet, (size_t)len);
	struct msg_head head;
	struct event e;

	return msg_get_head(&c, &head) == 0 && msg_event_get(&c, &e) == 0;
}

static uint64_t append(struct journal *j, struct event *e)
{
	uint8_t packet[EVENT_PACKET_MAX];
	int len;

	e->number = j->last.number + 1;
	chain_hash(j->last.hash, e, e->hash);
	len = msg_event_put(packet, sizeof(packet), e);
	if (len < 0 || !well_formed(packet, len) || !packets_fit(j->queue, (size_t)len)) {
		e->number = 0;
		return 0;
	}
	packets_put(j->queue, packet, (size_t)len);
	j->last.number = e->number;
	memcpy(j->last.hash, e->hash, sizeof(j->last.hash));
	j->status.waiting++;
	gather(j);
	return e->number;
}

/* An event of the journal itself, in the time of the last one that came. */
static bool append_own(struct journal *j, enum event_kind kind, int64_t value, const char *text)
{
	struct event e = { .kind = kind, .now = j->stamp.now, .value = value };

	e.flags = j->stamp.flags & EVENT_FLAG_WALL_INSANE;
	memcpy(e.boot_id, j->stamp.boot_id, sizeof(e.boot_id));
	if (e.now.wall_us == 0) {
		e.now = instant_read();
		boot_id_read(e.boot_id);
	}
	(void)snprintf(e.text, sizeof(e.text), "%s", text);
	return append(j, &e) > 0;
}

/* What the journal has to say of itself comes before anything else; false when there is no room. */
static bool tell_own(struct journal *j)
{
	if (j->begins_told != j->report.begins) {
		if (!append_own(j, EVENT_JOURNAL_BEGUN, 0, j->report.begun))
			return false;
		j->begins_told = j->report.begins;
	}
	if (j->lost_untold > 0) {
		if (!append_own(j, EVENT_EVENTS_LOST, (int64_t)j->lost_untold * MICRO,
				"neither the disk nor memory had room for them"))
			return false;
		j->lost_untold = 0;
	}
	return true;
}

uint64_t journal_add(struct journal *j, struct event *e)
{
	uint64_t number = 0;

	j->stamp = *e;
	if (j->status.ready && tell_own(j))
		number = append(j, e);
	if (number == 0) {
		e->number = 0;
		j->lost_untold++;
		j->status.lost++;
	}
	return number;
}

int journal_keep(struct journal *j, const char *key, const void *bytes, size_t len)
{
	int r;

	if (j->changes.size > KEYS_SIZE_MAX)
		return -ENOMEM;
	r = keys_put(&j->changes, key, bytes, len);
	if (r == 0)
		gather(j);
	return r;
}

/* ------------------------------------------------------------------ what the thread has done */

static void hand_over(struct journal *j)
{
	if (j->gathered && disk_hand_over(j->disk, j->last.number, &j->changes))
		j->gathered = false;
}

/* The first report: where numbers go on, and what was kept. */
static void open_up(struct journal *j, const struct keys *kept)
{
	j->last = j->report.head;
	packets_restart(j->queue, j->last.number + 1);
	readers_restart(&j->readers, j->last.number + 1);
	for (const struct key *k = kept->first; k && j->calls.kept; k = k->next)
		j->calls.kept(j->ctx, k->name, k->bytes, k->len);
	j->status.ready = true;
	(void)tell_own(j);
	if (j->calls.opened)
		j->calls.opened(j->ctx, j->report.begins > 0, j->report.set_aside);
}

static void tell(struct journal *j, const uint8_t *packet, size_t len)
{
	struct cursor c = cursor_reader(packet, len);
	struct msg_head head;
	struct event e;

	if (j->calls.committed && msg_get_head(&c, &head) == 0 && msg_event_get(&c, &e) == 0)
		j->calls.committed(j->ctx, &e);
}

static void tell_committed(struct journal *j)
{
	while (j->queue->first != j->queue->next && j->queue->first <= j->report.head.number) {
		size_t len;
		const uint8_t *packet = packets_at(j->queue, j->queue->first, &len);

		readers_add(&j->readers, packet, len);
		j->status.head = j->queue->first;
		memcpy(j->status.head_hash, packet + len - EVENT_HASH_SIZE, EVENT_HASH_SIZE);
		j->status.waiting--;
		tell(j, packet, len);
		packets_drop(j->queue);
	}
}

static void take_status(struct journal *j)
{
	const struct disk_report *r = &j->report;
	struct journal_status *s = &j->status;

	memcpy(s->id, r->id, sizeof(s->id));
	s->anchor = r->anchor.number;
	memcpy(s->anchor_hash, r->anchor.hash, sizeof(s->anchor_hash));
	s->head = r->head.number;
	memcpy(s->head_hash, r->head.hash, sizeof(s->head_hash));
	s->bytes = r->bytes;
	s->checked = r->checked;
	s->stuck = r->stuck;
	_Static_assert(sizeof(s->trouble) == sizeof(r->trouble), "the same sentence");
	memcpy(s->trouble, r->trouble, sizeof(s->trouble));
}

static void ask_page(struct journal *j)
{
	uint64_t from = readers_ask(&j->readers);

	if (from)
		disk_want_page(j->disk, from);
}

void journal_ready(struct journal *j)
{
	struct disk_report before = j->report;
	struct keys kept = { 0 };
	struct page *page = NULL;
	bool changed;

	hand_over(j);
	disk_collect(j->disk, &j->report, &kept, &page);
	if (j->report.begins != before.begins && j->calls.begun)
		j->calls.begun(j->ctx, j->report.set_aside);
	changed = page || memcmp(&before, &j->report, sizeof(before)) != 0;
	if (page)
		readers_take(&j->readers, page);
	if (!j->status.ready && j->report.opened) {
		take_status(j);
		open_up(j, &kept);
	}
	if (j->status.ready) {
		tell_committed(j);
		take_status(j);
		(void)tell_own(j);
	}
	keys_done(&kept);
	if (changed && j->calls.moved)
		j->calls.moved(j->ctx);
	ask_page(j);
}

int journal_packet(struct journal *j, uint64_t *at, void *buf, size_t size)
{
	int len;

	if (!j->status.ready)
		return 0;
	len = readers_packet(&j->readers, j->status.anchor, j->status.head, at, buf, size);
	if (len == 0)
		ask_page(j);
	return len;
}

/* ------------------------------------------------------------------ the rest */

int journal_new(const char *folder, const struct journal_limits *limits,
		const struct journal_calls *calls, void *ctx, struct journal **ret_journal)
{
	struct journal *j = calloc(1, sizeof(*j));
	int r;

	if (!j)
		return -ENOMEM;
	j->calls = *calls;
	j->ctx = ctx;
	r = packets_new(JOURNAL_QUEUE_BYTES, QUEUE_EVENTS_MAX, &j->queue);
	if (r == 0)
		r = readers_init(&j->readers);
	if (r == 0)
		r = disk_new(folder, limits, j->queue, &j->disk);
	if (r < 0) {
		(void)journal_free(j);
		return r;
	}
	*ret_journal = j;
	return 0;
}

struct journal *journal_free(struct journal *j)
{
	if (!j)
		return NULL;
	if (j->disk)
		hand_over(j);
	if (disk_free(j->disk))
		(void)packets_free(j->queue);
	else
		log_error("the disk does not answer: %" PRIu64 " events are not written",
			  j->status.waiting);
	readers_done(&j->readers);
	keys_done(&j->changes);
	free(j);
	return NULL;
}

int journal_fd(const struct journal *j)
{
	return disk_fd(j->disk);
}

void journal_set_limits(struct journal *j, const struct journal_limits *limits)
{
	disk_set_limits(j->disk, limits);
}

void journal_get_status(const struct journal *j, struct journal_status *ret_status)
{
	*ret_status = j->status;
}
