// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What net-snmp asks of a tree, and how the answers and orders look to it. */
#include "daemons/agentxd/handler.h"

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/agentxd/answer.h"
#include "lib/base/util.h"

/* ------------------------------------------------------------------ names and values */

static const unsigned char asn_types[MIB_TYPE_MAX] = {
	[MIB_INTEGER] = ASN_INTEGER,	 [MIB_UNSIGNED] = ASN_UNSIGNED, [MIB_COUNTER] = ASN_COUNTER,
	[MIB_COUNTER64] = ASN_COUNTER64, [MIB_TICKS] = ASN_TIMETICKS,	[MIB_BYTES] = ASN_OCTET_STR,
	[MIB_NAME] = ASN_OBJECT_ID,
};

struct mib_name handler_name(const netsnmp_variable_list *vb)
{
	struct mib_name name;

	/* one that is longer than any of ours is still behind and below the right ones when cut */
	name.n = (unsigned)MIN(vb->name_length, MIB_NAME_MAX);
	for (unsigned i = 0; i < name.n; i++)
		name.arcs[i] = (uint32_t)vb->name[i];
	return name;
}

size_t handler_oid(const uint32_t *arcs, size_t n, oid ret[MAX_OID_LEN])
{
	for (size_t i = 0; i < n; i++)
		ret[i] = arcs[i];
	return n;
}

void handler_set_value(netsnmp_variable_list *vb, enum mib_type type, const struct mib_value *v)
{
	struct counter64 wide = { .high = (uint32_t)((uint64_t)v->number >> 32),
				  .low = (uint32_t)v->number };
	oid arcs[MAX_OID_LEN];

	switch (type) {
	case MIB_COUNTER64:
		snmp_set_var_typed_value(vb, ASN_COUNTER64, &wide, sizeof(wide));
		break;
	case MIB_BYTES:
		snmp_set_var_typed_value(vb, ASN_OCTET_STR, v->bytes, v->n);
		break;
	case MIB_NAME:
		snmp_set_var_typed_value(vb, ASN_OBJECT_ID, arcs,
					 handler_oid(v->arcs, v->n, arcs) * sizeof(oid));
		break;
	case MIB_INTEGER:
	case MIB_UNSIGNED:
	case MIB_COUNTER:
	case MIB_TICKS:
	case MIB_TYPE_MAX:
		(void)snmp_set_var_typed_integer(vb, asn_types[type], (long)v->number);
		break;
	}
}

/* ------------------------------------------------------------------ SET */

/* All that can be written is a number or a name; one that is too long is none of ours. */
static void take_value(const netsnmp_variable_list *vb, enum mib_type type, struct mib_value *v)
{
	size_t n = vb->val_len / sizeof(oid);

	if (type == MIB_NAME) {
		v->n = MIN(n, MIB_INDEX_MAX);
		for (size_t i = 0; i < v->n; i++)
			v->arcs[i] = (uint32_t)vb->val.objid[i];
		return;
	}
	v->number = type == MIB_INTEGER ? (int32_t)*vb->val.integer
					: (int64_t)(uint32_t)*vb->val.integer;
}

/* What a request wants: 0 with *ret, or an error of RFC 3416. */
static int order_of(const struct agentxd *s, const struct mib_tree *t, netsnmp_request_info *q,
		    struct order *ret)
{
	const netsnmp_variable_list *vb = q->requestvb;
	struct mib_name name = handler_name(vb);
	struct mib_value v = { .n = 0 };
	struct mib_place p;
	int r = mib_find(t, s->world, &name, &p);

	if (r == -ENOENT || (r == 0 && !p.column->set))
		return SNMP_ERR_NOTWRITABLE;
	if (r < 0)
		return SNMP_ERR_NOCREATION;
	if (vb->type != asn_types[p.column->type])
		return SNMP_ERR_WRONGTYPE;
	take_value(vb, p.column->type, &v);
	*ret = (struct order){ .kind = ORDER_NOTHING };
	r = p.column->set(s->world, p.row, &v, ret);
	return r == 0	      ? SNMP_ERR_NOERROR
	       : r == -ERANGE ? SNMP_ERR_WRONGVALUE
			      : SNMP_ERR_INCONSISTENTVALUE;
}

static bool is_once(const struct agentxd *s, const struct mib_tree *t, netsnmp_request_info *q)
{
	struct order o;

	for (; q; q = q->next)
		if (order_of(s, t, q, &o) == 0 && o.kind == ORDER_SERIAL)
			return true;
	return false;
}

