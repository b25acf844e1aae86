// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What psctl says of the pages. */
#include "tests/unit/fake_unit.h"

#define DAY_US (INT64_C(24) * 3600 * USEC_PER_SEC)

static void web_init(void)
{
	unit_init();
	unit.webd = true;
	unit.hello.simulated = false;
	unit.web = (struct msg_web_status){
		.http_port = 80,
		.https_port = 443,
		.print = "AB:CD",
		.valid_until_us = UNIT_NOW_US + 365 * DAY_US,
		.sessions = 2,
		.streams = 3,
		.signed_in = 4,
	};
}

TEST(all_is_served)
{
	web_init();
	unit_start();
	ASSERT_PRINTS("web status", "HTTP port    80\n"
				    "HTTPS port   443\n"
				    "Certificate  made by this unit, which browsers warn of\n"
				    "Valid        until 2027-11-23\n"
				    "SHA-256      AB:CD\n"
				    "Sessions     2\n"
				    "Open pages   3\n"
				    "Sign-ins     4\n"
				    "Refused      0\n");
	ASSERT_PRINTS("web status --json",
		      "{\"http_port\":80,\"https_port\":443,\"certificate\":{\"sha256\":\"AB:CD\","
		      "\"own\":false,\"until\":\"2027-11-23T06:47:00.000Z\"},\"sessions\":2,"
		      "\"streams\":3,\"signed_in\":4,\"refused\":0,\"refused_at\":null,"
		      "\"code\":false,\"troubles\":[]}\n");
	unit_stop();
}

TEST(what_calls_for_somebody)
{
	web_init();
	unit.web.own = true;
	unit.web.valid_until_us = UNIT_NOW_US - DAY_US;
	unit.web.refused = 17;
	unit.web.refused_at_us = UNIT_NOW_US;
	unit.web.code = true;
	unit.health.n_troubles = 1;
	strcpy(unit.health.troubles[0].subject, "https");
	strcpy(unit.health.troubles[0].text, "the certificate ran out");
	unit_start();
	ASSERT_EQ(psctl("web status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "Certificate  the site's own\n");
	ASSERT_CONTAINS(text_get(&unit_out), "Valid        ran out on 2026-11-22\n");
	ASSERT_CONTAINS(text_get(&unit_out), "Refused      17, the last one 2026-11-23 06:47\n");
	ASSERT_CONTAINS(text_get(&unit_out),
			"First code   waits: 'psctl user code' shows a new one\n"
			"Trouble      the certificate ran out\n");
	unit_stop();
}

TEST(without_tls)
{
	web_init();
	unit.web.https_port = 0;
	unit.web.print[0] = '\0';
	unit.web.valid_until_us = 0;
	unit_start();
	ASSERT_EQ(psctl("web status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "HTTPS port  not served\nSessions");
	ASSERT_EQ(psctl("web status --json"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "\"https_port\":null,\"certificate\":null,");
	unit_stop();
}

TEST(a_certificate_is_on_its_way)
{
	web_init();
	unit.web.print[0] = '\0';
	unit_start();
	ASSERT_EQ(psctl("web status"), EX_OK);
	ASSERT_CONTAINS(text_get(&unit_out), "Certificate  none yet\n");
	unit_stop();
}

TEST(nobody_is_there)
{
	web_init();
	unit.webd = false;
	unit_start();
	ASSERT_COMPLAINS("web status", EX_UNAVAILABLE, "webd is not running in ");
	unit_stop();
}
