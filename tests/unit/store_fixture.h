/* SPDX-License-Identifier: ISC */
/*
 * store_fixture.h: a store in a folder of its own, for the tests of store/.  Log lines are
 * kept in a file there, so that a test can say what must have been said.
 */
#ifndef LISTBRIEF_TESTS_STORE_FIXTURE_H
#define LISTBRIEF_TESTS_STORE_FIXTURE_H

#include "common/buf.h"
#include "store/open.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#define B(s) bytes_from(s)
#define WAIT_SECONDS 20

static char fixture_dir[64];
static struct arena *fixture_arena;
static int fixture_stderr = -1;

static inline int
fixture_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int
fixture_set_up(void **state)
{
	char log[128];
	int fd;

	(void)state;
	snprintf(fixture_dir, sizeof fixture_dir, "/tmp/listbrief-store.XXXXXX");
	if (mkdtemp(fixture_dir) == NULL)
		return -1;
	fixture_arena = arena_new();
	snprintf(log, sizeof log, "%s/log", fixture_dir);
	fflush(stderr);
	fixture_stderr = dup(STDERR_FILENO);
	fd = open(log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	dup2(fd, STDERR_FILENO);
	close(fd);
	return 0;
}

static inline int
fixture_tear_down(void **state)
{
	(void)state;
	fflush(stderr);
	dup2(fixture_stderr, STDERR_FILENO);
	close(fixture_stderr);
	arena_free(fixture_arena);
	nftw(fixture_dir, fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}

/* Random, and said, so that a failure can be run again with LISTBRIEF_TEST_SEED. */
static inline void
fixture_seed(void)
{
	const char *again = getenv("LISTBRIEF_TEST_SEED");
	struct timespec t;
	unsigned seed;

	clock_gettime(CLOCK_REALTIME, &t);
	seed = again ? (unsigned)strtoul(again, NULL, 10) : (unsigned)(t.tv_sec ^ t.tv_nsec);
	printf("# seed %u\n", seed);
	srandom(seed);
}

/* What was logged since the last time it was asked, as one string. */
static inline char *
fixture_said(void)
{
	struct buf b = BUF_INIT;
	char path[128], *s;

	snprintf(path, sizeof path, "%s/log", fixture_dir);
	fflush(stderr);
	assert_true(buf_read_file(&b, path, 1 << 20));
	assert_int_equal(truncate(path, 0), 0);
	s = arena_string(fixture_arena, buf_bytes(&b));
	buf_release(&b);
	return s;
}

#define assert_said(what)                                                                          \
	do {                                                                                       \
		const char *said_ = fixture_said();                                                \
		if (strstr(said_, what) == NULL)                                                   \
			fail_msg("said \"%s\", not \"%s\"", said_, what);                          \
	} while (0)

static inline struct store *
fixture_open(enum store_mode mode)
{
	struct store *s;

	assert_int_equal(store_open(&s, fixture_dir, "list", mode, WAIT_SECONDS), STORE_OK);
	return s;
}

/* A file of the store's folder. */
static inline char *
fixture_path(const char *name)
{
	return arena_printf(fixture_arena, "%s/list/%s", fixture_dir, name);
}

static inline struct bytes
mail_raw(const char *id, const char *body)
{
	return B(arena_printf(fixture_arena,
	    "From: A <a@example.org>\nSubject: a mail\nMessage-ID: <%s>\n\n%s", id, body));
}

static inline enum store_put
put_mail(struct store *s, const char *id, const char *body, int64_t arrival)
{
	struct store_mail_in m = { .id = B(id), .raw = mail_raw(id, body), .arrival = arrival };

	assert_int_equal(store_put_mails(s, &m, 1, 1000), STORE_OK);
	return m.result;
}

static inline struct store_counts
counts_of(struct store *s)
{
	struct store_counts c;

	assert_int_equal(store_count(s, &c), STORE_OK);
	return c;
}

/* All of the log behind after. */
static inline struct store_mail_raw *
scan_all(struct store *s, uint64_t after, size_t *n)
{
	struct store_mail_raw *mails;
	uint64_t through;

	assert_int_equal(store_scan_log(s, after, 100000, (size_t)1 << 30, fixture_arena, &mails, n,
			     &through),
	    STORE_OK);
	return mails;
}

#endif
