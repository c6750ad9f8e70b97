/* SPDX-License-Identifier: ISC */
#include "filters/ingest/mbox.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No byte of an mbox comes out twice, and the limit holds. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t limit = 4096;
	int fd = memfd_create("mbox", MFD_CLOEXEC);
	struct buf mail = BUF_INIT;
	struct mbox *m;
	size_t sum = 0;
	bool cut;

	if (fd < 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	m = mbox_new(fd);
	while (mbox_next(m, &mail, limit, &cut) == MBOX_MAIL) {
		if (mail.n > limit)
			abort();
		sum += mail.n;
		buf_clear(&mail);
	}
	if (sum > size)
		abort();
	mbox_free(m);
	buf_release(&mail);
	close(fd);
	return 0;
}
