// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What psctl says of the agent and its master. */
#include "tests/unit/fake_unit.h"

static void snmp_init(void)
{
	unit_init();
	unit.agentxd = true;
	unit.hello.simulated = false;
	unit.snmp = (struct msg_snmp_status){
		.master = "/run/agentx/rmcu",
		.connected = true,
		.registered = true,
		.since_us = UNIT_NOW_US,
		.requests = 4711,
		.sets = 3,
		.sent = 12,
		.watched = true,
	};
}

TEST(connected)
{
	snmp_init();
	unit_start();
	ASSERT_PRINTS("snmp status", "Master          connected since 2026-11-23 06:47\n"
				     "Socket          /run/agentx/rmcu\n"
				     "MIBs            registered\n"
				     "Requests        4711\n"
				     "SETs            3\n"
				     "Notifications   12\n"
				     "Events waiting  0\n");
	ASSERT_PRINTS("snmp status --json",
		      "{\"master\":\"/run/agentx/rmcu\",\"connected\":true,\"registered\":true,"
		      "\"since\":\"2026-11-23T06:47:00.000Z\",\"requests\":4711,\"sets\":3,"
		      "\"notifications\":12,\"waiting\":0,\"troubles\":[]}\n");
	unit_stop();
}

TEST(away)
{
	snmp_init();
	unit.snmp.connected = unit.snmp.registered = false;
	unit.snmp.waiting = 7;
	unit_start();
	ASSERT_EQ(psctl("snmp status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"Master          away since 2026-11-23 06:47\n"
			"                see systemctl status snmpd, and rmcu-agentxd(8)\n");
	ASSERT_CONTAINS(text_get(&unit_out), "MIBs            not registered\n");
	ASSERT_CONTAINS(text_get(&unit_out), "Events waiting  7\n");
	unit_stop();
}

TEST(what_is_wrong)
{
	snmp_init();
	unit.snmp.registered = false;
	unit.snmp.watched = false;
	unit.health.n_troubles = 1;
	strcpy(unit.health.troubles[0].subject, "settings");
	strcpy(unit.health.troubles[0].text, "the settings do not load");
	unit_start();
	ASSERT_EQ(psctl("snmp status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"MIBs            refused: another subagent has one of them\n");
	ASSERT_CONTAINS(text_get(&unit_out), "Events waiting  not known, alarmd is away\n");
	ASSERT_CONTAINS(text_get(&unit_out), "Trouble         the settings do not load\n");
	ASSERT_EQ(psctl("snmp status --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out),
			"\"waiting\":null,\"troubles\":[\"the settings do not load\"]}");
	unit_stop();
}

TEST(nobody_is_there)
{
	snmp_init();
	unit.agentxd = false;
	unit_start();
	ASSERT_COMPLAINS("snmp status", EX_UNAVAILABLE, "agentxd is not running in ");
	unit_stop();
}
