// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Alarms and outputs as pages: who sees what, in which order, and what hostile names become. */
#include "daemons/webd/page_forms.h"
#include "daemons/webd/public.h"
#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

#include "lib/base/calendar.h"
#include "lib/base/util.h"

#define HOSTILE "<script>\"'&"
#define QUOTED	"&lt;script&gt;&quot;&#39;&amp;"

static const struct visitor nobody,
	viewer = { .role = USER_VIEWER, .name = "vera", .door = "web", .csrf = "c0ffee" },
	control = { .role = USER_CONTROL, .name = "connie", .door = "web", .csrf = "c0ffee" };
static struct fixture u;
static struct alarm alarms[4];
static const struct alarm *list[4];
static struct present_alarms all;
static struct settings st;
static struct text out;

static void add_alarm(unsigned i, const char *id, enum alarm_priority p, int64_t ago_s)
{
	alarms[i] = (struct alarm){ .channel = "volts_battery",
				    .when = ALARM_BELOW,
				    .priority = p,
				    .active = true,
				    .occurrence = i + 1 };
	strcpy(alarms[i].id, id);
	alarms[i].raised.wall_us = u.snapshot.now.wall_us - ago_s * USEC_PER_SEC;
	list[i] = &alarms[i];
	all.n = i + 1;
}

static void unit(void)
{
	fixture_init(&u);
	memset(&st, 0, sizeof(st));
	strcpy(u.channels[VOLTS].name, HOSTILE);
	strcpy(u.channels[SUPPLY].name, HOSTILE);
	strcpy(u.channels[SUPPLY].state_text[1], "<b>OFF");
	u.channels[SUPPLY].source = SOURCE_SIM;
	all = (struct present_alarms){ .watched = true, .log_trouble = "", .may_raise = true };
	all.list = list;
	u.status.alarms = &all;
	st.n_alarms = 2;
	strcpy(st.alarms[0].id, "cause");
	strcpy(st.alarms[0].instruction, "Call " HOSTILE);
	strcpy(st.alarms[1].id, "follows");
	strcpy(st.alarms[1].cause, "cause");
	text_clear(&out);
}

static const char *page(const struct visitor *who)
{
	text_clear(&out);
	page_alarm_list(&out, &u.status, &st, who);
	ASSERT_TRUE(text_ok(&out));
	ASSERT_TRUE(strstr(text_get(&out), "<script") == NULL);
	return text_get(&out);
}

/* Where an alarm's form stands on the page. */
static const char *form_of(const char *html, const char *id)
{
	char action[96];
	const char *at;

	(void)snprintf(action, sizeof(action), "/api/v1/alarms/%s/shelve", id);
	at = strstr(html, action);
	ASSERT_TRUE(at != NULL);
	return at;
}

TEST(order_and_consequences)
{
	const char *html;

	unit();
	add_alarm(0, "old", PRIORITY_HIGH, 100);
	add_alarm(1, "follows", PRIORITY_CRITICAL, 10);
	alarms[1].consequence = true;
	add_alarm(2, "seen", PRIORITY_CRITICAL, 5);
	alarms[2].acknowledged = true;
	add_alarm(3, "cause", PRIORITY_HIGH, 20);
	html = page(&control);
	/* the newer of the two that nobody has seen, what follows from it, the other, the seen one
	 */
	ASSERT_TRUE(form_of(html, "cause") < form_of(html, "follows"));
	ASSERT_TRUE(form_of(html, "follows") < form_of(html, "old"));
	ASSERT_TRUE(form_of(html, "old") < form_of(html, "seen"));
	ASSERT_CONTAINS(html, " class=\"alarm p1 un con\">");
	ASSERT_CONTAINS(html, QUOTED);
}

TEST(those_that_name_each_other_are_shown_once)
{
	const char *html;

	unit();
	strcpy(st.alarms[0].cause, "follows");
	add_alarm(0, "cause", PRIORITY_LOW, 1);
	add_alarm(1, "follows", PRIORITY_LOW, 2);
	alarms[0].consequence = alarms[1].consequence = true;
	html = page(&control);
	ASSERT_TRUE(strstr(form_of(html, "cause") + 20, "/alarms/cause/shelve") == NULL);
	ASSERT_TRUE(strstr(form_of(html, "follows") + 20, "/alarms/follows/shelve") == NULL);
}

TEST(who_sees_what)
{
	unit();
	add_alarm(0, "cause", PRIORITY_LOW, 1);
	alarms[0].latched = true;
	ASSERT_TRUE(strstr(page(&nobody), "<form") == NULL &&
		    strstr(text_get(&out), "Call") == NULL);
	ASSERT_TRUE(strstr(page(&viewer), "<form") == NULL);
	ASSERT_CONTAINS(text_get(&out), "Call " QUOTED);
	ASSERT_CONTAINS(page(&control), "/api/v1/alarms/cause/acknowledge");
	ASSERT_CONTAINS(text_get(&out), "/api/v1/alarms/cause/reset");
	ASSERT_CONTAINS(text_get(&out), "name=\"csrf\" value=\"c0ffee\"");
	ASSERT_CONTAINS(text_get(&out), "name=\"occurrence\" value=\"1\"");
}

