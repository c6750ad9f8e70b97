/* SPDX-License-Identifier: ISC */
#include "filters/ingest/pass.h"

#include "common/log.h"

#include <poll.h>
#include <unistd.h>

static bool
write_all(int fd, struct bytes rest)
{
	ssize_t n;

	while (rest.n) {
		n = write(fd, rest.p, rest.n);
		if (n < 0 && !fd_again(fd, POLLOUT))
			return false;
		rest = bytes_slice(rest, n > 0 ? (size_t)n : 0, rest.n);
	}
	return true;
}

bool
pass_mail(struct buf *mail)
{
	uint64_t over;

	if (!buf_read(mail, STDIN_FILENO, PASS_BYTES_MAX, &over)) {
		log_errno("cannot read the mail from stdin");
		return false;
	}
	if (over) {
		log_error("passing a mail through: it has more than %zu bytes", PASS_BYTES_MAX);
		return false;
	}
	if (!write_all(STDOUT_FILENO, buf_bytes(mail))) {
		log_errno("cannot write the mail to stdout");
		return false;
	}
	return true;
}
