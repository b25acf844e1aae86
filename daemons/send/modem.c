// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A text message by ModemManager: the first modem that is registered in a network has it sent. And
 * how that modem is. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "daemons/send/carrier.h"
#include "daemons/send/modem_state.h"
#include "lib/base/util.h"
#include "lib/daemon/errand.h"

#define MANAGER	  "org.freedesktop.ModemManager1"
#define MODEM	  MANAGER ".Modem"
#define CELLULAR  MODEM ".Modem3gpp"
#define MESSAGING MODEM ".Messaging"
#define SMS	  MANAGER ".Sms"
#define PATH_ROOM 256

/* The modem that is the unit's. */
struct found {
	char path[PATH_ROOM];
	struct modem_state modem;
};

static int read_modem(sd_bus_message *m, const char *name, struct modem_state *modem)
{
	int recent = 0, r;

	if (streq(name, "State"))
		return sd_bus_message_read(m, "v", "i", &modem->state);
	if (!streq(name, "SignalQuality"))
		return sd_bus_message_skip(m, "v");
	r = sd_bus_message_read(m, "v", "(ub)", &modem->quality, &recent);
	modem->recent = recent;
	return r;
}

/* One property of an interface. */
static int read_property(sd_bus_message *m, const char *interface, struct modem_state *modem)
{
	const char *name;
	int r = sd_bus_message_read(m, "s", &name);

	if (r < 0)
		return r;
	if (streq(interface, MODEM))
		return read_modem(m, name, modem);
	if (streq(interface, CELLULAR) && streq(name, "RegistrationState"))
		return sd_bus_message_read(m, "v", "u", &modem->registration);
	return sd_bus_message_skip(m, "v");
}