TEST(cleared_and_shelved)
{
	static struct public public;

	unit();
	add_alarm(0, "gone", PRIORITY_LOW, 60);
	alarms[0].active = false;
	add_alarm(1, "shelved", PRIORITY_LOW, 60);
	alarms[1].shelved = true;
	strcpy(alarms[1].by, "anna");
	strcpy(alarms[1].note, HOSTILE);
	ASSERT_CONTAINS(page(&viewer), "Cleared, not acknowledged");
	ASSERT_CONTAINS(text_get(&out), "class=\"alarm p4\"><svg class=\"sym rtn\"");
	ASSERT_CONTAINS(text_get(&out), "Shelved by anna until ");
	ASSERT_CONTAINS(text_get(&out), "Reason: " QUOTED);
	text_clear(&out);
	page_alarm_list(&out, public_status(&public, &u.status), &st, &nobody);
	ASSERT_TRUE(strstr(text_get(&out), "anna") == NULL);
	ASSERT_TRUE(strstr(text_get(&out), "Reason") == NULL);
	ASSERT_CONTAINS(text_get(&out), "Shelved until ");
}

/* "2026-11-23 07:47:05" of so many seconds ago. */
static const char *ago(int64_t s)
{
	static char text[CALENDAR_SHORT_MAX];

	calendar_second(u.snapshot.now.wall_us - s * USEC_PER_SEC, text);
	return text;
}

TEST(what_is_over_says_since_when)
{
	AUTO_TEXT struct text said = TEXT_INIT;

	unit();
	u.snapshot.now.wall_us = INT64_C(1795780800) * USEC_PER_SEC; /* noon somewhere */
	add_alarm(0, "gone", PRIORITY_HIGH, 61);
	alarms[0].active = false;
	alarms[0].cleared.wall_us = u.snapshot.now.wall_us - 7 * USEC_PER_SEC;
	for (int status = 0; status < 2; status++) {
		text_clear(&out);
		if (status)
			page_alarms(&out, &u.status, &st, &viewer);
		else
			page_alarm_list(&out, &u.status, &st, &viewer);
		text_clear(&said);
		text_printf(&said, ">%s</time>, not acknowledged<", ago(7) + strlen("2026-11-23 "));
		ASSERT_CONTAINS(text_get(&out), text_get(&said));
		ASSERT_CONTAINS(text_get(&out), ">Cleared <time datetime=\"");
		text_clear(&said);
		text_printf(&said, ">%s</time></p>", ago(61) + strlen("2026-11-23 "));
		ASSERT_CONTAINS(text_get(&out), text_get(&said));
		ASSERT_CONTAINS(text_get(&out), " · raised <time datetime=\"");
	}
	/* another day is named */
	alarms[0].cleared.wall_us -= 2 * 86400 * USEC_PER_SEC;
	text_clear(&said);
	text_printf(&said, ">%s</time>, not acknowledged<", ago(7 + 2 * 86400));
	ASSERT_CONTAINS(page(&viewer), text_get(&said));
}

TEST(the_number_at_alarms)
{
	struct page p = { .unacknowledged = 0 };

	text_clear(&out);
	page_frame(&out, &p);
	ASSERT_CONTAINS(text_get(&out), "<span data-live=\"page.badge\"></span>");
	p.unacknowledged = 3;
	page_frame(&out, &p);
	ASSERT_CONTAINS(text_get(&out), ">3<");
	p.unacknowledged = -1;
	page_frame(&out, &p);
	ASSERT_CONTAINS(text_get(&out), ">?<span class=\"vh\"> not known<");
	ASSERT_EQ(page_live_of("frame"), PAGE_FRAME);
	ASSERT_EQ(page_live_of("alarms"), PAGE_ALARMS);
	ASSERT_EQ(page_live_of("status"), PAGE_STATUS);
	ASSERT_EQ(page_live_of("other"), PAGE_STATUS);
	ASSERT_EQ(page_live_of(NULL), PAGE_STATUS);
}

TEST(unknown_is_not_none)
{
	unit();
	all.watched = false;
	all.why_not = "rmcu-alarmd does not answer";
	ASSERT_CONTAINS(page(&nobody), "Alarms are unknown");
	ASSERT_TRUE(strstr(text_get(&out), "No active") == NULL);
	all.watched = true;
	ASSERT_CONTAINS(page(&nobody), "No active alarms");
}

