// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl log status: what is logged, from when to when, and what it takes of the card. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/log_link.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"
#include "lib/present/bytes.h"
#include "lib/present/wear.h"
#include "lib/settings/settings.h"

struct shown {
	const struct msg_log_status *m;
	struct wear_card card_read;
	const struct wear_card *card; /* NULL: the settings cannot be read */
	struct wear wear;
	struct table table;
};

/* loggerd knows nothing of the card. What is wrong with the settings, `config check` says. */
static bool read_card(struct wear_card *ret_card)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings_paths paths;
	struct settings *s;

	settings_paths_default(&paths);
	if (settings_load(&paths, &s, &mistakes) < 0)
		return false;
	*ret_card = (struct wear_card){ s->history.card_gib, s->history.card_cycles };
	settings_free(s);
	return true;
}

/* Without a clock nobody knows since when. */
static void estimate_wear(struct shown *s, int64_t now_us)
{
	int64_t since_us = s->m->written_since_us;

	s->card = read_card(&s->card_read) ? &s->card_read : NULL;
	wear_estimate(s->m->written_bytes,
		      s->m->clock_set && since_us > 0 && since_us < now_us ? now_us - since_us : 0,
		      s->card, &s->wear);
}

static void add_row(struct shown *s, enum ink ink, const char *title, const char *what)
{
	table_row(&s->table);
	table_cell(&s->table, INK_STRONG, ALIGN_LEFT, title);
	table_cell(&s->table, ink, ALIGN_LEFT, what);
}

static void add_time(struct shown *s, const char *title, int64_t us)
{
	char when[CALENDAR_SHORT_MAX];

	/* of another day than 1970: the date is wanted (S69, S70) */
	calendar_short(us, 0, when);
	add_row(s, us ? INK_PLAIN : INK_FAINT, title, us ? when : "none");
}

static void add_size(struct shown *s, const char *title, const char *before, uint64_t bytes,
		     const char *between, uint64_t most)
{
	AUTO_TEXT struct text what = TEXT_INIT;

	text_add(&what, before);
	present_bytes(&what, bytes);
	text_add(&what, between);
	present_bytes(&what, most);
	add_row(s, INK_PLAIN, title, text_get(&what));
}

static void add_count(struct shown *s, enum ink ink, const char *title, uint64_t n)
{
	char what[24];

	(void)snprintf(what, sizeof(what), "%" PRIu64, n);
	add_row(s, ink, title, what);
}

static void add_rate(struct text *out, unsigned minutes)
{
	if (minutes == 0)
		text_add(out, "no periodic rows (logging.rate_min is 0)");
	else if (minutes == 1)
		text_add(out, "a row each minute");
	else
		text_printf(out, "a row each %u minutes", minutes);
}

static void add_what(struct text *out, const struct msg_log_status *m)
{
	switch (m->what) {
	case LOG_WHAT_NONE:
	case LOG_WHAT_MAX:
		text_add(out, "nothing");
		break;
	case LOG_WHAT_ALARMS:
		text_add(out, "alarms");
		break;
	case LOG_WHAT_PERIODIC:
		add_rate(out, m->rate_min);
		break;
	case LOG_WHAT_BOTH:
		text_add(out, "alarms, and ");
		add_rate(out, m->rate_min);
		break;
	}
	if (!m->in_window && m->what != LOG_WHAT_NONE)
		text_add(out, "; not now, outside the logging schedule");
}

static void add_log(struct shown *s)
{
	AUTO_TEXT struct text what = TEXT_INIT;
	const struct msg_log_status *m = s->m;
	char files[48];

	add_row(s, m->error ? INK_BAD : INK_PLAIN, "Status", m->status);
	add_what(&what, m);
	add_row(s, INK_PLAIN, "Logged", text_get(&what));
	if (!m->clock_set)
		add_row(s, INK_ODD, "Clock", "was never set: the times of rows are not known yet");
	add_time(s, "First row", m->first_us);
	add_time(s, "Last row", m->last_us);
	add_time(s, "Next row", m->next_us);
	add_count(s, INK_PLAIN, "Rows", m->rows);
	add_count(s, m->lost_rows ? INK_BAD : INK_PLAIN, "Lost rows", m->lost_rows);
	(void)snprintf(files, sizeof(files), "%" PRIu32 ", as CSV ", m->files);
	add_size(s, "Files", files, m->log_bytes, " of ", m->quota_bytes);
}

