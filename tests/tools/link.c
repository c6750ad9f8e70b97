/* SPDX-License-Identifier: ISC */
/*
 * link DIR LIST MAX: what listbrief-aggregate does to a list, in batches of at most MAX mails.
 */
#include "common/log.h"
#include "filters/aggregate/link.h"

#include <stdlib.h>

int
main(int argc, char **argv)
{
	struct reader *r = reader_new();
	struct store *s = NULL;
	struct link_sum sum = { 0 };
	enum store_status status = argc == 4 ? STORE_OK : STORE_BROKEN;

	log_open("link");
	if (status == STORE_OK)
		status = store_open(&s, argv[1], argv[2], STORE_WRITE, 10);
	if (status == STORE_OK)
		status = link_log(s, r, argv[2], strtoul(argv[3], NULL, 10), &sum);
	store_close(s);
	reader_free(r);
	return status;
}
