// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl log export: files of the log as CSV, put together from the database. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/history_source.h"
#include "daemons/psctl/outfile.h"
#include "daemons/psctl/progress.h"
#include "daemons/psctl/terminal.h"
#include "lib/base/cleanup.h"
#include "lib/base/parse.h"
#include "lib/history/log.h"

struct export
{
	struct history_source source;
	struct log_file *files; /* owned */
	unsigned n;
	unsigned first, end; /* those that are wanted */
	const char *path;    /* NULL: stdout */
	struct outfile out;
	struct progress progress;
	int write_error; /* of the sink, apart from what is wrong with the database */
};

static int usage(const char *sentence)
{
	complain(sentence);
	return EX_USAGE;
}

/* ------------------------------------------------------------------ which of them */

static int choose_number(struct export *e, const char *word)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	uint64_t number;
	bool is_number = parse_u64(word, &number) == 0;

	for (unsigned i = 0; is_number && i < e->n; i++) {
		if (e->files[i].file != (int64_t)number)
			continue;
		e->first = i;
		e->end = i + 1;
		return EX_OK;
	}
	if (is_number)
		text_printf(&why, "the log has no file %s (any more): psctl log files lists them",
			    word);
	else
		text_printf(&why, "'%s' is no number of a file: psctl log files lists them", word);
	complain(text_get(&why));
	return is_number ? EX_NOINPUT : EX_USAGE;
}

static int choose(struct export *e, const struct call *c)
{
	if (c->n_args > 0)
		return choose_number(e, c->args[0]);
	e->end = e->n;
	if (!call_option(c, "all") && e->n > 0)
		e->first = e->n - 1;
	if (e->n == 0) {
		complain("the log is empty");
		return EX_NOINPUT;
	}
	if (call_option(c, "all") || !e->files[e->first].ended)
		return EX_OK;
	complain("no file is being written: psctl log files lists those that have ended");
	return EX_NOINPUT;
}

/* ------------------------------------------------------------------ writing */

static int write_part(void *ctx, const char *bytes, size_t len)
{
	const struct text part = { .bytes = (char *)bytes, .len = len };
	struct export *e = ctx;

	e->write_error = e->path ? outfile_write(&e->out, bytes, len) : terminal_write(&part);
	if (e->write_error < 0)
		return e->write_error;
	progress_add(&e->progress, len);
	return 0;
}

static int cannot_write(const struct export *e, int r)
{
	AUTO_TEXT struct text why = TEXT_INIT;

	text_printf(&why, "cannot write '%s': %s", e->path ? e->path : "the answer", strerror(-r));
	complain(text_get(&why));
	return r == -EACCES ? EX_NOPERM : EX_IOERR;
}

static int failed(const struct export *e, const struct log_file *f, int r)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	char name[LOG_NAME_MAX];

	if (e->write_error < 0)
		return cannot_write(e, e->write_error);
	if (r != -ESTALE)
		return history_source_failed(&e->source, r);
	log_file_name(f, name);
	text_printf(&why,
		    "file %" PRId64 " (%s) was dropped while it was read, to make room or because "
		    "the log was cleared: psctl log files lists what there is",
		    f->file, name);
	complain(text_get(&why));
	return EX_TEMPFAIL;
}

static int export_files(struct export *e)
{
	for (unsigned i = e->first; i < e->end; i++) {
		int r = log_export(e->source.history, &e->files[i], write_part, e);

		if (r < 0) {
			progress_end(&e->progress);
			return failed(e, &e->files[i], r);
		}
	}
	progress_end(&e->progress);
	return EX_OK;
}

static int write_all(struct export *e, bool plain)
{
	uint64_t bytes = 0;
	int code, r = e->path ? outfile_open(&e->out, e->path) : 0;

	if (r < 0)
		return cannot_write(e, r);
	for (unsigned i = e->first; i < e->end; i++)
		bytes += (uint64_t)MAX(e->files[i].bytes, INT64_C(0));
	progress_begin(&e->progress, bytes, e->path || !isatty(STDOUT_FILENO), plain);
	code = export_files(e);
	if (code != EX_OK || !e->path)
		return code;
	r = outfile_keep(&e->out);
	return r < 0 ? cannot_write(e, r) : EX_OK;
}

static int run(struct export *e, const struct call *c)
{
	int r, code = history_source_open(&e->source);

	if (code != EX_OK)
		return code;
	r = log_files(e->source.history, &e->files, &e->n);
	if (r < 0)
		return history_source_failed(&e->source, r);
	code = choose(e, c);
	return code == EX_OK ? write_all(e, c->plain) : code;
}

int cmd_log_export(const struct call *c)
{
	struct export e = { .path = call_option(c, "output"), .out = OUTFILE_INIT };
	int code;

	if (c->json)
		return usage("'log export' writes CSV; 'history --json' has measurements as JSON");
	if (c->n_args > 0 && call_option(c, "all"))
		return usage("'log export' takes a number or --all");
	code = run(&e, c);
	outfile_done(&e.out);
	free(e.files);
	history_source_done(&e.source);
	return code;
}
