// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The version of the suite, from meson.build. */
#ifndef RMCU_VERSION
#define RMCU_VERSION "unversioned"
#endif
