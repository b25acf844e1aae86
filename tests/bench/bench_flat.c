// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The limit for a query: a file of floats (min, mean, max of each minute) that begins at ORIGIN,
 * read and put into buckets. bench_flat FILE ORIGIN FROM TO BUCKETS prints what bench_history
 * query does.
 */
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define POINT	(3 * sizeof(float))
#define AT_ONCE 4096

struct bucket {
	float min, max;
	double sum;
	unsigned n;
};

int main(int argc, char *argv[])
{
	static float block[AT_ONCE][3];
	int64_t origin, from, to, buckets;
	struct bucket *b;
	ssize_t got;
	int fd;

	if (argc != 6)
		return 64;
	origin = atoll(argv[2]);
	from = atoll(argv[3]);
	to = atoll(argv[4]);
	buckets = atoll(argv[5]);
	b = calloc((size_t)buckets, sizeof(*b));
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	/* the first minute that begins within the range */
	int64_t t = origin + (from - origin + 59) / 60 * 60;
	if (!b || fd < 0 || lseek(fd, (off_t)((t - origin) / 60 * (int64_t)POINT), SEEK_SET) < 0)
		return 1;
	while (t < to && (got = read(fd, block, sizeof(block))) > 0) {
		for (size_t i = 0; i < (size_t)got / POINT && t < to; i++, t += 60) {
			struct bucket *at = &b[(t - from) * buckets / (to - from)];

			if (at->n == 0 || block[i][0] < at->min)
				at->min = block[i][0];
			if (at->n == 0 || block[i][2] > at->max)
				at->max = block[i][2];
			at->sum += (double)block[i][1];
			at->n++;
		}
	}
	for (int64_t i = 0; i < buckets; i++)
		if (b[i].n > 0)
			printf("%.0f %.0f %.0f\n", (double)b[i].min, round(b[i].sum / b[i].n),
			       (double)b[i].max);
	free(b);
	return 0;
}
