// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The signs that pages refer to (html_sign), in 24 x 24. */
#include <stdio.h>
#include <string.h>

#include "daemons/webd/page_forms.h"

const char page_signs[] =
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
	"<symbol id=\"bell\" viewBox=\"0 0 24 24\"><path d=\"M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 "
	"2h-15zM10 21h4\"/></symbol>"
	"<symbol id=\"hist\" viewBox=\"0 0 24 24\"><path d=\"M3.5 4v16h17\"/><path d=\"m7 15 "
	"3.5-4.5 3 2.5 5-7\"/></symbol>"
	"<symbol id=\"dev\" viewBox=\"0 0 24 24\"><rect x=\"6\" y=\"6\" width=\"12\" height=\"12\" "
	"rx=\"2\"/><path d=\"M9.5 2.5V6m5-3.5V6m-5 12v3.5m5-3.5v3.5M2.5 9.5H6m-3.5 "
	"5H6m12-5h3.5m-3.5 5h3.5\"/></symbol>"
	"<symbol id=\"sens\" viewBox=\"0 0 24 24\"><path d=\"M5 3v7m0 4v7M12 3v3m0 4v11M19 3v10m0 "
	"4v4\"/><circle cx=\"5\" cy=\"12\" r=\"2\"/><circle cx=\"12\" cy=\"8\" r=\"2\"/><circle "
	"cx=\"19\" cy=\"15\" r=\"2\"/></symbol>"
	"<symbol id=\"lim\" viewBox=\"0 0 24 24\"><path d=\"M3 6.5h18M3 17.5h18\" "
	"stroke-dasharray=\"3 2.5\"/><path d=\"m3 13 4-2 4 3 4.5-9 2 6 3.5 1\"/></symbol>"
	"<symbol id=\"mail\" viewBox=\"0 0 24 24\"><rect x=\"3\" y=\"5.5\" width=\"18\" "
	"height=\"13\" rx=\"2\"/><path d=\"m3.5 7.5 8.5 6 8.5-6\"/></symbol>"
	"<symbol id=\"tell\" viewBox=\"0 0 24 24\"><path d=\"M4 10v4h3l7 4.5v-13L7 10zM17 9a4 4 0 "
	"0 1 0 6m2-9a8 8 0 0 1 0 12\"/></symbol>"
	"<symbol id=\"user\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"8\" r=\"4\"/><path "
	"d=\"M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6\"/></symbol>"
	"<symbol id=\"out\" viewBox=\"0 0 24 24\"><path d=\"M14 4H5v16h9M10 12h11m-4-4 4 4-4 "
	"4\"/></symbol>"
	"<symbol id=\"more\" viewBox=\"0 0 24 24\"><path d=\"M4 7h16M4 12h16M4 17h16\"/></symbol>"
	"<symbol id=\"down\" viewBox=\"0 0 24 24\"><path d=\"M12 3.5v11m-4.5-4 4.5 4.5 4.5-4.5M4 "
	"20h16\"/></symbol>"
	"<symbol id=\"shelf\" viewBox=\"0 0 24 24\"><path d=\"M3 18h18M6 18V9h5v9m3 "
	"0V6h4v12\"/></symbol>"
	"<symbol id=\"shade\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"9\"/><path "
	"d=\"M12 3v18a9 9 0 0 0 0-18z\" fill=\"currentColor\"/></symbol>"
	"<symbol id=\"flag\" viewBox=\"0 0 24 24\"><path d=\"M5 21V4h13l-3 4.5 3 4.5H5\"/></symbol>"
	"</svg>";

void page_some_signs(struct text *out, const char *ids)
{
	char begin[32];

	text_add(out, "<svg hidden>");
	while (*ids) {
		int n = (int)strcspn(ids, " ");
		const char *at, *end;

		(void)snprintf(begin, sizeof(begin), "<symbol id=\"%.*s\"", n, ids);
		at = strstr(page_signs, begin);
		end = at ? strstr(at, "</symbol>") : NULL;
		if (end)
			text_add_n(out, at, (size_t)(end - at) + strlen("</symbol>"));
		ids += n;
		ids += *ids == ' ';
	}
	text_add(out, "</svg>");
}
