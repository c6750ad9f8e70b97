/* SPDX-License-Identifier: ISC */
#include "common/standard.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

bool
standard_open(void)
{
	struct pollfd fds[STDERR_FILENO + 1] = { { .fd = 0 }, { .fd = 1 }, { .fd = 2 } };

	if (poll(fds, STDERR_FILENO + 1, 0) < 0)
		return false;
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if ((fds[fd].revents & POLLNVAL) &&
		    open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR) != fd)
			return false;
	return true;
}
