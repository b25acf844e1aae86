// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Digital inputs through libgpiod: edges as they come, lost chips looked for again. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/loop.h"
#include "lib/settings/settings.h"

struct gpio_source;

struct gpio_calls {
	/* The level of channel `index`: an edge with the kernel's time, or read anew (edge false).
	 */
	void (*level)(void *ctx, unsigned index, bool active, int64_t mono_us, bool edge);
	/* A line was lost or is back; while it is lost `text` says why and what to do. */
	void (*presence)(void *ctx, unsigned index, bool present, const char *text);
	/* The trouble with this channel begins or (NULL) ends. */
	void (*trouble)(void *ctx, const char *id, const char *text);
	/* The kernel's queue overflowed: so many edges are missing. */
	void (*lost)(void *ctx, unsigned index, uint32_t edges);
};

/* Opens the gpio inputs of the settings; those that are missing are tried again until they come. */
int gpio_source_new(struct loop *loop, const struct settings *s, const struct gpio_calls *calls,
		    void *ctx, struct gpio_source **ret_source);
struct gpio_source *gpio_source_free(struct gpio_source *src);

/* New settings with the same wiring: only what the inputs point to changes. */
void gpio_source_settings(struct gpio_source *src, const struct settings *s);
