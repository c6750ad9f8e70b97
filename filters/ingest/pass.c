/* SPDX-License-Identifier: ISC */
#include "filters/ingest/pass.h"

#include "common/log.h"

#include <unistd.h>

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
	if (!fd_write(STDOUT_FILENO, buf_bytes(mail))) {
		log_errno("cannot write the mail to stdout");
		return false;
	}
	return true;
}