static int act(struct agentxd *s, const struct order *o, bool once)
{
	if (set_do(s, o, once) < 0)
		return SNMP_ERR_COMMITFAILED;
	s->done += o->kind != ORDER_SERIAL && o->kind != ORDER_NOTHING;
	return SNMP_ERR_NOERROR;
}

/* One phase of one variable; an error of RFC 3416. */
static int set_phase(struct agentxd *s, const struct mib_tree *t, netsnmp_request_info *q, int mode,
		     bool once)
{
	struct order o;
	int r = SNMP_ERR_NOERROR;

	if (mode == MODE_SET_UNDO)
		/* what was done stays done: an output cannot be driven back as if nothing was */
		return s->done ? SNMP_ERR_UNDOFAILED : r;
	if (mode != MODE_SET_RESERVE1 && mode != MODE_SET_RESERVE2 && mode != MODE_SET_ACTION)
		return r;
	r = order_of(s, t, q, &o);
	if (r != SNMP_ERR_NOERROR || mode == MODE_SET_RESERVE1)
		return mode == MODE_SET_ACTION && r ? SNMP_ERR_COMMITFAILED : r;
	if (mode == MODE_SET_ACTION)
		return act(s, &o, once);
	switch (set_test(s, &o)) {
	case 0:
		return r;
	case -ENOTCONN:
	case -ETIMEDOUT:
		return SNMP_ERR_RESOURCEUNAVAILABLE;
	default:
		return SNMP_ERR_INCONSISTENTVALUE;
	}
}

static void set(struct agentxd *s, const struct mib_tree *t, netsnmp_agent_request_info *info,
		netsnmp_request_info *q)
{
	bool once = is_once(s, t, q);

	if (info->mode == MODE_SET_RESERVE1) {
		s->world->counts.sets++;
		set_begin(s);
		/* as if snmpd's own view had no such object (RFC 3416, 4.2.5) */
		if (s->world->settings->snmp.access != SNMP_ACCESS_READ_WRITE) {
			(void)netsnmp_set_request_error(info, q, SNMP_ERR_NOACCESS);
			return;
		}
	}
	for (netsnmp_request_info *one = q; one; one = one->next) {
		int error = set_phase(s, t, one, info->mode, once);

		if (error != SNMP_ERR_NOERROR) {
			(void)netsnmp_set_request_error(info, one, error);
			return;
		}
	}
	if (info->mode == MODE_SET_COMMIT && once)
		s->world->serial = (s->world->serial + 1) & INT32_MAX;
}

/* ------------------------------------------------------------------ the handler */

struct registered {
	struct agentxd *s;
	const struct mib_tree *tree;
};

/* A GET or GETNEXT that did not come the short way (answer.c). */
static void get(struct agentxd *s, const struct mib_tree *t, netsnmp_agent_request_info *info,
		netsnmp_request_info *q)
{
	int r;

	if (info->mode == MODE_GET) {
		r = answer_get(s, t, q->requestvb);
		if (r < 0)
			(void)netsnmp_set_request_error(info, q, answer_lack(r));
	} else {
		/* nothing more: the library goes on with who is behind us */
		(void)answer_next(s, t, q->requestvb, q->inclusive);
	}
}

static int handle(netsnmp_mib_handler *handler, netsnmp_handler_registration *reg,
		  netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	const struct registered *r = handler->myvoid;

	(void)reg;
	if (info->mode != MODE_GET && info->mode != MODE_GETNEXT) {
		set(r->s, r->tree, info, requests);
		return SNMP_ERR_NOERROR;
	}
	for (netsnmp_request_info *q = requests; q; q = q->next)
		if (!q->processed)
			get(r->s, r->tree, info, q);
	return SNMP_ERR_NOERROR;
}

int handler_register(struct agentxd *s, const struct mib_tree *t)
{
	netsnmp_handler_registration *reg;
	netsnmp_mib_handler *handler;
	struct registered *mine = malloc(sizeof(*mine));
	oid root[MAX_OID_LEN];
	size_t n = handler_oid(t->root, t->n_root, root);

	handler = mine ? netsnmp_create_handler(t->label, handle) : NULL;
	reg = handler ? netsnmp_handler_registration_create(t->label, handler, root, n,
							    HANDLER_CAN_RWRITE)
		      : NULL;
	if (!reg)
		return -ENOMEM;
	*mine = (struct registered){ s, t };
	handler->myvoid = mine;
	handler->data_free = free;
	return netsnmp_register_handler(reg) == MIB_REGISTERED_OK ? 0 : -EIO;
}
