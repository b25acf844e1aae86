// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Every kind of message behind one interface, and random ones of each: for the tests of the codec
 * and for making the corpus of the fuzzer. The structs are zeroed first, so that whole structs can
 * be compared.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/wire/msg.h"

struct wire_kind {
	const char *name;
	enum msg_type type;
	size_t size;
	void (*fill)(uint64_t *seed, void *m);
	int (*put)(void *buf, size_t size, uint32_t id, const void *m);
	int (*get)(struct cursor *c, void *m);
};

extern const struct wire_kind wire_kinds[];
extern const size_t wire_kinds_n;
