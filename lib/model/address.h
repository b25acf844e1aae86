// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Where messages go, as people write it: what is taken into the settings, and looked at again
 * before it is sent. Pure. */
#include <stdbool.h>
#include <stddef.h>

/* So many in one list; what a list of the settings has room for is less. */
#define ADDRESSES_MAX 8
/* With the NUL. RFC 5321 allows more, the settings do not. */
#define ADDRESS_MAX 128

/*
 * True for "local@domain" of RFC 5321 in ASCII without quotes, comments, or anything that ends a
 * line, a list or a command: [A-Za-z0-9.!#$%&'*+/=?^_`{|}~-] before the @, a name or [address]
 * behind it.
 */
bool address_mail_valid(const char *address);

/* True for "+491701234567" of E.164, or a short number of a carrier's without the plus. */
bool address_phone_valid(const char *number);

/* True for an http or https URL of printable ASCII with a host and without a person in it. */
bool address_url_valid(const char *url);

/*
 * Copies the next address of a list with commas and moves on; false at its end. One that is too
 * long is cut, and is none then.
 */
bool address_next(const char **at, char ret_address[ADDRESS_MAX]);
