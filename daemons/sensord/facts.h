// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The ring of facts: the newest FACTS_MAX, ready-made as packets. Whoever asks for one that has
 * left is told how many are missing.
 */
#include <stddef.h>
#include <stdint.h>

#include "lib/model/fact.h"

/* Half an hour of a contact that chatters twice a second. */
#define FACTS_MAX 4096
/* Most facts are below 96 bytes; longer ones shorten the ring instead of growing it. */
#define FACTS_BYTES_MAX (FACTS_MAX * 96)

struct facts;

int facts_new(uint64_t instance, struct facts **ret_facts);
struct facts *facts_free(struct facts *f);

/* Numbers the fact and keeps it; the number is left in it. */
void facts_add(struct facts *f, struct fact *fact);

/* Number of the next fact to come, from 1. */
uint64_t facts_next(const struct facts *f);

/* Where a reader with this cursor begins: as asked, or 0 = "tell the gap" for another instance. */
uint64_t facts_place(const struct facts *f, uint64_t instance, uint64_t from);

/*
 * Writes the packet at *at and moves *at on: a fact, or a gap when it has left the ring. Returns
 * the length, or 0 when *at is the next one to come.
 */
int facts_packet(const struct facts *f, uint64_t *at, void *buf, size_t size);
