// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/scenario.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is accepted must be in order and must not disturb a plant; what is refused must say why.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct plant_config config = { 1, 115 * MICRO, 22 * MICRO };
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	AUTO_SCENARIO struct scenario s = { 0 };
	struct plant_edge edge;
	struct plant p;

	if (scenario_parse("fuzz.scn", (const char *)data, size, &s, &mistakes) < 0) {
		if (mistakes.len == 0)
			abort();
		return 0;
	}
	if (mistakes.len || s.n_events > SCENARIO_EVENTS_MAX)
		abort();
	plant_init(&p, &config);
	for (size_t i = 0; i < s.n_events; i++) {
		if (i && s.events[i].at_us < s.events[i - 1].at_us)
			abort();
		scenario_apply(&s.events[i], &p);
		/* A little time only: a year of it would be a benchmark. */
		for (int k = 0; k < 20 && plant_advance(&p, p.now_us + USEC_PER_SEC, &edge); k++)
			;
	}
	return 0;
}
