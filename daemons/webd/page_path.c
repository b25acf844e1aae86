// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The power path drawn: mains, supply, load and battery, and what flows between them, as
 * lib/present/power decides. */
#include "daemons/webd/html.h"
#include "daemons/webd/page.h"
#include "lib/present/battery_path.h"
#include "lib/present/power.h"

struct path {
	const struct present_status *s;
	enum power_answer mains, supply;
	enum power_source source;
	struct battery_path battery;
};

/* The first channel of a role, NULL when there is none. */
static const struct channel *channel_of(const struct path *p, enum channel_role role,
					const struct sample **ret_sample)
{
	for (unsigned i = 0; i < present_n_readings(p->s); i++) {
		if (p->s->channels[i].role != role)
			continue;
		*ret_sample = &p->s->snapshot->samples[i];
		return &p->s->channels[i];
	}
	return NULL;
}

static void add_value(struct text *out, const struct path *p, enum channel_role role)
{
	const struct present_table t = present_status_table(p->s);
	AUTO_TEXT struct text number = TEXT_INIT;
	const struct sample *sample;
	const struct channel *c = channel_of(p, role, &sample);

	if (!c)
		return;
	present_value_number(&number, c, sample, &t.style);
	text_add(out, "<span><span");
	html_live(out, "path", channel_role_to_name(role));
	text_add_char(out, '>');
	html_add(out, &number);
	text_add(out, "</span> <small>");
	html_text(out, present_unit(c, &t.style));
	text_add(out, "</small></span>");
}

/* A node; its alarm, if a channel of it has one, colours it. */
static void begin_node(struct text *out, const struct path *p, const char *class, const char *sign,
		       const char *name, enum channel_role role)
{
	const struct sample *sample;
	const struct channel *c = channel_of(p, role, &sample);
	const struct alarm *a = c ? page_alarm_of(p->s, c->id) : NULL;

	text_add(out, "<div");
	html_live(out, "path", sign);
	text_printf(out, " class=\"node %s", class);
	if (a)
		text_printf(out, " bad%s p%u", a->acknowledged ? "" : " un",
			    page_priority(a->priority));
	text_printf(out, "\" role=\"group\" aria-label=\"%s\">", name);
	html_sign(out, "i", sign, NULL);
	text_printf(out, "<h3>%s</h3>", name);
}

static void add_mains(struct text *out, const struct path *p)
{
	static const char *const words[] = { "Not measured", "Failed", "Present" };

	begin_node(out, p, p->mains == POWER_NO ? "nm off" : "nm", "mains", "Mains", ROLE_AC_LINE);
	text_printf(out, "<p class=\"st\">%s</p><p class=\"val\">", words[p->mains]);
	add_value(out, p, ROLE_AC_LINE);
	text_add(out, "</p></div>\n");
}

static void add_supply(struct text *out, const struct path *p)
{
	static const char *const words[] = { "Not known", "Gives nothing", "On" };

	begin_node(out, p, p->supply == POWER_NO ? "ns off" : "ns", "supply", "Supply",
		   ROLE_SUPPLY_VOLTS);
	text_printf(out, "<p class=\"st\">%s</p><p class=\"val\">", words[p->supply]);
	add_value(out, p, ROLE_SUPPLY_VOLTS);
	add_value(out, p, ROLE_SUPPLY_AMPS);
	text_add(out, "</p></div>\n");
}

static const char *load_words(const struct path *p)
{
	switch (p->source) {
	case POWER_FROM_SUPPLY:
		return "Carried by the supply";
	case POWER_FROM_BATTERY:
		return "Carried by the battery";
	case POWER_FROM_NOTHING:
		return "Without power";
	case POWER_FROM_UNKNOWN:
		break;
	}
	return "Not known";
}

/* What it takes is measured at the supply; from the battery it is the current that comes out of it.
 */
static void add_load(struct text *out, const struct path *p)
{
	enum channel_role takes =
		p->source == POWER_FROM_BATTERY ? ROLE_BATTERY_AMPS : ROLE_SUPPLY_WATTS;

	begin_node(out, p, "nl", "load", "Load", ROLE_SUPPLY_WATTS);
	text_printf(out, "<p class=\"st\">%s</p><p class=\"val\">", load_words(p));
	add_value(out, p, takes);
	text_add(out, "</p></div>\n");
}

static void add_battery(struct text *out, const struct path *p)
{
	bool source = p->source == POWER_FROM_BATTERY;

	begin_node(out, p,
		   source		? "nb2 src"
		   : p->battery.blocked ? "nb2 off"
					: "nb2",
		   "batt", "Battery", ROLE_BATTERY_VOLTS);
	text_printf(out, "<p class=\"st\">%s</p><p class=\"val\">",
		    source		 ? "Discharging"
		    : p->battery.blocked ? "Cut off"
		    : p->battery.present ? "Not in use"
					 : "None");
	add_value(out, p, ROLE_BATTERY_VOLTS);
	add_value(out, p, ROLE_BATTERY_AMPS);
	text_add(out, "</p></div>\n");
}

static void add_wire(struct text *out, const char *place, bool flows, const char *direction)
{
	text_add(out, "<div");
	html_live(out, "path", place);
	text_printf(out, " class=\"wire %s %s\">", place, flows ? direction : "dead");
	html_sign(out, "", flows ? "chev" : "brk", NULL);
	text_add(out, "</div>\n");
}

/* The picture in words: who cannot see it misses nothing. */
static void add_words(struct text *out, const struct path *p)
{
	AUTO_TEXT struct text battery = TEXT_INIT;

	text_add(out, p->mains == POWER_NO    ? "Mains has failed. "
		      : p->mains == POWER_YES ? "Mains is present. "
					      : "");
	text_add(out, p->source == POWER_FROM_SUPPLY	? "The supply carries the load."
		      : p->source == POWER_FROM_BATTERY ? "The battery carries the load."
		      : p->source == POWER_FROM_NOTHING ? "Nothing carries the load."
							: "What carries the load is not known.");
	if (!p->battery.blocked)
		return;
	battery_path_words(&battery, p->s, &p->battery);
	text_add(out, " Also: ");
	html_add(out, &battery);
	text_add(out, ".");
}

void page_path(struct text *out, const struct present_status *s)
{
	struct path p = {
		.s = s,
		.mains = power_mains(s),
		.supply = power_supply(s),
		.source = power_source(s),
	};
	bool fed;

	battery_path_find(s, &p.battery);
	fed = p.source == POWER_FROM_SUPPLY || p.source == POWER_FROM_BATTERY;
	text_add(out, "<section class=\"card\" data-live=\"page.path\" aria-labelledby=\"pp\"><h2 "
		      "id=\"pp\" "
		      "class=\"vh\">Power path</h2><div class=\"path\">\n");
	add_mains(out, &p);
	add_wire(out, "w1", p.mains != POWER_NO && p.supply != POWER_NO, "dn");
	add_supply(out, &p);
	add_wire(out, "w2", p.supply != POWER_NO, "dn");
	add_wire(out, "w3", fed, "dn");
	add_load(out, &p);
	add_wire(out, "w4", p.battery.present && !p.battery.blocked,
		 p.source == POWER_FROM_BATTERY ? "up" : "dn thin");
	add_battery(out, &p);
	text_add(out, "<span class=\"dot\"></span><p class=\"say\" data-live=\"path.words\">");
	add_words(out, &p);
	text_add(out, "</p></div></section>\n");
}
