// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Memory that was used once and lies idle: holes of the heap, and the deep end of the main thread's
 * stack, on which it is called. */
void give_back(void);
