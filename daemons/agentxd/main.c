// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-agentxd: the unit as SNMP managers see it, through the system's snmpd (AgentX, RFC 2741). */
#include "daemons/agentxd/agentxd.h"

static const char *master_socket = "/run/agentx/rmcu";

static int set_master(const char *value)
{
	master_socket = value;
	return 0;
}

static int start(struct daemon *d)
{
	return agentxd_start(d, master_socket);
}

static void reload(struct daemon *d)
{
	struct agentxd *s = d->ctx;

	live_settings_reload(&s->live);
}

static const struct daemon_option options[] = {
	{ "master", "SOCKET", "AgentX socket of snmpd; /run/agentx/rmcu without it", set_master },
	{ 0 },
};

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-agentxd",
		.summary = "the unit as SNMP managers see it",
		.options = options,
		.start = start,
		.stop = agentxd_stop,
		.run = master_run,
		.reload = reload,
	};

	return daemon_main(&spec, argc, argv);
}
