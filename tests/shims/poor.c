/* SPDX-License-Identifier: ISC */
/*
 * poor.so, for LD_PRELOAD: the allocation numbered POOR_AT fails, and with POOR_ON all behind it.
 * An allocation that never came exits nothing and says nothing; POOR_COUNT names a file for the
 * sum.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);

static unsigned long allocations;

static bool
fails(void)
{
	static unsigned long at;
	static bool known, on;

	if (!known) {
		const char *s = getenv("POOR_AT");
		at = s ? strtoul(s, NULL, 10) : 0;
		on = getenv("POOR_ON") != NULL;
		known = true;
	}
	allocations++;
	if (at == 0 || (on ? allocations < at : allocations != at))
		return false;
	errno = ENOMEM;
	return true;
}

SHOWN void *
malloc(size_t n)
{
	return fails() ? NULL : __libc_malloc(n);
}

SHOWN void *
calloc(size_t count, size_t n)
{
	return fails() ? NULL : __libc_calloc(count, n);
}

SHOWN void *
realloc(void *p, size_t n)
{
	return fails() ? NULL : __libc_realloc(p, n);
}

__attribute__((destructor)) static void
say(void)
{
	const char *path = getenv("POOR_COUNT");
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;

	if (fd >= 0) {
		dprintf(fd, "%lu\n", allocations);
		close(fd);
	}
}
