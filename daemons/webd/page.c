// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What stands around each page: head, menu, foot. */
#include "daemons/webd/page.h"

#include "daemons/webd/files.h"
#include "daemons/webd/html.h"
#include "lib/base/calendar.h"

/* Where no script runs: fresh for who looks, and 3 KB that often bear a slow line. small.js has the
 * same. */
#define REFRESH_S 15u

static void add_script(struct text *out, const char *name)
{
	text_printf(out, "<script type=\"module\" src=\"%s\"></script>", files_path(name));
}

void page_head(struct text *out, const struct page *p)
{
	text_add(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
		      "<meta name=\"color-scheme\" content=\"light dark\">");
	if (p->refresh)
		text_printf(out,
			    "<noscript><meta http-equiv=\"refresh\" content=\"%u\"></noscript>"
			    "<script type=\"module\" src=\"%s\"></script>",
			    REFRESH_S, files_path("small.js"));
	text_add(out, p->live == PAGE_STATUS ? "<title data-live=\"page.title\">" : "<title>");
	html_text(out, p->title);
	text_add(out, ": ");
	html_text(out, p->site);
	text_add(out, ", ");
	html_text(out, p->model);
	text_printf(out,
		    "</title><link rel=\"icon\"%s data-lost=\"%s\" "
		    "href=\"%s\"><link rel=\"stylesheet\" href=\"%s\"><script src=\"%s\"></script>",
		    p->live == PAGE_STATUS ? " data-live=\"page.icon\"" : "",
		    files_path("icon-unknown.svg"), files_path(p->icon ? p->icon : "favicon.svg"),
		    files_path("style.css"), files_path("theme.js"));
	if (p->since)
		add_script(out, "live.js");
	if (p->since && p->live == PAGE_STATUS) {
		add_script(out, "outputs.js");
		add_script(out, "spark.js");
	}
	text_add(out, "</head>\n");
}

void page_brand(struct text *out, const struct page *p)
{
	text_printf(out,
		    "<a class=\"brand\" href=\"/\"><img src=\"%s\" width=\"32\" height=\"32\" "
		    "alt=\"\"><span><b>",
		    files_path("favicon.svg"));
	html_text(out, p->site);
	text_add(out, "</b><small>");
	html_text(out, p->model);
	text_add(out, "</small></span></a>");
}

static void add_clock(struct text *out, const struct page *p)
{
	char now[CLOCK_RFC3339_MAX];

	calendar_format(p->now_us, now);
	/* 2026-11-23T07:47:00.000+01:00: day and time as people part them */
	text_printf(out,
		    "<time><span class=\"wide\" data-live=\"page.date\">%.10s</span> <b "
		    "data-live=\"page.time\">%.8s</b></time>",
		    now, now + 11);
}

static void add_top(struct text *out, const struct page *p)
{
	text_add(out, "<header class=\"top\">");
	page_brand(out, p);
	text_add(out, "<div class=\"end\"><span class=\"live\" id=\"live\">"
		      "<i hidden></i><span></span><span class=\"wide\" hidden>last "
		      "answer</span><span>");
	add_clock(out, p);
	/* without a script it would do nothing */
	text_add(out, "</span></span><button type=\"button\" class=\"btn sm plain\" id=\"theme\" "
		      "aria-label=\"Switch light or dark\" hidden>");
	html_sign(out, "i", "shade", NULL);
	text_add(out, "</button></div></header>");
}

/* ------------------------------------------------------------------ menu */

/* The words of S88. On a narrow screen the bar at its foot has the first three. */
static const struct item {
	const char *path, *sign, *label;
	enum door door;
	enum {
		ALWAYS,
		RAIL,
		BAR
	} where; /* on a large screen alone, on a small one alone */
} items[] = {
	{ "/", "home", "Status", DOOR_STATUS, ALWAYS },
	{ "/alarms", "bell", "Alarms", DOOR_STATUS, ALWAYS },
	{ "/history", "hist", "History", DOOR_STATUS, ALWAYS },
	{ "/setup", "more", "Setup", DOOR_VIEWER, BAR },
	{ "/setup/device", "dev", "Device Setup", DOOR_CONTROL, RAIL },
	{ "/setup/sensor", "sens", "Sensor Setup", DOOR_CONTROL, RAIL },
	{ "/setup/alarm", "lim", "Alarm Setup", DOOR_CONTROL, RAIL },
	{ "/setup/alarm-system", "bell", "Alarm System", DOOR_CONTROL, RAIL },
	{ "/setup/mail", "mail", "E-Mail Setup", DOOR_ADMIN, RAIL },
	{ "/setup/recipients", "tell", "Recipients", DOOR_CONTROL, RAIL },
	{ "/setup/user", "user", "User Setup", DOOR_ADMIN, RAIL },
};

