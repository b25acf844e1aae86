// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Between net-snmp and our trees: for master.c and answer.c, the only others that know net-snmp. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "daemons/agentxd/agentxd.h"
#include "daemons/agentxd/mib.h"

/* The tree's names are ours from now on, at each master that we are connected to. */
int handler_register(struct agentxd *s, const struct mib_tree *t);

/* The name of a variable. */
struct mib_name handler_name(const netsnmp_variable_list *vb);
/* Arcs as net-snmp has them; returns how many. */
size_t handler_oid(const uint32_t *arcs, size_t n, oid ret[MAX_OID_LEN]);
/* Puts a value of this type into a variable. */
void handler_set_value(netsnmp_variable_list *vb, enum mib_type type, const struct mib_value *v);
