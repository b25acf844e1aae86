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
#include "daemons/agentxd/knock.h"
#include "daemons/agentxd/notification.h"
#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/session.h"
#include "daemons/agentxd/ups.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* What net-snmp's library writes when a master answers a registration with an error. */
#define REGISTRATION_REFUSED "registering pdu failed"

/* And when it is to open a session while it believes that it has one: then it does so for ever, and
 * only another process gets out of that (seen with 5.9.3). */
#define BELIEVES_CONNECTED "attempted to be re-opened"
/* The master went while our MIBs were registered with it, within a callback: what is registered for
 * the next session has holes, and nothing else tells. */
#define WITHIN_ITSELF "_callback_lock sleeps"
/* Or it opens none, though somebody is at home; so often that it is not the master's fault. */
#define ENTERS_MOST 5

/* agentx-Notify-PDU (RFC 2741, 6.1). The library's headers keep its number to themselves, and its
 * own way of sending one keeps the answer to itself. */
#define AGENTX_NOTIFY 12

/* notOpen (RFC 2741, 7.1.10): the master has closed our session, so it took nothing. */
#define AGENTX_NOT_OPEN 257

/*
 * The library would look for a master that is away by an alarm of its own, which runs again and
 * again without a turn of ours when an attempt takes longer than its interval; so would its pings.
 * They are never due: we say when it is to open a session, and session.c pings.
 */
#define NEVER_S (365 * 24 * 3600)
/* Each attempt has a second; somebody has just answered. */
#define OPEN_RETRIES 1
/* What it opens at its own start, where nobody has answered yet. */
#define NOBODY "unix:/dev/null/nobody"

/* Of net-snmp's library, in none of its headers: opens a session, and registers all. */
int subagent_startup(int major, int minor, void *server, void *client);

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
/* So often somebody was at home, and the library opened no session. */
static unsigned not_entered;
/* At the master's door, while it is away or hangs. */
static struct knock door;

static void begin_anew(void)
{
	log_error("net-snmp has lost its way to the master: ending, to be started again");
	loop_stop(the_agent->loop, EX_TEMPFAIL);
}

/* Somebody is at home. */
static void enter(void *ctx)
{
	const struct agentxd *s = ctx;

	if (session_now()) {
		session_replaced();
		return;
	}
	if (not_entered++ == ENTERS_MOST) {
		begin_anew();
		return;
	}
	netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, s->master);
	(void)subagent_startup(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_POST_READ_CONFIG, NULL, NULL);
	session_registered();
	/* each attempt leaves one */
	snmp_alarm_unregister_all();
}

static void set_connected(bool there)
{
	struct world_counts *c = &the_agent->world->counts;

	if (c->connected != there)
		c->since_us = instant_read().wall_us;
	c->connected = there;
	agentxd_soon(the_agent);
}

/* The master hangs, or is back from that: its session stands all the time. */
static void answers_or_not(bool answers)
{
	log_notice(answers ? "the SNMP master answers again" : "the SNMP master does not answer");
	set_connected(answers);
	if (answers)
		knock_stop(&door);
	else
		knock_start(&door);
}

static int connected(int major, int minor, void *server, void *client)
{
	static const struct session_calls calls = { answers_or_not, begin_anew };
	bool there = minor == SNMPD_CALLBACK_INDEX_START;

	(void)major, (void)client;
	knock_stop(&door);
	if (there) {
		session_begin(the_agent->loop, server, &calls);
		answer_session(the_agent, server, trees);
	} else {
		session_end();
		knock_start(&door);
	}
	if (there)
		not_entered = 0;
	notifications_lost(the_agent);
	log_notice(there ? "connected to the SNMP master" : "the SNMP master is gone");
	set_connected(there);
	/* the MIBs are registered behind this call; only a refusal is told, and only to the log */
	the_agent->world->counts.registered = there;
	return SNMP_ERR_NOERROR;
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
	if (strstr(m->msg, BELIEVES_CONNECTED) || strstr(m->msg, WITHIN_ITSELF))
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
	door = (struct knock){
		.loop = s->loop, .socket = socket, .answered = enter, .ctx = s, .fd = -1
	};
	netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, NOBODY);
	if (init_agent("rmcu-agentxd") != 0)
		return log_error_errno(-EIO, "cannot start net-snmp's agent");
	/* behind init_agent(), which sets it to 15 */
	netsnmp_ds_set_int(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_AGENTX_PING_INTERVAL,
			   NEVER_S);
	netsnmp_ds_set_int(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_RETRIES, OPEN_RETRIES);
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
	knock_start(&door);
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
	knock_stop(&door);
	session_end();
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
	bool taken = op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu->errstat != AGENTX_NOT_OPEN;

	(void)session, (void)id;
	if (!taken)
		session_cut();
	/* any other error too is an answer: it would be the same again */
	notifications_answered(the_agent, (unsigned)(uintptr_t)round, taken);
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
	netsnmp_pdu *pdu = session_now() ? snmp_pdu_create(AGENTX_NOTIFY) : NULL;

	if (!pdu)
		return session_now() ? -ENOMEM : -ENOTCONN;
	/* sysUpTime the master adds: it is its own */
	add_variables(pdu, n);
	return session_send(pdu, answered, (void *)(uintptr_t)round);
}
