// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* `rmcu-alarmd --verify FILE`: says whether the chain of a journal that nobody has open is whole.
 * An exit code. */
int verify_print(const char *path);
