// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The session with snmpd. net-snmp closes and opens its descriptors as it likes, under the same
 * number too, which an epoll does not notice: so the outer loop is a select over its sets, made
 * anew each turn, with the descriptor of our own loop among them.
 */
#include "daemons/agentxd/answer.h"

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <net-snmp/agent/agent_callbacks.h>
#include <net-snmp/library/large_fd_set.h>

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <sys/select.h>

#include "daemons/agentxd/entity.h"
#include "daemons/agentxd/notification.h"
#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/ups.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* What net-snmp's library writes when a master answers a registration with an error. */
#define REGISTRATION_REFUSED "registering pdu failed"

/* And when it is to open a session while it believes that it has one. After a master that goes
 * while our MIBs are being registered it believes so for ever (seen with 5.9.3): only another
 * process gets out of that. */
#define BELIEVES_CONNECTED "attempted to be re-opened"
#define BELIEVES_MOST	   3

/* agentx-Notify-PDU (RFC 2741, 6.1). The library's headers keep its number to themselves, and its
 * own way of sending one keeps the answer to itself. */
#define AGENTX_NOTIFY 12

/* A master that does not answer for so long is away. Nothing is sent twice: the way to it loses
 * nothing. */
#define ANSWER_US (6 * USEC_PER_SEC)

/* Looks for a master that is away, and asks one that is there, so often. */
#define PING_S 1

/*
 * net-snmp takes 64 KiB for each packet that it reads, and gives them back. Mapped and unmapped,
 * as daemon_main() has blocks of that size, they are a third of what an answer costs; at the top
 * of the heap they cost nothing, and only pages that a packet fills are memory.
 */
#define PACKET_FROM_HEAP (80 * 1024)
#define HEAP_KEEPS	 (96 * 1024)

static const struct mib_tree *const trees[] = { &rmcu_tree, &ups_tree, &entity_tree,
						&entity_sensor_tree, NULL };

/* net-snmp frees what a callback is registered with: so it is not the object. */
static struct agentxd *the_agent;
/* To the master, while it is there; the library's. */
static netsnmp_session *to_master;
/* So often it did not open one, since it last did. */
static unsigned not_opened;

static int connected(int major, int minor, void *server, void *client)
{
	struct world_counts *c = &the_agent->world->counts;
	bool there = minor == SNMPD_CALLBACK_INDEX_START;

	(void)major, (void)client;
	to_master = there ? server : NULL;
	if (to_master) {
		to_master->timeout = ANSWER_US;
		to_master->retries = 0;
		answer_session(the_agent, to_master, trees);
	}
	not_opened = 0;
	notifications_lost(the_agent);
	if (c->connected != there) {
		log_notice(there ? "connected to the SNMP master" : "the SNMP master is gone");
		c->since_us = instant_read().wall_us;
	}
	c->connected = there;
	/* the MIBs are registered behind this call; only a refusal is told, and only to the log */
	c->registered = there;
	return SNMP_ERR_NOERROR;
}

static void begin_anew(void)
{
	log_error("net-snmp has lost its way to the master: ending, to be started again");
	loop_stop(the_agent->loop, EX_TEMPFAIL);
}

/* It says each second that there is no master; we say that once. */
static int library_says(int major, int minor, void *server, void *client)
{
	const struct snmp_log_message *m = server;

	(void)major, (void)minor, (void)client;
	if (strstr(m->msg, REGISTRATION_REFUSED) && the_agent->world->counts.registered) {
		the_agent->world->counts.registered = false;
		log_warning("the SNMP master refuses one of our MIBs: another subagent has it");
	}
	if (strstr(m->msg, BELIEVES_CONNECTED) && ++not_opened == BELIEVES_MOST)
		begin_anew();
	log_debug("net-snmp: %.*s", (int)strcspn(m->msg, "\n"), m->msg);
	return 0;
}

