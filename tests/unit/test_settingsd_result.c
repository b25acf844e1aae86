// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/audit.h"
#include "daemons/settingsd/result.h"
#include "lib/settings/mistake.h"
#include "tests/unit/test.h"

static struct msg_settings_result m;

TEST(saved)
{
	struct change_decision d = CHANGE_DECISION_INIT;

	d.n_audit = 1;
	result_fill(&m, 0, 7, &d);
	ASSERT_EQ(m.error, 0);
	ASSERT_EQ(m.generation, 7);
	ASSERT_STREQ(m.sentence, "saved");
	d.n_audit = 0;
	result_fill(&m, 0, 7, &d);
	ASSERT_STREQ(m.sentence, "saved; nothing differs from before");
}

TEST(mistakes_are_taken_apart)
{
	struct change_decision d = CHANGE_DECISION_INIT;

	mistake_add(&d.mistakes, NULL, 0, "site.nam", "site has no setting 'nam': sorry");
	mistake_add(&d.mistakes, "/etc/rmcu.conf", 12, "channels.ac_line.name",
		    "bad: site.name: x");
	mistake_add(&d.mistakes, "/etc/rmcu.conf", 3, NULL, "syntax error");
	result_fill(&m, EINVAL, 9, &d);
	ASSERT_EQ(m.n_mistakes, 3);
	ASSERT_STREQ(m.mistakes[0].path, "site.nam");
	ASSERT_STREQ(m.mistakes[0].sentence, "site has no setting 'nam': sorry");
	ASSERT_STREQ(m.mistakes[1].path, "channels.ac_line.name");
	ASSERT_STREQ(m.mistakes[1].sentence, "bad: site.name: x (/etc/rmcu.conf:12)");
	ASSERT_STREQ(m.mistakes[2].path, "");
	ASSERT_STREQ(m.mistakes[2].sentence, "/etc/rmcu.conf:3: syntax error");
	ASSERT_STREQ(m.sentence, "nothing was changed: 3 mistakes");
	change_decision_done(&d);
}

TEST(one_sentence_alone_is_the_sentence)
{
	struct change_decision d = CHANGE_DECISION_INIT;

	mistake_add(&d.mistakes, NULL, 0, NULL, "the settings have changed meanwhile");
	result_fill(&m, ESTALE, 9, &d);
	ASSERT_STREQ(m.sentence, "nothing was changed: the settings have changed meanwhile");
	change_decision_done(&d);
	result_fill(&m, ENOMEM, 9, &d);
	ASSERT_STREQ(m.sentence, "nothing was changed: Cannot allocate memory");
}

TEST(more_mistakes_than_fit)
{
	struct change_decision d = CHANGE_DECISION_INIT;
	static uint8_t packet[WIRE_PACKET_MAX];

	for (int i = 0; i < 200; i++)
		mistake_add(&d.mistakes, NULL, 0, "site.name", "%0300d", i);
	result_fill(&m, EINVAL, 9, &d);
	ASSERT_EQ(m.n_mistakes, WIRE_MISTAKES_MAX);
	ASSERT_GT(msg_settings_result_put(packet, sizeof(packet), 1, &m), 0);
	change_decision_done(&d);
}

TEST(audit_line)
{
	struct actor actor = { .name = "anna", .address = "192.0.2.7", .door = "web" };
	struct change_audit a = { .before = (char *)"old", .after = (char *)"new" };
	struct text out = TEXT_INIT, why = TEXT_INIT;

	ASSERT_OK(path_parse("channels.ac_line.name", &a.path, &why));
	audit_print(&actor, &a, &out);
	ASSERT_STREQ(text_get(&out), "'anna' (web, 192.0.2.7) changed channels.ac_line.name: "
				     "'old' is now 'new'");
	text_done(&out);
}
