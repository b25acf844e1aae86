// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Sizes of files as a person reads them. */
#include <stdint.h>

#include "lib/base/text.h"

/* Adds a size with its largest unit: "0 bytes", "812 bytes", "5.0 KiB", "19.8 MiB". */
void present_bytes(struct text *out, uint64_t bytes);
