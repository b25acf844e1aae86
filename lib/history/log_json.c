// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The files of the log as JSON. */
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/history/log.h"

int64_t log_file_rows(const struct log_file *f)
{
	return MAX(f->last - f->first + 1, INT64_C(0));
}

bool log_file_has_time(const struct log_file *f, int64_t ms)
{
	return log_file_rows(f) > 0 && ms >= HISTORY_TIME_SET * 1000;
}

static void add_ms(struct json *j, const char *key, const struct log_file *f, int64_t ms)
{
	json_time_or_null(j, key, log_file_has_time(f, ms) ? ms * USEC_PER_MSEC : 0);
}

void log_files_json(struct json *j, const struct log_file *files, unsigned n)
{
	json_object(j, NULL);
	json_array(j, "files");
	for (unsigned i = 0; i < n; i++) {
		const struct log_file *f = &files[i];
		char name[LOG_NAME_MAX];

		log_file_name(f, name);
		json_object(j, NULL);
		json_int(j, "number", f->file);
		json_string(j, "name", name);
		add_ms(j, "first", f, f->first_ms);
		add_ms(j, "last", f, f->last_ms);
		json_int(j, "rows", log_file_rows(f));
		json_int(j, "bytes", f->bytes);
		json_bool(j, "being_written", !f->ended);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}
