// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* From fields to what is asked of alarmd, sensord and notifyd. */
#include "daemons/webd/order.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static const struct channel channels[] = {
	{ .id = "door", .name = "Door", .kind = CHANNEL_DIGITAL_IN },
	{ .id = "fan", .name = "Fan", .kind = CHANNEL_DIGITAL_OUT, .state_text = { "ON", "OFF" } },
};
static const struct visitor who = { .name = "ops", .door = "web", .role = USER_CONTROL };
static struct snapshot now;
static struct fields f;
static struct order o;
static struct text why;
static bool waits;

static unsigned order(enum order_verb verb, const char *id, const char *body)
{
	const struct order_world w = { .id = id,
				       .channels = channels,
				       .n_channels = ARRAY_SIZE(channels),
				       .now = &now,
				       .who = &who,
				       .address = "10.0.0.1" };
	const char *wrong;

	now.n_outputs = 1;
	now.outputs[0] =
		(struct output_state){ .channel = 1, .active = true, .unconfirmed = waits };
	text_clear(&why);
	ASSERT_EQ(fields_read(&f, "application/x-www-form-urlencoded", body, strlen(body), &wrong),
		  0);
	return order_read(verb, &f, &w, &o, &why);
}

TEST(who_asks_is_said)
{
	ASSERT_EQ(order(ORDER_ACKNOWLEDGE, "door", "note=seen&occurrence=7&csrf=x&back=m"), 0);
	ASSERT_STREQ(o.alarm.alarm, "door");
	ASSERT_STREQ(o.alarm.note, "seen");
	ASSERT_EQ(o.alarm.occurrence, 7);
	ASSERT_STREQ(o.alarm.actor.name, "ops");
	ASSERT_STREQ(o.alarm.actor.door, "web");
	ASSERT_STREQ(o.alarm.actor.address, "10.0.0.1");
	ASSERT_EQ(order(ORDER_CONFIRM, "fan", ""), 0);
	ASSERT_STREQ(o.confirm.channel, "fan");
	ASSERT_STREQ(o.confirm.actor.name, "ops");
}

TEST(a_test_has_its_recipient)
{
	ASSERT_EQ(order(ORDER_TRY, "anna", "csrf=x"), 0);
	ASSERT_STREQ(o.test.recipient, "anna");
	ASSERT_STREQ(o.test.actor.name, "ops");
	ASSERT_STREQ(o.test.actor.door, "web");
	ASSERT_EQ(order(ORDER_TRY, "An na", ""), 404);
	ASSERT_EQ(order(ORDER_TRY, "anna", "note=x"), 422);
}

TEST(shelving)
{
	ASSERT_EQ(order(ORDER_SHELVE, "door", "for=30min&reason="), 0);
	ASSERT_EQ(o.alarm.for_s, 1800);
	ASSERT_EQ(order(ORDER_SHELVE, "door", "for=7d"), 0);
	ASSERT_EQ(order(ORDER_SHELVE, "door", "for=604801"), 422);
	ASSERT_EQ(order(ORDER_SHELVE, "door", "for=0"), 422);
	ASSERT_EQ(order(ORDER_SHELVE, "door", "for=soon"), 422);
	ASSERT_EQ(order(ORDER_SHELVE, "door", "reason=x"), 422);
	ASSERT_CONTAINS(text_get(&why), "say how long");
}

TEST(states_of_outputs)
{
	/* its own words are the other way about */
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=on"), 0);
	ASSERT_EQ(o.set.action, OUTPUT_OFF);
	ASSERT_EQ(o.set.confirm_s, CONFIRM_S_DEFAULT);
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=active&confirm=0"), 0);
	ASSERT_EQ(o.set.action, OUTPUT_ON);
	ASSERT_EQ(o.set.confirm_s, 0);
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=toggle"), 0);
	ASSERT_EQ(o.set.action, OUTPUT_OFF);
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=pulse&for=500ms&dry_run=true"), 0);
	ASSERT_EQ(o.set.pulse_ms, 500);
	ASSERT_TRUE(o.set.dry_run);
	ASSERT_TRUE(!o.settle);
	/* nothing waits */
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=return"), 409);
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=release"), 0);
	ASSERT_EQ(o.set.action, OUTPUT_RELEASE);
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=pulse&for=3601"), 422);
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=on&for=1"), 422);
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=on&dry_run=perhaps"), 422);
	ASSERT_EQ(order(ORDER_OUTPUT, "door", "state=on"), 404);
	ASSERT_EQ(order(ORDER_OUTPUT, "nothing", "state=on"), 404);
}

TEST(what_waits_returns)
{
	waits = true;
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=return"), 0);
	ASSERT_EQ(o.set.action, OUTPUT_OFF);
	ASSERT_TRUE(o.settle);
	waits = false;
}

TEST(what_is_not_understood_is_refused)
{
	ASSERT_EQ(order(ORDER_UNSHELVE, "door", "for=1h"), 422);
	ASSERT_STREQ(text_get(&why), "there is no field 'for' here; there is none");
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=on&note=x"), 422);
	ASSERT_CONTAINS(text_get(&why), "there are state, for, confirm, reason, dry_run");
	/* nothing of the bytes of a stranger comes back that is no text */
	ASSERT_EQ(order(ORDER_OUTPUT, "fan", "state=%1b%5b2J"), 422);
	ASSERT_TRUE(strchr(text_get(&why), '\x1b') == NULL);
	ASSERT_EQ(order(ORDER_ACKNOWLEDGE, "door", "note=a%0d%0ab"), 422);
	ASSERT_EQ(order(ORDER_ACKNOWLEDGE, "door", "%1b=x"), 422);
	ASSERT_TRUE(strchr(text_get(&why), '\x1b') == NULL);
}

TEST(answers)
{
	ASSERT_EQ(order_status(ORDER_ACKNOWLEDGE, 0), 200);
	ASSERT_EQ(order_status(ORDER_ACKNOWLEDGE, EALREADY), 200);
	ASSERT_EQ(order_status(ORDER_OUTPUT, EALREADY), 409);
	ASSERT_EQ(order_status(ORDER_SHELVE, ENOENT), 404);
	ASSERT_EQ(order_status(ORDER_CONFIRM, ENOENT), 409);
	ASSERT_EQ(order_status(ORDER_OUTPUT, EACCES), 403);
	ASSERT_EQ(order_status(ORDER_ACKNOWLEDGE, EAGAIN), 503);
	ASSERT_EQ(order_status(ORDER_RESET, EBUSY), 409);
	/* the word of a server outside is no fault of the unit's */
	ASSERT_EQ(order_status(ORDER_TRY, EAGAIN), 502);
	ASSERT_EQ(order_status(ORDER_TRY, EREMOTEIO), 502);
	ASSERT_EQ(order_status(ORDER_TRY, EIO), 503);
	ASSERT_EQ(order_status(ORDER_TRY, ENOENT), 404);
	ASSERT_EQ(order_status(ORDER_TRY, EBUSY), 409);
}

TEST(the_way_back_is_of_a_list)
{
	(void)order(ORDER_RESET, "door", "back=status");
	ASSERT_STREQ(order_back(&f), "/");
	(void)order(ORDER_RESET, "door", "back=m");
	ASSERT_STREQ(order_back(&f), "/m");
	(void)order(ORDER_RESET, "door", "back=//evil.example/");
	ASSERT_STREQ(order_back(&f), "/alarms");
	(void)order(ORDER_RESET, "door", "");
	ASSERT_STREQ(order_back(&f), "/alarms");
}
