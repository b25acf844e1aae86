// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A tiny test harness: each test is a program, each TEST in it registers itself and is run by the
 * main that this header brings. A failed ASSERT prints expressions and values and ends that TEST.
 * With a word as argument only the tests whose name contains it run.
 */
#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct test {
	const char *name;
	void (*run)(void);
	struct test *next;
};

static struct test *test_first, **test_last = &test_first;
static jmp_buf test_failed;

#define TEST(id)                                                                                   \
	static void test_run_##id(void);                                                           \
	static struct test test_row_##id = { #id, test_run_##id, NULL };                           \
	__attribute__((constructor)) static void test_add_##id(void)                               \
	{                                                                                          \
		*test_last = &test_row_##id;                                                       \
		test_last = &test_row_##id.next;                                                   \
	}                                                                                          \
	static void test_run_##id(void)

#define TEST_FAIL(...)                                                                             \
	do {                                                                                       \
		fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                    \
		fprintf(stderr, __VA_ARGS__);                                                      \
		fputc('\n', stderr);                                                               \
		longjmp(test_failed, 1);                                                           \
	} while (0)

#define ASSERT_TRUE(x)                                                                             \
	do {                                                                                       \
		if (!(x))                                                                          \
			TEST_FAIL("not true: %s", #x);                                             \
	} while (0)

#define ASSERT_FALSE(x)                                                                            \
	do {                                                                                       \
		if (x)                                                                             \
			TEST_FAIL("not false: %s", #x);                                            \
	} while (0)

/* Compares integers of any kind as int64. */
#define TEST_COMPARE(a, op, b)                                                                     \
	do {                                                                                       \
		int64_t va_ = (int64_t)(a), vb_ = (int64_t)(b);                                    \
		if (!(va_ op vb_))                                                                 \
			TEST_FAIL("%s %s %s: %" PRId64 " and %" PRId64, #a, #op, #b, va_, vb_);    \
	} while (0)

#define ASSERT_EQ(a, b) TEST_COMPARE(a, ==, b)
#define ASSERT_NE(a, b) TEST_COMPARE(a, !=, b)
#define ASSERT_LT(a, b) TEST_COMPARE(a, <, b)
#define ASSERT_LE(a, b) TEST_COMPARE(a, <=, b)
#define ASSERT_GT(a, b) TEST_COMPARE(a, >, b)
#define ASSERT_GE(a, b) TEST_COMPARE(a, >=, b)

#define ASSERT_STREQ(a, b)                                                                         \
	do {                                                                                       \
		const char *sa_ = (a), *sb_ = (b);                                                 \
		if (!sa_ || !sb_ || strcmp(sa_, sb_) != 0)                                         \
			TEST_FAIL("%s == %s: '%s' and '%s'", #a, #b, sa_ ? sa_ : "(null)",         \
				  sb_ ? sb_ : "(null)");                                           \
	} while (0)

/* The text contains the part. */
#define ASSERT_CONTAINS(text, part)                                                                \
	do {                                                                                       \
		const char *sa_ = (text), *sb_ = (part);                                           \
		if (!strstr(sa_, sb_))                                                             \
			TEST_FAIL("%s has no '%s': '%s'", #text, sb_, sa_);                        \
	} while (0)

/* A call that returns 0, positive or a negative errno. */
#define ASSERT_OK(x)                                                                               \
	do {                                                                                       \
		int64_t r_ = (int64_t)(x);                                                         \
		if (r_ < 0)                                                                        \
			TEST_FAIL("%s: %s", #x, strerror((int)-r_));                               \
	} while (0)

/* The seed of a randomised test: from RMCU_TEST_SEED, else the clock; printed, so that it can be
 * repeated. */
static inline uint64_t test_seed(void)
{
	const char *env = getenv("RMCU_TEST_SEED");
	struct timespec ts;
	uint64_t seed;

	if (env) {
		seed = strtoull(env, NULL, 0);
	} else {
		clock_gettime(CLOCK_REALTIME, &ts);
		seed = (uint64_t)ts.tv_sec * 1000003u + (uint64_t)ts.tv_nsec;
	}
	fprintf(stderr, "RMCU_TEST_SEED=%" PRIu64 "\n", seed);
	return seed;
}

/* The next random number of a series (SplitMix64); start it with test_seed(). */
static inline uint64_t test_random(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int test_run_all(const char *part)
{
	static unsigned passed, failed; /* static: they live through longjmp */
	static struct test *t;

	for (t = test_first; t; t = t->next) {
		if (part && !strstr(t->name, part))
			continue;
		if (setjmp(test_failed) == 0) {
			t->run();
			passed++;
		} else {
			fprintf(stderr, "FAILED: %s\n", t->name);
			failed++;
		}
	}
	printf("%u passed, %u failed\n", passed, failed);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	return test_run_all(argc > 1 ? argv[1] : NULL);
}
