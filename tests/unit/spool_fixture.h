/* SPDX-License-Identifier: ISC */
/*
 * spool_fixture.h: a store whose spool is looked into, and that another program may hold.
 */
#ifndef LISTBRIEF_TESTS_SPOOL_FIXTURE_H
#define LISTBRIEF_TESTS_SPOOL_FIXTURE_H

#include "tests/unit/store_fixture.h"

#include <dirent.h>
#include <sys/file.h>

static inline char *
spool_path(const char *name)
{
	return arena_printf(fixture_arena, "%s/%s", fixture_path("spool"), name);
}

/* How many files of the spool begin so. */
static inline int
spool_count(const char *prefix)
{
	DIR *dir = opendir(fixture_path("spool"));
	const struct dirent *d;
	int n = 0;

	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL)
		n += d->d_name[0] != '.' && strncmp(d->d_name, prefix, strlen(prefix)) == 0;
	closedir(dir);
	return n;
}

/* The first of the spool's files. */
static inline char *
spool_first(void)
{
	DIR *dir = opendir(fixture_path("spool"));
	const struct dirent *d;
	char *path = NULL;

	while (path == NULL && (d = readdir(dir)) != NULL)
		if (d->d_name[0] != '.')
			path = spool_path(d->d_name);
	closedir(dir);
	assert_non_null(path);
	return path;
}

static inline enum store_put
deliver_at(const char *id, const char *body, int64_t arrival)
{
	struct store_mail_in m = { .id = B(id), .raw = mail_raw(id, body), .arrival = arrival };

	assert_int_equal(store_deliver(fixture_dir, "list", &m, 77), STORE_OK);
	return m.result;
}

static inline enum store_put
deliver(const char *id)
{
	return deliver_at(id, "text", 1);
}

/* Another program has the store until this is closed. */
static inline int
hold(void)
{
	int fd = open(fixture_path("lock"), O_RDWR | O_CLOEXEC);

	assert_int_equal(flock(fd, LOCK_EX), 0);
	return fd;
}

/* A mail that comes meanwhile. */
static inline void
spool(const char *id)
{
	int held = hold();

	assert_int_equal(deliver(id), STORE_PUT_SPOOLED);
	close(held);
}

static inline uint64_t
drain(void)
{
	struct store *s = fixture_open(STORE_WRITE);
	uint64_t n;

	assert_int_equal(store_drain(s, &n), STORE_OK);
	store_close(s);
	return n;
}

static inline uint64_t
stored(void)
{
	struct store *s = fixture_open(STORE_READ);
	uint64_t n = counts_of(s).mails;

	store_close(s);
	return n;
}

static inline void
put_in_spool(const char *name, const char *content)
{
	int fd = open(spool_path(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_int_equal(write(fd, content, strlen(content)), strlen(content));
	close(fd);
}

#endif
