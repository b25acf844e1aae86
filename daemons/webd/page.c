// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What stands around each page: signs, head, menu. */
#include "daemons/webd/page.h"

#include "daemons/webd/files.h"
#include "daemons/webd/html.h"
#include "lib/base/calendar.h"

static const char signs[] =
	"<svg hidden>"
	"<symbol id=\"p1\" viewBox=\"0 0 24 24\"><path d=\"M8 2h8l6 6v8l-6 6H8l-6-6V8z\" "
	"fill=\"var(--f)\" stroke=\"currentColor\" stroke-width=\"2\"/><text x=\"12\" y=\"16\" "
	"text-anchor=\"middle\" fill=\"var(--n)\">1</text></symbol>"
	"<symbol id=\"p2\" viewBox=\"0 0 24 24\"><path d=\"M12 2.5 22.5 21h-21z\" "
	"fill=\"var(--f)\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\"/>"
	"<text x=\"12\" y=\"18.5\" text-anchor=\"middle\" fill=\"var(--n)\">2</text></symbol>"
	"<symbol id=\"p3\" viewBox=\"0 0 24 24\"><path d=\"M12 1.5 22.5 12 12 22.5 1.5 12z\" "
	"fill=\"var(--f)\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\"/>"
	"<text x=\"12\" y=\"16\" text-anchor=\"middle\" fill=\"var(--n)\">3</text></symbol>"
	"<symbol id=\"p4\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"10\" "
	"fill=\"var(--f)\" stroke=\"currentColor\" stroke-width=\"2\"/>"
	"<text x=\"12\" y=\"16\" text-anchor=\"middle\" fill=\"var(--n)\">4</text></symbol>"
	"<symbol id=\"ok\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"9.5\"/>"
	"<path d=\"m7.5 12.3 3 3 6-6.3\"/></symbol>"
	"<symbol id=\"x\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"9.5\"/>"
	"<path d=\"M12 7v6m0 3.5v.2\"/></symbol>"
	"<symbol id=\"q\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"9.5\" "
	"stroke-dasharray=\"3 2.5\"/><path d=\"M9.2 9.5a2.8 2.8 0 1 1 4 2.6c-.8.4-1.2 1-1.2 "
	"1.9m0 3v.2\"/></symbol>"
	"<symbol id=\"ring\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"4.5\"/></symbol>"
	"<symbol id=\"clock\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"9\"/>"
	"<path d=\"M12 7v5l3.5 2\"/></symbol>"
	"<symbol id=\"lock\" viewBox=\"0 0 24 24\"><rect x=\"5\" y=\"11\" width=\"14\" "
	"height=\"9.5\" rx=\"2\"/><path d=\"M8 11V8a4 4 0 0 1 8 0v3\"/></symbol>"
	"<symbol id=\"chev\" viewBox=\"0 0 24 24\"><path d=\"M5 2.5 21 12 5 21.5z\"/></symbol>"
	"<symbol id=\"brk\" viewBox=\"0 0 24 24\"><path d=\"m7 7 10 10M17 7 7 17\"/></symbol>"
	"<symbol id=\"mains\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"9.5\"/>"
	"<path d=\"M6.5 12c1.6-5 3.9-5 5.5 0s3.9 5 5.5 0\"/></symbol>"
	"<symbol id=\"supply\" viewBox=\"0 0 24 24\"><rect x=\"2.5\" y=\"3.5\" width=\"19\" "
	"height=\"17\" rx=\"2\"/><path d=\"m4 19 16-14M5.5 9.2c.9-2.2 2-2.2 2.9 0s2 2.2 2.9 "
	"0M13 15h5.5M13 17.5h5.5\"/></symbol>"
	"<symbol id=\"batt\" viewBox=\"0 0 24 24\"><rect x=\"2\" y=\"7\" width=\"18\" "
	"height=\"12.5\" rx=\"2\"/><path d=\"M6 7V4.5h2.5V7M13.5 7V4.5h2.5V7M6 13.2h3.5M13.2 "
	"13.2h3.6M15 11.4V15\"/></symbol>"
	"<symbol id=\"load\" viewBox=\"0 0 24 24\"><path d=\"M12 10.5V21M8.5 21 12 10.5 15.5 "
	"21M9.8 17h4.4M8.3 9.8a4 4 0 0 1 7.4 0M5.3 9a7 7 0 0 1 13.4 0M12 10.2v.3\"/></symbol>"
	"<symbol id=\"home\" viewBox=\"0 0 24 24\"><path d=\"M3 12h4l3-7 4 14 3-7h4\"/></symbol>"
	"</svg>";

static void add_head(struct text *out, const struct page *p)
{
	text_add(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
		      "<meta name=\"color-scheme\" content=\"light dark\"><title>");
	html_text(out, p->title);
	text_add(out, ": ");
	html_text(out, p->site);
	text_add(out, ", ");
	html_text(out, p->model);
	text_printf(out,
		    "</title><link rel=\"icon\" href=\"%s\"><link rel=\"stylesheet\" "
		    "href=\"%s\"></head>\n",
		    files_path("favicon.svg"), files_path("style.css"));
}

static void add_top(struct text *out, const struct page *p)
{
	char now[CLOCK_RFC3339_MAX];

	calendar_format(p->now_us, now);
	text_printf(out,
		    "<header class=\"top\"><a class=\"brand\" href=\"/\"><img src=\"%s\" "
		    "width=\"32\" height=\"32\" alt=\"\"><span><b>",
		    files_path("favicon.svg"));
	html_text(out, p->site);
	text_add(out, "</b><small>");
	html_text(out, p->model);
	/* 2026-11-23T07:47:00.000+01:00: day and time as people part them */
	text_printf(out,
		    "</small></span></a><div class=\"end\"><span class=\"live\"><span><time "
		    "datetime=\"%s\">%.10s <b>%.8s</b></time></span></span></div></header>",
		    now, now, now + 11);
}

void page_begin(struct text *out, const struct page *p)
{
	add_head(out, p);
	text_add(out, "<body>");
	text_add(out, signs);
	text_add(out, "<a class=\"skip\" href=\"#main\">Skip to content</a>"
		      "<div class=\"shell\"><div class=\"frame\">");
	add_top(out, p);
	text_add(out, "<nav class=\"nav\" aria-label=\"Main\"><ul><li><a href=\"/\" "
		      "aria-current=\"page\">");
	html_sign(out, "i", "home", NULL);
	text_add(out, "<span>Status</span></a></li></ul></nav>"
		      "<main class=\"main\" id=\"main\" tabindex=\"-1\"><div class=\"page\">\n");
}

void page_end(struct text *out)
{
	text_add(out, "</div></main></div></div></body></html>\n");
}
