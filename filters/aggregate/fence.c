/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/fence.h"

#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights of files by version; the header of an older system has not all of them. */
#define FILES_1 ((UINT64_C(1) << 13) - 1)
#define FILES_2 (UINT64_C(1) << 13) /* refer */
#define FILES_3 (UINT64_C(1) << 14) /* truncate */
#define FILES_5 (UINT64_C(1) << 15) /* ioctl of devices */
#define NET_4 UINT64_C(3)	    /* TCP: bind, connect */
#define SCOPES_6 UINT64_C(3)	    /* abstract sockets, signals */

struct rights {
	uint64_t files, net, scopes;
};

int
fence_version(void)
{
	long version =
	    syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

bool
fence_raise(void)
{
	int version = fence_version();
	/* An older kernel takes more, as long as it is all zero. */
	struct rights rights = { .files = FILES_1 | (version >= 2 ? FILES_2 : 0) |
					  (version >= 3 ? FILES_3 : 0) |
					  (version >= 5 ? FILES_5 : 0),
		.net = version >= 4 ? NET_4 : 0,
		.scopes = version >= 6 ? SCOPES_6 : 0 };
	long fd;
	bool raised;

	if (version == 0)
		return true;
	fd = syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
	if (fd < 0)
		return false;
	raised = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close((int)fd);
	return raised;
}
