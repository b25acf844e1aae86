// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What of the history can be taken along as a file: black boxes and the log. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemons/webd/html.h"
#include "daemons/webd/page_history_internal.h"
#include "lib/base/calendar.h"
#include "lib/present/bytes.h"

/* Black boxes that are listed; /api/v1/boxes has all. */
#define BOXES 10
/* Files of the log that are listed; /api/v1/log/files has all. */
#define FILES 10

/* ------------------------------------------------------------------ black boxes */

static void add_box(struct text *out, const struct history_box *b)
{
	char when[CALENDAR_SHORT_MAX];

	calendar_second(b->t_us, when);
	text_printf(out, "<tr><td>%s</td><td>", when);
	html_id(out, b->alarm);
	text_add(out, "</td><td>");
	if (b->from_us)
		text_printf(out,
			    "<a href=\"/api/v1/boxes/%" PRId64 "\">CSV<span class=\"vh\"> of %s"
			    "</span></a>",
			    b->box, when);
	else
		text_add(out, "nothing of it is left");
	text_add(out, b->damaged ? ", damaged</td></tr>\n" : "</td></tr>\n");
}

void page_history_boxes(struct text *out, const struct page_history *p)
{
	text_add(out, "<section class=\"card\" aria-labelledby=\"hb\"><div class=\"head\"><h2 "
		      "id=\"hb\">Black boxes: the seconds around each alarm</h2></div>");
	if (p->n_boxes == 0) {
		text_add(out, "<p>None is kept.</p></section>\n");
		return;
	}
	text_add(out,
		 "<section class=\"scroll\" aria-label=\"Black boxes, table\" "
		 "tabindex=\"0\"><table class=\"fold\"><thead><tr><th scope=\"col\">Raised</th><th "
		 "scope=\"col\">Alarm</th><th scope=\"col\">Recording</th></tr></thead>"
		 "<tbody>\n");
	for (unsigned i = p->n_boxes; i-- > 0 && p->n_boxes - i <= BOXES;)
		add_box(out, &p->boxes[i]);
	text_add(out, "</tbody></table></section></section>\n");
}

/* ------------------------------------------------------------------ the log */

static void add_row_time(struct text *out, const struct log_file *f, int64_t ms)
{
	char when[CALENDAR_SHORT_MAX] = "clock not set";

	if (log_file_has_time(f, ms))
		calendar_second(ms * USEC_PER_MSEC, when);
	if (log_file_rows(f) == 0)
		(void)snprintf(when, sizeof(when), "--");
	/* a narrow column breaks behind the day, not in it */
	text_printf(out, "<td><span class=\"nb\">%.*s</span>%s</td>", (int)strcspn(when, " "), when,
		    when + strcspn(when, " "));
}

static void add_file(struct text *out, const struct log_file *f)
{
	char name[LOG_NAME_MAX];

	log_file_name(f, name);
	text_printf(out, "<tr><td><a href=\"/api/v1/log/files/%" PRId64 "\">%s</a>%s</td>", f->file,
		    name, f->ended ? "" : ", being written");
	add_row_time(out, f, f->first_ms);
	add_row_time(out, f, f->last_ms);
	text_printf(out, "<td class=\"n\">%" PRId64 "</td><td class=\"n\">", log_file_rows(f));
	present_bytes(out, (uint64_t)f->bytes);
	text_add(out, "</td></tr>\n");
}

void page_history_files(struct text *out, const struct page_history *p)
{
	text_add(out, "<section class=\"card\" aria-labelledby=\"hl\"><div class=\"head\"><h2 "
		      "id=\"hl\">Files of the log</h2></div>");
	if (p->n_files == 0) {
		text_add(out, "<p>The log is empty.</p></section>\n");
		return;
	}
	text_add(out, "<section class=\"scroll\" aria-label=\"Files of the log, "
		      "table\" tabindex=\"0\"><table class=\"list\"><thead><tr><th "
		      "scope=\"col\">File</th><th "
		      "scope=\"col\">First row</th><th scope=\"col\">Last row</th><th "
		      "scope=\"col\" class=\"n\">Rows</th><th scope=\"col\" "
		      "class=\"n\">Size</th></tr></thead><tbody>\n");
	for (unsigned i = p->n_files; i-- > 0 && p->n_files - i <= FILES;)
		add_file(out, &p->files[i]);
	text_add(out, "</tbody></table></section>");
	if (p->n_files > FILES)
		text_printf(out,
			    "<p>Older ones: <a href=\"/api/v1/log/files\">all %u, for "
			    "programs</a>.</p>",
			    p->n_files);
	text_add(out, "</section>\n");
}
