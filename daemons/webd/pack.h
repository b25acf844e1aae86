// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Compressing what goes over the line. Pure. */
#include "lib/base/text.h"

/* Adds the bytes as gzip (RFC 1952) has them; 0 or -ENOMEM. */
int pack_gzip(struct text *out, const char *bytes, size_t len);

/* The way back; -EBADMSG when it is no gzip. */
int unpack_gzip(struct text *out, const char *bytes, size_t len);
