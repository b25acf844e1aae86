// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/syslog.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemons/alarmd/kept.h"
#include "daemons/alarmd/syslog_format.h"
#include "lib/base/log.h"
#include "lib/present/event.h"
#include "lib/wire/chain.h"
#include "lib/wire/event.h"

#define NATIVE_SOCKET "/run/systemd/journal/socket"
#define DEV_LOG	      "/dev/log"

/* Where systemd started us, its journal takes native datagrams. */
static bool under_systemd(void)
{
	return getenv("INVOCATION_ID") && access(NATIVE_SOCKET, F_OK) == 0;
}

static void choose(struct syslog *l)
{
	const char *wanted = getenv("RMCU_SYSLOG");
	const char *path = DEV_LOG;

	l->native = under_systemd();
	if (l->native)
		path = NATIVE_SOCKET;
	if (wanted && strncmp(wanted, "native:", 7) == 0) {
		l->native = true;
		path = wanted + 7;
	} else if (wanted && strncmp(wanted, "5424:", 5) == 0) {
		l->native = false;
		path = wanted + 5;
	} else if (wanted) {
		path = "";
	}
	(void)snprintf(l->path, sizeof(l->path), "%s", path);
}

static int connect_socket(struct syslog *l)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (l->fd >= 0)
		return 0;
	(void)memcpy(address.sun_path, l->path, sizeof(address.sun_path) - 1);
	l->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		return -errno;
	if (connect(l->fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		int r = -errno;

		(void)close(l->fd);
		l->fd = -1;
		return r;
	}
	return 0;
}

void syslog_open(struct syslog *l)
{
	*l = (struct syslog){ .fd = -1, .at = 1 };
	choose(l);
}

void syslog_close(struct syslog *l)
{
	if (l->fd >= 0)
		(void)close(l->fd);
	l->fd = -1;
}

void syslog_from(struct syslog *l, uint64_t number)
{
	l->at = number;
	l->kept = number - 1;
}

/* True when it is out of our hands: sent, or such that no later try could send it. */
static bool send_text(struct syslog *l, const struct text *datagram)
{
	if (connect_socket(l) < 0)
		return false;
	if (send(l->fd, text_get(datagram), datagram->len, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
		return true;
	if (errno == EMSGSIZE)
		return true;
	/* the log daemon was restarted: its new socket is another one */
	if (errno == ECONNREFUSED || errno == ENOTCONN || errno == ECONNRESET)
		syslog_close(l);
	return false;
}

static void write_event(const struct syslog *l, struct text *datagram, const struct event *e,
			const char *message)
{
	char host[64] = "";

	if (l->native) {
		syslog_format_native(datagram, e, message);
		return;
	}
	(void)gethostname(host, sizeof(host) - 1);
	syslog_format_5424(datagram, e, message, host, (int)getpid());
}

static bool send_event(struct syslog *l, const struct event *e, const struct msg_hello *table)
{
	AUTO_TEXT struct text message = TEXT_INIT, datagram = TEXT_INIT;
	const struct present_table t = {
		.channels = table->channels,
		.n_channels = table->n_channels,
		.style = { .fahrenheit = table->fahrenheit },
	};

	present_event_words(&message, e, &t);
	write_event(l, &datagram, e, text_get(&message));
	return !text_ok(&datagram) || send_text(l, &datagram);
}

/* With the next transaction, whatever makes it: a line more costs no write of its own. A kill
 * before that sends what was not kept once more. */
static void keep_cursor(struct syslog *l, struct journal *j)
{
	uint8_t bytes[16];
	int len = kept_put_number(bytes, sizeof(bytes), l->at - 1);

	if (l->kept == l->at - 1)
		return;
	l->kept = l->at - 1;
	(void)journal_keep(j, KEPT_SYSLOG, bytes, (size_t)len);
}

bool syslog_run(struct syslog *l, struct journal *j, const struct msg_hello *table)
{
	uint8_t packet[EVENT_PACKET_MAX];
	bool left = false;

	if (!*l->path)
		return false;
	while (!left) {
		uint64_t next = l->at;
		struct cursor c;
		struct msg_head head;
		struct event e;
		int len = journal_packet(j, &next, packet, sizeof(packet));

		if (len <= 0)
			break;
		c = cursor_reader(packet, (size_t)len);
		left = msg_get_head(&c, &head) == 0 && head.type == MSG_EVENT &&
		       msg_event_get(&c, &e) == 0 && !send_event(l, &e, table);
		if (!left)
			l->at = next;
	}
	/* also of a part: after a restart it is not sent again */
	keep_cursor(l, j);
	return left;
}

bool syslog_head(struct syslog *l, struct instant now, uint64_t head,
		 const uint8_t hash[EVENT_HASH_SIZE])
{
	AUTO_TEXT struct text message = TEXT_INIT, datagram = TEXT_INIT;
	struct event e = { .kind = EVENT_NOTE, .number = head, .now = now };
	char hex[CHAIN_TEXT_MAX];

	if (!*l->path)
		return true;
	memcpy(e.hash, hash, sizeof(e.hash));
	chain_text(hash, hex);
	text_printf(&message, "head of the journal: event %" PRIu64 ", sha256 %s", head, hex);
	write_event(l, &datagram, &e, text_get(&message));
	return send_text(l, &datagram);
}
