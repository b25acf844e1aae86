// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/session.h"

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/library/snmp_transport.h>

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* agentx-Ping-PDU (RFC 2741, 6.1). The library's headers keep its number to themselves, and its own
 * way of sending one waits for the answer. */
#define AGENTX_PING 13
#define PING_US	    (1 * USEC_PER_SEC)

/* A master that does not answer for so long hangs. Nothing is sent twice: the way to it loses
 * nothing. */
#define ANSWER_US (6 * USEC_PER_SEC)

/* What the library asks it waits for, the registration of each MIB: that may take so long in all.
 */
#define REGISTERED_WITHIN_US (2 * USEC_PER_SEC)

/* Half an hour is for ever: seconds, of which a long on a small board holds 2147 as microseconds.
 */
#define FOR_EVER_S 2000

/* One that lives reads on; a queue that stays full has somebody at its end who does not. */
#define ROOM_WITHIN_US (500 * USEC_PER_MSEC)

/* net-snmp has one session with one master, and so has this. */
static struct {
	struct loop *loop;
	netsnmp_session *to;
	const struct session_calls *calls;
	struct loop_timer ping;
	int64_t asked_us;	  /* the ping that is not answered, own time; 0: none */
	int64_t registered_by_us; /* own time; 0: it is registered */
	bool hangs, replaced;
	unsigned number; /* so that what answers to an earlier one says nothing */
} now;

static int socket_of(netsnmp_session *s)
{
	netsnmp_transport *t = snmp_sess_transport(snmp_sess_pointer(s));

	return t ? t->sock : -1;
}

void session_cut(void)
{
	if (now.to)
		(void)shutdown(socket_of(now.to), SHUT_RDWR);
}

static bool is_too_late(void)
{
	return now.to && now.registered_by_us && mono_read_us() >= now.registered_by_us;
}

static bool wait_for_room(int fd, int64_t end_us)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	int64_t left_us = end_us - mono_read_us();

	return left_us > 0 && poll(&p, 1, (int)(left_us / USEC_PER_MSEC) + 1) != 0;
}

/* In place of the library's own, which waits until there is room, and takes half a packet for a
 * whole one. */
static int send_all(netsnmp_transport *t, const void *packet, int len, void **opaque,
		    int *opaque_len)
{
	int64_t end_us = mono_read_us() + ROOM_WITHIN_US;
	const char *from = packet;
	ssize_t left = len, n;

	(void)opaque, (void)opaque_len;
	while (left > 0 && !is_too_late()) {
		n = send(t->sock, from, (size_t)left, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n >= 0) {
			from += n;
			left -= n;
		} else if (errno != EINTR && (errno != EAGAIN || !wait_for_room(t->sock, end_us))) {
			break;
		}
	}
	if (left == 0)
		return len;
	if (errno == EAGAIN && !is_too_late())
		log_warning("the SNMP master does not read what we say: ending the connection");
	(void)shutdown(t->sock, SHUT_RDWR);
	return -1;
}

int session_send(netsnmp_pdu *pdu, netsnmp_callback answered, void *magic)
{
	pdu->sessid = now.to->sessid;
	pdu->flags |= UCD_MSG_FLAG_PDU_TIMEOUT;
	pdu->time = FOR_EVER_S;
	if (snmp_async_send(now.to, pdu, answered, magic))
		return 0;
	snmp_free_pdu(pdu);
	return -EIO;
}

static void set_hangs(bool hangs)
{
	if (now.hangs != hangs)
		now.calls->answers(!hangs);
	now.hangs = hangs;
	now.replaced = false;
}

static int pong(int op, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *number)
{
	(void)session, (void)id;
	if ((unsigned)(uintptr_t)number != now.number)
		return 1;
	now.asked_us = 0;
	/* an error is that it knows of no session: it has closed ours while we hung */
	if (op != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE || pdu->errstat != 0)
		session_cut();
	else
		set_hangs(false);
	return 1;
}

static void send_ping(int64_t now_us)
{
	netsnmp_pdu *pdu = snmp_pdu_create(AGENTX_PING);

	if (pdu && session_send(pdu, pong, (void *)(uintptr_t)now.number) == 0)
		now.asked_us = now_us;
}

void session_replaced(void)
{
	/* its own answer may come at this very moment: at the next ping it is sure */
	now.replaced = now.hangs;
}

/* A second ago the master has ended the connection already, and the library does not know. */
static bool is_over(void)
{
	struct pollfd p = { .fd = socket_of(now.to) };

	return now.asked_us && (p.fd < 0 || (poll(&p, 1, 0) > 0 && p.revents & POLLHUP));
}

static void ping_due(void *ctx, int64_t now_us)
{
	(void)ctx;
	if (is_over())
		now.calls->over();
	else if (now.asked_us == 0)
		send_ping(now_us);
	else if (now.replaced)
		session_cut();
	else if (now_us - now.asked_us > ANSWER_US)
		set_hangs(true);
	loop_arm(now.loop, &now.ping, now_us + PING_US, ping_due, NULL);
}

void session_begin(struct loop *loop, netsnmp_session *to_master, const struct session_calls *calls)
{
	netsnmp_transport *t = snmp_sess_transport(snmp_sess_pointer(to_master));

	now.loop = loop;
	now.to = to_master;
	now.calls = calls;
	now.asked_us = 0;
	now.hangs = now.replaced = false;
	now.number++;
	to_master->timeout = REGISTERED_WITHIN_US;
	to_master->retries = 0;
	now.registered_by_us = mono_read_us() + REGISTERED_WITHIN_US;
	if (t)
		t->f_send = send_all;
	loop_arm(loop, &now.ping, 0, ping_due, NULL);
}

void session_registered(void)
{
	if (is_too_late()) {
		log_warning("the SNMP master does not answer while we register: trying again");
		session_cut();
	}
	now.registered_by_us = 0;
}

void session_end(void)
{
	if (now.loop)
		loop_disarm(now.loop, &now.ping);
	now.to = NULL;
	now.number++;
}

netsnmp_session *session_now(void)
{
	return now.to;
}
