// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* Any text becomes one of the alphabet, which stays as it is, and is cut between its characters. */
#include <stdlib.h>
#include <string.h>

#include "daemons/notifyd/gsm7.h"
#include "daemons/notifyd/words.h"
#include "lib/base/utf8.h"

static void check(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_TEXT struct text in = TEXT_INIT, clean = TEXT_INIT, gsm = TEXT_INIT, again = TEXT_INIT,
			      cut = TEXT_INIT;
	size_t places;

	text_add_n(&in, (const char *)data, strnlen((const char *)data, size));
	words_clean(&clean, text_get(&in));
	check(utf8_printable(text_get(&clean)));
	gsm7_from(&gsm, text_get(&in));
	gsm7_from(&again, text_get(&gsm));
	check(utf8_printable(text_get(&gsm)) && strcmp(text_get(&gsm), text_get(&again)) == 0);
	places = gsm7_count(text_get(&gsm));
	check(gsm7_fit(text_get(&gsm), places) == gsm.len);
	for (size_t most = 0; most < places && most < 200; most++) {
		text_clear(&cut);
		text_add_n(&cut, text_get(&gsm), gsm7_fit(text_get(&gsm), most));
		check(gsm7_count(text_get(&cut)) <= most && gsm7_count(text_get(&cut)) + 1 >= most);
		check(utf8_printable(text_get(&cut)));
	}
	return 0;
}
