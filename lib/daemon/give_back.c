// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/give_back.h"

#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* A start goes deeper than the work of a turn: settings are read with paths on the stack. */
#define STACK_BELOW (256 * 1024)

void give_back(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	/* A page below us is left, for frames of what we call. Nothing else is mapped so near below
	 * the stack of the main thread, which grows: the kernel keeps a gap there. */
	uintptr_t end = ((uintptr_t)__builtin_frame_address(0) & ~(page - 1)) - page;

	(void)malloc_trim(0);
	/* what was never touched is no mapping: ENOMEM, behind all that is one */
	(void)madvise((void *)(end - STACK_BELOW), STACK_BELOW, MADV_DONTNEED);
}
