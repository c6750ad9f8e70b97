/* SPDX-License-Identifier: ISC */
#include "common/maildate.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is taken for a date lies where dates lie, and no mail arrives later than now. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t now = 1760313600, last = INT64_C(253402300800);
	struct bytes value = { (const char *)data, size };
	struct header h = { .block = value };
	struct maildate d;
	int64_t arrival;

	if (maildate_parse(value, &d) && (d.zone < -14 * 60 || d.zone > 14 * 60 ||
					     d.time < -14 * 3600 || d.time > last + 14 * 3600))
		abort();
	arrival = maildate_arrival(&h, now);
	if (arrival > now || arrival < 631152000)
		abort();
	return 0;
}
