// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Random numbers without a state: a hash of (seed, stream, index), so any moment can be asked. */
#include <stdint.h>

/* SplitMix64's finaliser over the three. */
uint64_t noise_hash(uint64_t seed, uint64_t stream, uint64_t index);

/* White noise within +-amplitude (triangular), new every 100 ms. */
int64_t noise_white(uint64_t seed, uint64_t stream, int64_t now_us, int64_t amplitude);

/* Slow wander within +-amplitude: straight lines between random points a minute apart. */
int64_t noise_wander(uint64_t seed, uint64_t stream, int64_t now_us, int64_t amplitude);
