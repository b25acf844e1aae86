// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/grid.h"

void grid_start(struct grid *g, int64_t period_us, int64_t now_us)
{
	*g = (struct grid){ 0 };
	grid_set_period(g, period_us, now_us);
}

void grid_set_period(struct grid *g, int64_t period_us, int64_t now_us)
{
	g->period_us = period_us;
	g->next_us = (now_us / period_us + 1) * period_us;
}

bool grid_take(struct grid *g, int64_t now_us, int64_t *ret_tick_us, uint64_t *ret_missed)
{
	int64_t late;

	if (now_us < g->next_us)
		return false;
	late = (now_us - g->next_us) / g->period_us;
	*ret_tick_us = g->next_us + late * g->period_us;
	*ret_missed = (uint64_t)late;
	g->missed += (uint64_t)late;
	g->next_us = *ret_tick_us + g->period_us;
	return true;
}