static void add_boxes(struct shown *s)
{
	char what[40];

	(void)snprintf(what, sizeof(what), "%" PRIu32 " of %" PRIu32, s->m->boxes,
		       s->m->boxes_most);
	add_row(s, INK_PLAIN, "Black boxes", what);
}

static void add_database(struct shown *s)
{
	AUTO_TEXT struct text wear = TEXT_INIT;
	const struct msg_log_status *m = s->m;

	add_size(s, "Database", "", m->db_bytes, ", at most ", m->db_bytes_most);
	add_time(s, "Seconds from", m->oldest_second_us);
	add_time(s, "Minutes from", m->oldest_minute_us);
	add_time(s, "Hours from", m->oldest_hour_us);
	add_boxes(s);
	wear_words(&wear, &s->wear, s->card);
	if (!s->card)
		text_add(&wear, "; of what card cannot be read: psctl config check");
	add_row(s, INK_PLAIN, "Wear", text_get(&wear));
}

static int print(struct shown *s, bool plain)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct terminal terminal;

	terminal_look(plain, &terminal);
	add_log(s);
	add_database(s);
	table_print(&s->table, &out, &terminal);
	table_done(&s->table);
	return cmd_write(&out);
}

static void json_log(struct json *j, const struct msg_log_status *m)
{
	json_string(j, "status", m->status);
	json_uint(j, "error", m->error);
	json_string(j, "what", log_what_to_name(m->what));
	json_uint(j, "rate_min", m->rate_min);
	json_bool(j, "in_window", m->in_window);
	json_bool(j, "clock_set", m->clock_set);
	json_time_or_null(j, "first", m->first_us);
	json_time_or_null(j, "last", m->last_us);
	json_time_or_null(j, "next", m->next_us);
	json_uint(j, "rows", m->rows);
	json_uint(j, "lost_rows", m->lost_rows);
	json_uint(j, "files", m->files);
	json_uint(j, "bytes", m->log_bytes);
	json_uint(j, "quota_bytes", m->quota_bytes);
}

static void json_wear(struct json *j, const struct shown *s)
{
	json_object(j, "wear");
	json_uint(j, "written_bytes", s->m->written_bytes);
	json_time_or_null(j, "written_since", s->m->written_since_us);
	if (s->wear.known)
		json_uint(j, "bytes_per_day", s->wear.day_bytes);
	else
		json_null(j, "bytes_per_day");
	/* at most 100, which means that or more */
	if (s->wear.known && s->card)
		json_micro(j, "years", s->wear.years);
	else
		json_null(j, "years");
	json_object_end(j);
}

static void json_database(struct json *j, const struct msg_log_status *m)
{
	json_object(j, "database");
	json_uint(j, "bytes", m->db_bytes);
	json_uint(j, "bytes_most", m->db_bytes_most);
	json_time_or_null(j, "oldest_second", m->oldest_second_us);
	json_time_or_null(j, "oldest_minute", m->oldest_minute_us);
	json_time_or_null(j, "oldest_hour", m->oldest_hour_us);
	json_uint(j, "boxes", m->boxes);
	json_uint(j, "boxes_most", m->boxes_most);
	json_object_end(j);
}

static int print_json(const struct shown *s)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_log(&j, s->m);
	json_database(&j, s->m);
	json_wear(&j, s);
	json_object_end(&j);
	return cmd_json_write(&out);
}

int cmd_log_status(const struct call *c)
{
	AUTO_LOG_LINK struct log_link *l = NULL;
	struct shown s = { 0 };
	int code;

	if (log_link_new(&l) < 0)
		return cmd_no_memory();
	code = log_link_open(l);
	if (code != EX_OK)
		return code;
	s.m = &l->status;
	estimate_wear(&s, link_now_us(&l->link));
	return c->json ? print_json(&s) : print(&s, c->plain);
}
