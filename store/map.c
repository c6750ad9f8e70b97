/* SPDX-License-Identifier: ISC */
#include "store/map.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAP_FIRST ((size_t)1 << 30)
#define MAP_LEAST ((size_t)1 << 20)
/* Left to the rest of the program. */
#define MAP_SPARE ((size_t)64 << 20)

/* Room in the file: below the least it is made the most.  A delivery takes some ten pages. */
#define AHEAD_LEAST ((off_t)32 << 10)
#define AHEAD_MOST ((off_t)128 << 10)
#define AHEAD_PAGE 4096

/* A disk with less room than one write of LMDB's may want. */
#define DISK_LEAST ((unsigned long long)1 << 20)

bool
map_room(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return false;
	munmap(p, bytes);
	return true;
}

static bool
space_is_limited(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY;
}

size_t
map_first(off_t data)
{
	/* For the tests, which must see a map grow. */
	const char *test = getenv("LISTBRIEF_TEST_MAP");
	size_t size = MAP_FIRST, need = data > 0 ? (size_t)data + (size_t)data / 2 : 0;

	if (test)
		return (size_t)strtoul(test, NULL, 10);
	while (size < need)
		size *= 2;
	if (!space_is_limited())
		return size;
	while (size > MAP_LEAST && !map_room(size + MAP_SPARE))
		size /= 2;
	return size;
}

/*
 * Pages at the end of the file may never have been written, or were cut off; both then read as
 * zeros, which LMDB calls damaged, where they would have been a SIGBUS.
 */
bool
map_fill(int fd, off_t data, off_t used)
{
	return data >= used || ftruncate(fd, used) == 0;
}

/* Zeros that are written, not a hole or a promise: filling those would be news to the file system
 * again. */
void
map_reach(int fd, off_t data, off_t used)
{
	static const char page[AHEAD_PAGE];
	struct iovec pages[AHEAD_MOST / AHEAD_PAGE];
	int n = 0;

	if (data - used >= AHEAD_LEAST)
		return;
	for (off_t at = data; at < used + AHEAD_MOST; at += AHEAD_PAGE)
		pages[n++] = (struct iovec){ (void *)(uintptr_t)page, sizeof page };
	/* Where the disk is full, the commit says so, or needs less. */
	if (pwritev(fd, pages, n, data) < 0)
		return;
}

int
map_error(int fd, int error)
{
	struct statvfs disk;

	if (error != EIO || fstatvfs(fd, &disk) != 0)
		return error;
	return (unsigned long long)disk.f_bavail * disk.f_frsize < DISK_LEAST ? ENOSPC : error;
}