TEST(switches)
{
	const struct channel *c = &u.channels[SUPPLY];
	struct output_state *o = &u.snapshot.outputs[0];

	unit();
	ASSERT_TRUE(page_may_switch(&control, c) && !page_may_switch(&viewer, c));
	page_switch(&out, c, o, 0, &control);
	ASSERT_CONTAINS(text_get(&out), "action=\"/api/v1/outputs/power_supply\"");
	/* what it is already is nothing to send */
	ASSERT_CONTAINS(text_get(&out),
			"type=\"button\" class=\"u-green\" aria-pressed=\"true\">ON<");
	ASSERT_CONTAINS(text_get(&out), "value=\"active\">&lt;b&gt;OFF<");
	text_clear(&out);
	u.channels[SUPPLY].confirm = true;
	o->active = o->unconfirmed = true;
	o->until_us = 42 * USEC_PER_SEC;
	page_switch(&out, c, o, 0, &control);
	ASSERT_CONTAINS(text_get(&out), "method=\"get\" action=\"/outputs/power_supply\"");
	ASSERT_CONTAINS(text_get(&out), ">0:42<");
	ASSERT_CONTAINS(text_get(&out), "Keep &lt;b&gt;OFF<");
	ASSERT_CONTAINS(text_get(&out), "Return to ON now<");
}

/* The bar of a value with these limits, in a channel of 0 to 20. */
static const char *bar(int64_t value, int64_t low, int64_t high)
{
	struct channel c = { .id = "volts", .range_max = 20 * MICRO };
	const struct sample sample = { .value = value * MICRO, .quality = QUALITY_OK };

	text_clear(&out);
	page_bar(&out, &c, &sample, low == SETTINGS_UNSET ? low : low * MICRO,
		 high == SETTINGS_UNSET ? high : high * MICRO);
	return text_get(&out);
}

TEST(a_bar_shows_where_a_value_stands)
{
	struct channel c = { .id = "x",
			     .range_min = -1000000 * MICRO,
			     .range_max = 1000000 * MICRO };
	const struct sample lost = { .quality = QUALITY_STALE };

	ASSERT_CONTAINS(bar(13, 12, 16), "class=\"ok\" x=\"25%\" width=\"50%\"");
	ASSERT_CONTAINS(text_get(&out), "class=\"mk\" x=\"38%\"");
	ASSERT_CONTAINS(text_get(&out), "aria-hidden=\"true\" data-live=\"bar.volts\"");
	/* what is far off stands at the end, and is not out of the picture */
	ASSERT_CONTAINS(bar(900, 12, 16), "class=\"mk\" x=\"98%\"");
	ASSERT_CONTAINS(bar(-900, 12, 16), "class=\"mk\" x=\"0%\"");
	/* one limit, or none that can be reached: what the sensor measures */
	ASSERT_CONTAINS(bar(10, 5, SETTINGS_UNSET), "class=\"ok\" x=\"25%\" width=\"75%\"");
	ASSERT_CONTAINS(text_get(&out), "class=\"mk\" x=\"50%\"");
	ASSERT_CONTAINS(bar(10, -1000, 1000), "class=\"ok\" x=\"0%\" width=\"100%\"");
	ASSERT_TRUE(strstr(bar(10, SETTINGS_UNSET, SETTINGS_UNSET), "class=\"ok\"") == NULL);
	/* what is not known stands nowhere, and without a scale there is no bar */
	text_clear(&out);
	page_bar(&out, &c, &lost, 12 * MICRO, 16 * MICRO);
	ASSERT_TRUE(strstr(text_get(&out), "class=\"mk\"") == NULL);
	text_clear(&out);
	page_bar(&out, &c, &lost, SETTINGS_UNSET, SETTINGS_UNSET);
	ASSERT_EQ(out.len, 0);
}

TEST(before_it_is_done)
{
	unit();
	u.channels[SUPPLY].confirm = true;
	st.n_channels = 1;
	strcpy(st.channels[0].info.id, "power_supply");
	st.channels[0].confirm_s = 90;
	page_output(&out, &u.status, &st, SUPPLY, true, &control);
	ASSERT_CONTAINS(text_get(&out), "Switch to &lt;b&gt;OFF for 1 min 30 s");
	ASSERT_CONTAINS(text_get(&out), "It returns to ON by itself");
	ASSERT_TRUE(strstr(text_get(&out), "<script") == NULL);
	text_clear(&out);
	page_output(&out, &u.status, &st, SUPPLY, false, &control);
	ASSERT_TRUE(strstr(text_get(&out), "<form") == NULL);
}

