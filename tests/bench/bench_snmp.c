// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * One manager, v2c over loopback, one request at a time:
 *	get PORT SECONDS OID...		all of them in one GET, again and again
 *	walk PORT SECONDS OID		GETBULK from OID to its end, again and again
 * Prints variables a second, and how many there are in one GET or walk.
 */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/harness.h"

#define NAMES_MAX   64
#define REPETITIONS 25
#define TIMEOUT_US  10000000

struct name {
	oid arcs[MAX_OID_LEN];
	size_t n;
};

static void *session;

static void give_up(const char *why)
{
	fprintf(stderr, "%s\n", why);
	exit(1);
}

static struct name name_of(const char *text)
{
	struct name name = { .n = MAX_OID_LEN };

	if (!read_objid(text, name.arcs, &name.n))
		give_up("no such OID");
	return name;
}

static void open_session(const char *port)
{
	static char community[] = "reader";
	struct snmp_session s;
	char peer[64];

	/* no names, no files of the host */
	(void)setenv("MIBS", "", 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
	init_snmp("bench_snmp");
	(void)snprintf(peer, sizeof(peer), "udp:127.0.0.1:%s", port);
	snmp_sess_init(&s);
	s.version = SNMP_VERSION_2c;
	s.peername = peer;
	s.community = (unsigned char *)community;
	s.community_len = strlen(community);
	s.timeout = TIMEOUT_US;
	s.retries = 0;
	session = snmp_sess_open(&s);
	if (!session)
		give_up("no session");
}

/* Frees the request; the caller frees the answer. */
static struct snmp_pdu *ask(struct snmp_pdu *request)
{
	struct snmp_pdu *answer = NULL;

	if (snmp_sess_synch_response(session, request, &answer) != STAT_SUCCESS)
		give_up("no answer");
	if (answer->errstat != SNMP_ERR_NOERROR)
		give_up(snmp_errstring((int)answer->errstat));
	return answer;
}

/* One GET; each must have a value. */
static size_t get(const struct name *names, size_t n)
{
	struct snmp_pdu *request = snmp_pdu_create(SNMP_MSG_GET), *answer;
	size_t values = 0;

	for (size_t i = 0; i < n; i++)
		snmp_add_null_var(request, names[i].arcs, names[i].n);
	answer = ask(request);
	for (const netsnmp_variable_list *v = answer->variables; v; v = v->next_variable)
		values += v->type < SNMP_NOSUCHOBJECT;
	snmp_free_pdu(answer);
	if (values != n)
		give_up("not all of them have a value");
	return values;
}

/* From `at` as far as one GETBULK goes, below `root`; *at is where it goes on, n 0 at the end. */
static size_t bulk(const struct name *root, struct name *at)
{
	struct snmp_pdu *request = snmp_pdu_create(SNMP_MSG_GETBULK), *answer;
	size_t values = 0;

	request->non_repeaters = 0;
	request->max_repetitions = REPETITIONS;
	snmp_add_null_var(request, at->arcs, at->n);
	answer = ask(request);
	for (const netsnmp_variable_list *v = answer->variables; v; v = v->next_variable) {
		if (v->type == SNMP_ENDOFMIBVIEW || v->name_length < root->n ||
		    memcmp(v->name, root->arcs, root->n * sizeof(oid)) != 0) {
			at->n = 0;
			break;
		}
		if (snmp_oid_compare(v->name, v->name_length, at->arcs, at->n) <= 0)
			give_up("the names do not rise");
		values++;
		at->n = v->name_length;
		memcpy(at->arcs, v->name, v->name_length * sizeof(oid));
	}
	snmp_free_pdu(answer);
	return values;
}

static size_t walk(const struct name *root)
{
	struct name at = *root;
	size_t values = 0;

	while (at.n)
		values += bulk(root, &at);
	if (!values)
		give_up("nothing there");
	return values;
}

int main(int argc, char *argv[])
{
	static struct name names[NAMES_MAX];
	size_t n = 0, values = 0, all = 0;
	int64_t begin, end, now;
	bool gets;

	if (argc < 5 || argc - 4 > NAMES_MAX)
		give_up("usage: bench_snmp get|walk PORT SECONDS OID...");
	gets = strcmp(argv[1], "get") == 0;
	open_session(argv[2]);
	for (int i = 4; i < argc; i++)
		names[n++] = name_of(argv[i]);
	/* the first one is for the caches */
	values = gets ? get(names, n) : walk(names);
	begin = now = bench_now_ns();
	end = begin + (int64_t)(atof(argv[3]) * 1e9);
	for (; now < end; now = bench_now_ns())
		all += gets ? get(names, n) : walk(names);
	printf("{\"per_s\": %.1f, \"values\": %zu}\n", (double)all * 1e9 / (double)(now - begin),
	       values);
	snmp_sess_close(session);
	return 0;
}
