/* SPDX-License-Identifier: ISC */
/*
 * killat.so, for LD_PRELOAD: the process is killed at the step numbered KILL_AT: before the call,
 * or where the number is odd, behind it.  Steps are what a sender does for good: writes to the
 * store and syncs, sends to and receives from a server.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

static bool
dies(void)
{
	static long left = -1;

	if (left < 0) {
		const char *s = getenv("KILL_AT");
		left = s ? strtol(s, NULL, 10) + 1 : 0;
	}
	return left > 0 && --left == 0;
}

static void
die(void)
{
	raise(SIGKILL);
}

static bool
after(void)
{
	const char *s = getenv("KILL_AT");

	return s && strtol(s, NULL, 10) % 2;
}

/* type name(parameters), called with arguments. */
#define STEP(type, name, parameters, arguments)                                                    \
	SHOWN type name parameters                                                                 \
	{                                                                                          \
		static type(*next) parameters;                                                     \
		const bool now = dies();                                                           \
		type result;                                                                       \
		if (next == NULL)                                                                  \
			next = (type(*) parameters)dlsym(RTLD_NEXT, #name);                        \
		if (now && !after())                                                               \
			die();                                                                     \
		result = next arguments;                                                           \
		if (now)                                                                           \
			die();                                                                     \
		return result;                                                                     \
	}

STEP(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at))
STEP(ssize_t, pwrite64, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at))
STEP(ssize_t, pwritev, (int fd, const struct iovec *v, int n, off_t at), (fd, v, n, at))
STEP(ssize_t, pwritev64, (int fd, const struct iovec *v, int n, off_t at), (fd, v, n, at))
STEP(int, fdatasync, (int fd), (fd))
STEP(int, msync, (void *p, size_t n, int flags), (p, n, flags))
STEP(ssize_t, send, (int fd, const void *p, size_t n, int flags), (fd, p, n, flags))
STEP(ssize_t, recv, (int fd, void *p, size_t n, int flags), (fd, p, n, flags))
