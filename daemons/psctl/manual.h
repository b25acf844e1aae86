// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The manual page psctl(1), made from the table of commands. */
#include "lib/base/text.h"

/* Adds the page in man(7). */
void manual_page(struct text *out);