int master_start(struct agentxd *s, const char *socket)
{
	int r = 0;

	the_agent = s;
	(void)mallopt(M_MMAP_THRESHOLD, PACKET_FROM_HEAP);
	(void)mallopt(M_TRIM_THRESHOLD, HEAP_KEEPS);
	(void)netsnmp_register_loghandler(NETSNMP_LOGHANDLER_CALLBACK, LOG_DEBUG);
	(void)snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, library_says,
				     NULL);
	/* names are numbers here; nothing of the host's configuration is for us */
	(void)setenv("MIBS", "", 1);
	set_persistent_directory(s->state_folder);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE, 1);
	netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, socket);
	if (init_agent("rmcu-agentxd") != 0)
		return log_error_errno(-EIO, "cannot start net-snmp's agent");
	/* behind init_agent(), which sets it to 15 */
	netsnmp_ds_set_int(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_AGENTX_PING_INTERVAL,
			   PING_S);
	/* first of all: the library's own registers our MIBs, within which the master may go again
	 */
	(void)netsnmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START,
					connected, NULL, NETSNMP_CALLBACK_HIGHEST_PRIORITY);
	(void)netsnmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP,
					connected, NULL, NETSNMP_CALLBACK_HIGHEST_PRIORITY);
	for (unsigned i = 0; trees[i] && r == 0; i++)
		r = handler_register(s, trees[i]);
	if (r < 0)
		return log_error_errno(r, "cannot register a MIB");
	init_snmp("rmcu-agentxd");
	return 0;
}

uint32_t master_ticks(void)
{
	return (uint32_t)netsnmp_get_agent_uptime();
}

void master_stop(void)
{
	snmp_shutdown("rmcu-agentxd");
	shutdown_agent();
}

static int turn(struct loop *loop)
{
	int numfds = 0, block = 1, ours = loop_poll_fd(loop), n;
	struct timeval timeout = { 0 };
	netsnmp_large_fd_set set;
	bool is_our_turn = false;

	netsnmp_large_fd_set_init(&set, FD_SETSIZE);
	NETSNMP_LARGE_FD_ZERO(&set);
	(void)snmp_select_info2(&numfds, &set, &timeout, &block);
	NETSNMP_LARGE_FD_SET(ours, &set);
	n = netsnmp_large_fd_set_select(MAX(numfds, ours + 1), &set, NULL, NULL,
					block ? NULL : &timeout);
	if (n > 0) {
		is_our_turn = NETSNMP_LARGE_FD_ISSET(ours, &set);
		NETSNMP_LARGE_FD_CLR(ours, &set);
		snmp_read2(&set);
	} else if (n == 0) {
		snmp_timeout();
	}
	netsnmp_large_fd_set_cleanup(&set);
	if (n < 0 && errno != EINTR)
		return -errno;
	run_alarms();
	netsnmp_check_outstanding_agent_requests();
	/* its timers are among its descriptors too */
	return is_our_turn ? loop_turn(loop, 0) : 0;
}

int master_run(struct daemon *d)
{
	int code, r = 0;

	while (!loop_stopped(d->loop, &code) && r >= 0)
		r = turn(d->loop);
	return r < 0 ? r : code;
}

static int answered(int op, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *round)
{
	(void)session, (void)id, (void)pdu;
	/* an error too is an answer: it would be the same again */
	notifications_answered(the_agent, (unsigned)(uintptr_t)round,
			       op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE);
	return 1;
}

static void add_variables(netsnmp_pdu *pdu, const struct notification *n)
{
	static const oid trap_oid[] = { 1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0 };
	oid arcs[MAX_OID_LEN];
	size_t len = handler_oid(n->name.arcs, n->name.n, arcs);

	(void)snmp_pdu_add_variable(pdu, trap_oid, ARRAY_SIZE(trap_oid), ASN_OBJECT_ID, arcs,
				    len * sizeof(oid));
	for (unsigned i = 0; i < n->n; i++) {
		const struct bind *b = &n->binds[i];
		netsnmp_variable_list *vb;

		len = handler_oid(b->name.arcs, b->name.n, arcs);
		vb = snmp_pdu_add_variable(pdu, arcs, len, ASN_NULL, NULL, 0);
		if (vb)
			handler_set_value(vb, b->type, &b->value);
	}
}

int master_notify(const struct notification *n, unsigned round)
{
	netsnmp_pdu *pdu = to_master ? snmp_pdu_create(AGENTX_NOTIFY) : NULL;

	if (!pdu)
		return to_master ? -ENOMEM : -ENOTCONN;
	pdu->sessid = to_master->sessid;
	/* sysUpTime the master adds: it is its own */
	add_variables(pdu, n);
	if (snmp_async_send(to_master, pdu, answered, (void *)(uintptr_t)round))
		return 0;
	snmp_free_pdu(pdu);
	return -EIO;
}