/* The sign in the row of a channel on Status. */
static const char *sign_of(unsigned channel)
{
	static char sign[256];
	char row[64];
	const char *at, *end;

	text_clear(&out);
	page_channels(&out, &u.status, &st, &viewer);
	(void)snprintf(row, sizeof(row), "<li data-live=\"row.%s\"", u.channels[channel].id);
	at = strstr(text_get(&out), row);
	ASSERT_TRUE(at != NULL);
	at = strstr(at, "<svg");
	end = strstr(at, "</svg>");
	ASSERT_TRUE(end && end - at < (ptrdiff_t)sizeof(sign));
	(void)snprintf(sign, sizeof(sign), "%.*s", (int)(end - at), at);
	return sign;
}

static void watch(const char *channel)
{
	strcpy(st.alarms[0].channel, channel);
	st.alarms[0].enabled = true;
}

TEST(chosen_colours_tint_the_sign_of_a_contact)
{
	struct sample *contact = &u.snapshot.samples[DC_OK];

	unit();
	u.channels[DC_OK].colour[0] = COLOUR_RED;
	u.channels[DC_OK].colour[1] = COLOUR_GREEN;
	ASSERT_CONTAINS(sign_of(DC_OK), "class=\"i u-green\"");
	ASSERT_CONTAINS(sign_of(DC_OK), "\"No limits set\"");
	watch("dc_ok");
	ASSERT_CONTAINS(sign_of(DC_OK), "class=\"i u-green\"");
	ASSERT_CONTAINS(sign_of(DC_OK), "\"Normal\"");
	/* another state is another shape too */
	contact->value = 0;
	ASSERT_CONTAINS(sign_of(DC_OK), "class=\"i u-red\"");
	ASSERT_CONTAINS(sign_of(DC_OK), "\"Not as usual\"");
	u.channels[DC_OK].colour[0] = COLOUR_GREY;
	ASSERT_CONTAINS(sign_of(DC_OK), "class=\"i u-grey\"");
	/* what is not known has no colour, and an alarm its own */
	contact->quality = QUALITY_STALE;
	ASSERT_CONTAINS(sign_of(DC_OK), "class=\"i\"");
	contact->quality = QUALITY_OK;
	add_alarm(0, "open", PRIORITY_HIGH, 1);
	strcpy(alarms[0].channel, "dc_ok");
	ASSERT_CONTAINS(sign_of(DC_OK), "class=\"sym p2 un\"");
	/* but one that is shelved is one all the same */
	alarms[0].shelved = true;
	ASSERT_CONTAINS(sign_of(DC_OK), "class=\"i u-grey\"");
	ASSERT_CONTAINS(sign_of(DC_OK), "\"Its alarm is shelved\"");
}

TEST(chosen_colours_tint_the_sign_of_a_value)
{
	unit();
	strcpy(u.channels[VOLTS].name, "Volts");
	u.channels[VOLTS].colour[0] = COLOUR_GREY;
	u.channels[VOLTS].colour[1] = COLOUR_RED;
	/* nothing is claimed of what nobody watches */
	ASSERT_CONTAINS(sign_of(VOLTS), "class=\"i mut\"");
	watch("volts_battery");
	ASSERT_CONTAINS(sign_of(VOLTS), "class=\"i u-grey\"");
	ASSERT_CONTAINS(sign_of(VOLTS), "\"Normal\"");
	add_alarm(0, "low", PRIORITY_LOW, 1);
	ASSERT_CONTAINS(sign_of(VOLTS), "class=\"sym p4 un\"");
	alarms[0].shelved = true;
	ASSERT_CONTAINS(sign_of(VOLTS), "class=\"i u-red\"");
	/* never a row or a number */
	ASSERT_TRUE(strstr(text_get(&out), "<li class=\"u-") == NULL &&
		    strstr(text_get(&out), "num u-") == NULL);
}

TEST(the_foot_says_which_unit_it_is)
{
	unit();
	page_status(&out, &u.status, &st, &viewer);
	ASSERT_CONTAINS(text_get(&out), "<span>Model HU-2012</span><span>Version 1.2.3</span>");
	strcpy(st.device.serial, HOSTILE);
	strcpy(st.device.hardware, "B2");
	text_clear(&out);
	page_status(&out, &u.status, &st, &viewer);
	ASSERT_CONTAINS(text_get(&out), "<span>Serial number " QUOTED "</span><span>Hardware "
					"B2</span><span>Version 1.2.3</span>");
	text_clear(&out);
	page_status(&out, &u.status, &st, &nobody);
	ASSERT_TRUE(strstr(text_get(&out), "Serial") == NULL &&
		    strstr(text_get(&out), "B2<") == NULL);
}

TEST(signs_by_their_names)
{
	text_clear(&out);
	page_some_signs(&out, "p1 nothing x");
	ASSERT_CONTAINS(text_get(&out), "<symbol id=\"p1\"");
	ASSERT_CONTAINS(text_get(&out), "<symbol id=\"x\"");
	ASSERT_TRUE(strstr(text_get(&out), "\"p2\"") == NULL);
}
