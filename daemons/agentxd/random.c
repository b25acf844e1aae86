// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * net-snmp draws the salt of SNMPv3, which a subagent never speaks, with RAND_bytes(3) of OpenSSL:
 * one call, for which that reads its configuration and sets up all ciphers, 200 KiB that stay. So
 * the libraries of this program find this one, and the kernel draws.
 */
#include <stddef.h>
#include <sys/random.h>
#include <sys/types.h>

/* Of OpenSSL's headers, which nothing else here needs. 1 when all bytes were drawn. */
int RAND_bytes(unsigned char *buf, int num);

int RAND_bytes(unsigned char *buf, int num)
{
	for (ssize_t n; num > 0; buf += n, num -= (int)n) {
		n = getrandom(buf, (size_t)num, 0);
		if (n <= 0)
			return 0;
	}
	return 1;
}