/* One interface of an object, with its properties. */
static int read_interface(sd_bus_message *m, struct modem_state *modem)
{
	const char *name;
	int r = sd_bus_message_read(m, "s", &name);

	if (r < 0)
		return r;
	modem->there |= streq(name, MODEM);
	modem->texts |= streq(name, MESSAGING);
	modem->cellular |= streq(name, CELLULAR);
	r = sd_bus_message_enter_container(m, 'a', "{sv}");
	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		r = read_property(m, name, modem);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_object(sd_bus_message *m, struct found *found)
{
	struct modem_state modem = { 0 };
	const char *name;
	int r = sd_bus_message_read(m, "o", &name);

	if (r >= 0)
		r = sd_bus_message_enter_container(m, 'a', "{sa{sv}}");
	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sa{sv}")) > 0) {
		r = read_interface(m, &modem);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	if (r >= 0 && modem_better(&modem, &found->modem)) {
		found->modem = modem;
		(void)snprintf(found->path, sizeof(found->path), "%s", name);
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

/* The one that sends, else the first; `there` is false when there is none. */
static int find_modem(sd_bus *bus, sd_bus_error *error, struct found *ret)
{
	sd_bus_message *reply = NULL;
	int r = sd_bus_call_method(bus, MANAGER, "/org/freedesktop/ModemManager1",
				   "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", error,
				   &reply, "");

	*ret = (struct found){ 0 };
	if (r >= 0)
		r = sd_bus_message_enter_container(reply, 'a', "{oa{sa{sv}}}");
	while (r >= 0 && (r = sd_bus_message_enter_container(reply, 'e', "oa{sa{sv}}")) > 0) {
		r = read_object(reply, ret);
		if (r >= 0)
			r = sd_bus_message_exit_container(reply);
	}
	sd_bus_message_unref(reply);
	return r;
}

static int send_text(sd_bus *bus, sd_bus_error *error, const char *modem, const char *number,
		     const char *text)
{
	sd_bus_message *reply = NULL;
	sd_bus_error ignored = SD_BUS_ERROR_NULL;
	const char *sms;
	int r = sd_bus_call_method(bus, MANAGER, modem, MESSAGING, "Create", error, &reply, "a{sv}",
				   2, "number", "s", number, "text", "s", text);

	if (r >= 0)
		r = sd_bus_message_read(reply, "o", &sms);
	if (r >= 0) {
		r = sd_bus_call_method(bus, MANAGER, sms, SMS, "Send", error, NULL, "");
		/* sent or not, a modem keeps it, and has room for a few */
		(void)sd_bus_call_method(bus, MANAGER, modem, MESSAGING, "Delete", &ignored, NULL,
					 "o", sms);
		sd_bus_error_free(&ignored);
	}
	sd_bus_message_unref(reply);
	return r;
}

/* Who may not today may not tomorrow, and a number that is none stays so; all else may come right.
 */
static bool for_good(const sd_bus_error *error)
{
	static const char *const names[] = {
		"org.freedesktop.DBus.Error.AccessDenied",
		MANAGER ".Error.Core.Unauthorized",
		MANAGER ".Error.Core.InvalidArgs",
		MANAGER ".Error.Core.Unsupported",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (sd_bus_error_has_name(error, names[i]))
			return true;
	return false;
}

/* It was asked to send, and has not said what came of it. */
static bool is_without_answer(const sd_bus_error *error, int r)
{
	return r == -ETIMEDOUT || sd_bus_error_has_name(error, SD_BUS_ERROR_NO_REPLY) ||
	       sd_bus_error_has_name(error, SD_BUS_ERROR_TIMEOUT);
}

static void deliver(sd_bus *bus, const struct msg_send *m, struct msg_sent *ret)
{
	struct found found;
	char text[SEND_BODY_MAX + 1];
	sd_bus_error error = SD_BUS_ERROR_NULL;
	bool unsure = false;
	int r = find_modem(bus, &error, &found);

	(void)snprintf(text, sizeof(text), "%.*s", (int)m->body_len, (const char *)m->body);
	if (r >= 0 && !modem_sends(&found.modem)) {
		errand_says(ret, OUTCOME_TEMPORARY, 0, "no modem is registered in a network");
		return;
	}
	if (r >= 0) {
		r = send_text(bus, &error, found.path, m->to, text);
		unsure = r < 0 && is_without_answer(&error, r);
	}
	if (r >= 0)
		errand_says(ret, OUTCOME_DELIVERED, 0, "the network has taken it");
	else
		errand_says(ret, for_good(&error) ? OUTCOME_PERMANENT : OUTCOME_TEMPORARY, 0,
			    "ModemManager: %s", error.message ? error.message : strerror(-r));
	ret->unsure = unsure;
	sd_bus_error_free(&error);
}

/* The system's bus; each of so many calls may last its share of the limit. */
static int open_bus(uint32_t limit_ms, unsigned calls, sd_bus **ret)
{
	int r = sd_bus_open_system(ret);

	return r < 0 ? r
		     : sd_bus_set_method_call_timeout(
			       *ret, (uint64_t)limit_ms * USEC_PER_MSEC / calls + 1);
}

void modem_deliver(const struct msg_send *m, struct msg_sent *ret)
{
	sd_bus *bus = NULL;
	/* to find it, Create and Send */
	int r = open_bus(m->limit_ms, 3, &bus);

	if (r >= 0)
		deliver(bus, m, ret);
	else
		errand_says(ret, OUTCOME_TEMPORARY, 0, "no way to the system's bus: %s",
			    strerror(-r));
	sd_bus_flush_close_unref(bus);
}

void modem_ask(uint32_t limit_ms, struct msg_modem *ret)
{
	sd_bus_error error = SD_BUS_ERROR_NULL;
	char words[2 * sizeof(ret->why)];
	struct found found;
	sd_bus *bus = NULL;
	int opened = open_bus(limit_ms, 1, &bus);
	int r = opened < 0 ? opened : find_modem(bus, &error, &found);

	if (r < 0)
		found = (struct found){ 0 };
	modem_tells(&found.modem, ret);
	if (r < 0) {
		(void)snprintf(words, sizeof(words), "%s: %s",
			       opened < 0 ? "no way to the system's bus" : "ModemManager",
			       error.message ? error.message : strerror(-r));
		errand_clean(ret->why, sizeof(ret->why), words, strlen(words));
	}
	sd_bus_error_free(&error);
	sd_bus_flush_close_unref(bus);
}