/* There also when it is empty, so that it can become something while the page is open. */
static void add_badge(struct text *out, int n)
{
	text_add(out, "<span data-live=\"page.badge\">");
	/* alarms that are not known are not none */
	if (n < 0)
		text_add(out, "<span class=\"badge q\">?<span class=\"vh\"> not "
			      "known</span></span>");
	else if (n > 0)
		text_printf(out,
			    "<span class=\"badge\">%d<span class=\"vh\"> not "
			    "acknowledged</span></span>",
			    n);
	text_add(out, "</span>");
}

const char *page_barred(enum door door, const struct visitor *who)
{
	if (door == DOOR_ADMIN && who->role < USER_ADMIN)
		return "Administrators only";
	/* who has not signed in is asked to */
	return door == DOOR_CONTROL && who->role == USER_VIEWER ? "Needs the role control" : NULL;
}

static void add_item(struct text *out, const struct item *item, const struct page *p)
{
	static const char *const classes[] = {
		[ALWAYS] = "",
		[RAIL] = " class=\"rail\"",
		[BAR] = " class=\"bar\"",
	};

	const char *barred = p->who ? page_barred(item->door, p->who) : NULL;

	text_printf(out, "<li%s><a href=\"%s\"%s>", classes[item->where], item->path,
		    streq(item->path, p->path) ? " aria-current=\"page\"" : "");
	html_sign(out, "i", item->sign, NULL);
	text_printf(out, "<span>%s</span>", item->label);
	if (streq(item->path, "/alarms"))
		add_badge(out, p->unacknowledged);
	if (barred)
		html_sign(out, "i end2", "lock", barred);
	text_add(out, "</a></li>");
}

/* Who he is, and the way in or out. */
static void add_visitor(struct text *out, const struct page *p)
{
	if (!p->who || p->who->role == USER_DISABLED) {
		text_add(out, "<li><a href=\"/login\">");
		html_sign(out, "i", "user", NULL);
		text_add(out, "<span>Login</span></a></li>");
		return;
	}
	text_add(out, "<li class=\"rail cap\">Signed in as ");
	html_text(out, p->who->name);
	text_printf(out, ", %s</li><li class=\"rail\"><form method=\"post\" action=\"/logout\">",
		    user_role_to_name(p->who->role));
	html_csrf(out, p->who);
	text_add(out, "<button type=\"submit\">");
	html_sign(out, "i", "out", NULL);
	text_add(out, "<span>Logout (");
	html_text(out, p->who->name);
	text_add(out, ")</span></button></form></li>");
}

static void add_menu(struct text *out, const struct page *p)
{
	bool setup = false;

	text_add(out, "<nav class=\"nav\" aria-label=\"Main\"><ul>");
	for (size_t i = 0; i < ARRAY_SIZE(items); i++) {
		if (items[i].where == RAIL && !setup)
			text_add(out, "<li class=\"rail cap\">Setup</li>");
		setup |= items[i].where == RAIL;
		add_item(out, &items[i], p);
	}
	add_visitor(out, p);
	text_add(out, "</ul></nav>");
}

/* ------------------------------------------------------------------ the whole */

void page_frame(struct text *out, const struct page *p)
{
	add_clock(out, p);
	add_badge(out, p->unacknowledged);
}

/* How the page is named to the stream (stream.c). */
static const char *const lives[] = {
	[PAGE_FRAME] = "frame",
	[PAGE_ALARMS] = "alarms",
	[PAGE_STATUS] = "status",
};

enum page_live page_live_of(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(lives); i++)
		if (streq(name, lives[i]))
			return (enum page_live)i;
	return PAGE_STATUS;
}

void page_begin(struct text *out, const struct page *p)
{
	page_head(out, p);
	text_add(out, "<body>");
	text_add(out, page_signs);
	text_add(out, "<a class=\"skip\" href=\"#main\">Skip to content</a>"
		      "<div class=\"shell\"><div class=\"frame\">");
	add_top(out, p);
	add_menu(out, p);
	text_add(out, "<main class=\"main\" id=\"main\" tabindex=\"-1\"><div class=\"page\"");
	if (p->live == PAGE_STATUS)
		text_add(out, " data-live=\"page.main\"");
	if (p->since && *p->since)
		text_printf(out, " data-page=\"%s\" data-since=\"%s\"", lives[p->live], p->since);
	text_add(out, ">\n");
}

void page_end(struct text *out)
{
	text_add(out, "</div></main></div></div>"
		      "<div class=\"vh\" role=\"status\" id=\"say\"></div>"
		      "<div class=\"vh\" role=\"alert\" id=\"shout\"></div></body></html>\n");
}
