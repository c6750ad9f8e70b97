/* SPDX-License-Identifier: ISC */
/*
 * failat.so, for LD_PRELOAD: the write to the store numbered FAIL_AT fails as on a full disk, and
 * no other.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

static bool
fails(void)
{
	static long left = -1;

	if (left < 0) {
		const char *s = getenv("FAIL_AT");
		left = s ? strtol(s, NULL, 10) : 0;
	}
	if (left == 0 || --left > 0)
		return false;
	errno = ENOSPC;
	return true;
}

/* type name(parameters), called with arguments. */
#define STEP(name, parameters, arguments)                                                          \
	SHOWN ssize_t name parameters                                                              \
	{                                                                                          \
		static ssize_t(*next) parameters;                                                  \
		if (fails())                                                                       \
			return -1;                                                                 \
		if (next == NULL)                                                                  \
			next = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name);                     \
		return next arguments;                                                             \
	}

STEP(pwrite, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at))
STEP(pwrite64, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at))
STEP(pwritev, (int fd, const struct iovec *v, int n, off_t at), (fd, v, n, at))
STEP(pwritev64, (int fd, const struct iovec *v, int n, off_t at), (fd, v, n, at))
