// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * GET and GETNEXT. net-snmp's subagent sends what the master asks through a pipe to its own agent,
 * and the answer back through another one: three turns of the outer loop for each variable of a
 * walk. So these two are answered on the session that they come on, as RFC 2741 (7.2.3) has it, and
 * what is anything else goes on to the library.
 */
#include "daemons/agentxd/answer.h"

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <errno.h>

#include "lib/base/util.h"

/* h.type of RFC 2741, 6.1. */
enum {
	AGENTX_GET = 5,
	AGENTX_GET_NEXT = 6,
	AGENTX_RESPONSE = 18,
};

/* A session has no place for something of ours that the library would leave alone. */
static struct agentxd *the_agent;
static const struct mib_tree *const *the_trees;
static netsnmp_callback the_library;

/* ------------------------------------------------------------------ one variable */

static int get(const struct agentxd *s, const struct mib_tree *t, const struct mib_name *name,
	       netsnmp_variable_list *vb)
{
	struct mib_value v = { .number = 0 };
	struct mib_place p;
	int r = mib_find(t, s->world, name, &p);

	if (r == 0)
		r = p.column->get(s->world, p.row, &v);
	if (r == 0)
		handler_set_value(vb, p.column->type, &v);
	return r;
}

/* Managers are shown nothing at all. */
static bool is_hidden(const struct agentxd *s)
{
	return s->world->settings->snmp.access == SNMP_ACCESS_OFF;
}

int answer_get(struct agentxd *s, const struct mib_tree *t, netsnmp_variable_list *vb)
{
	struct mib_name name = handler_name(vb);

	s->world->counts.requests++;
	return is_hidden(s) ? -ENOENT : get(s, t, &name, vb);
}

int answer_next(struct agentxd *s, const struct mib_tree *t, netsnmp_variable_list *vb,
		bool inclusive)
{
	struct mib_name name = handler_name(vb), next;
	const struct mib_column *column;
	struct mib_value v = { .number = 0 };
	oid arcs[MAX_OID_LEN];

	s->world->counts.requests++;
	if (is_hidden(s))
		return -ENOENT;
	if (inclusive && get(s, t, &name, vb) == 0)
		return 0;
	if (mib_next(t, s->world, &name, &next, &column, &v) < 0)
		return -ENOENT;
	(void)snmp_set_var_objid(vb, arcs, handler_oid(next.arcs, next.n, arcs));
	handler_set_value(vb, column->type, &v);
	return 0;
}

int answer_lack(int r)
{
	return r == -ENOENT ? SNMP_NOSUCHOBJECT : SNMP_NOSUCHINSTANCE;
}

/* ------------------------------------------------------------------ the session */

static bool is_in(const struct mib_tree *t, const netsnmp_variable_list *vb)
{
	for (unsigned i = 0; i < t->n_root; i++)
		if (i == vb->name_length || vb->name[i] != t->root[i])
			return false;
	return true;
}

/* The tree that a name stands in; NULL: it is none of ours. */
static const struct mib_tree *tree_of(const netsnmp_variable_list *vb)
{
	const struct mib_tree *const *t = the_trees;

	while (*t && !is_in(*t, vb))
		t++;
	return *t;
}

/* A search range: its first name is the variable's, its end the value; 0.0 is none (5.2). */
static bool is_within(const netsnmp_variable_list *vb, const oid *end, size_t n)
{
	return n == 0 || (n <= 2 && end[0] == 0) ||
	       snmp_oid_compare(vb->name, vb->name_length, end, n) < 0;
}

static void next_within(const struct mib_tree *t, netsnmp_variable_list *vb)
{
	oid from[MAX_OID_LEN], end[MAX_OID_LEN];
	size_t n_from = vb->name_length, n_end = MIN(vb->val_len / sizeof(oid), MAX_OID_LEN);

	memcpy(from, vb->name, n_from * sizeof(oid));
	if (n_end)
		memcpy(end, vb->val.objid, n_end * sizeof(oid));
	if (answer_next(the_agent, t, vb, vb->type == ASN_PRIV_INCL_RANGE) == 0 &&
	    is_within(vb, end, n_end))
		return;
	(void)snmp_set_var_objid(vb, from, n_from);
	(void)snmp_set_var_typed_value(vb, SNMP_ENDOFMIBVIEW, NULL, 0);
}

static void answer(unsigned command, netsnmp_variable_list *vb)
{
	const struct mib_tree *t = tree_of(vb);
	int r;

	if (command == AGENTX_GET_NEXT) {
		next_within(t, vb);
		return;
	}
	r = answer_get(the_agent, t, vb);
	if (r < 0)
		(void)snmp_set_var_typed_value(vb, (u_char)answer_lack(r), NULL, 0);
}

/* All of it is about names of ours, in the one context that there is. */
static bool is_for_us(const netsnmp_pdu *pdu)
{
	if ((pdu->command != AGENTX_GET && pdu->command != AGENTX_GET_NEXT) || pdu->community_len)
		return false;
	for (const netsnmp_variable_list *vb = pdu->variables; vb; vb = vb->next_variable)
		if (!tree_of(vb))
			return false;
	return true;
}

/* The answer has the variables of the question, which are left to whoever sends it. */
static netsnmp_pdu *response_to(netsnmp_pdu *pdu)
{
	netsnmp_pdu *r = snmp_pdu_create(AGENTX_RESPONSE);

	if (!r)
		return NULL;
	r->version = pdu->version;
	r->flags = pdu->flags;
	r->sessid = pdu->sessid;
	r->transid = pdu->transid;
	r->reqid = pdu->reqid;
	r->errstat = SNMP_ERR_NOERROR;
	r->errindex = 0;
	r->variables = pdu->variables;
	pdu->variables = NULL;
	return r;
}

static int packet(int operation, netsnmp_session *session, int reqid, netsnmp_pdu *pdu, void *magic)
{
	netsnmp_pdu *response = NULL;

	if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && is_for_us(pdu))
		response = response_to(pdu);
	if (!response)
		return the_library(operation, session, reqid, pdu, magic);
	for (netsnmp_variable_list *vb = response->variables; vb; vb = vb->next_variable)
		answer((unsigned)pdu->command, vb);
	if (!snmp_send(session, response))
		snmp_free_pdu(response);
	return 1;
}

void answer_session(struct agentxd *s, netsnmp_session *session,
		    const struct mib_tree *const trees[])
{
	the_agent = s;
	the_trees = trees;
	if (session->callback == packet)
		return;
	the_library = session->callback;
	session->callback = packet;
}
