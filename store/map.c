/* SPDX-License-Identifier: ISC */
#include "store/map.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#define MAP_FIRST ((size_t)1 << 30)
#define MAP_LEAST ((size_t)1 << 20)
/* Left to the rest of the program. */
#define MAP_SPARE ((size_t)64 << 20)

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

int
map_error(int fd, int error)
{
	struct statvfs disk;

	if (error != EIO || fstatvfs(fd, &disk) != 0)
		return error;
	return (unsigned long long)disk.f_bavail * disk.f_frsize < DISK_LEAST ? ENOSPC : error;
}
