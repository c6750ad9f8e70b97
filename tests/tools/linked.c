/* SPDX-License-Identifier: ISC */
/*
 * linked DIR LIST: says "stored N linked N", how many mails a list has and how many are linked,
 * copies that are shown as one counted each.
 */
#include "common/log.h"
#include "store/open.h"
#include "store/record.h"

#include <stdint.h>
#include <stdio.h>

static enum store_status
count_linked(struct txn *t, void *arg)
{
	size_t *n = arg;
	struct places places;
	struct bytes key, value;
	enum store_status status;

	for (enum seek how = SEEK_AT;; how = SEEK_NEXT) {
		status = txn_seek(t, TABLE_ID, how, BYTES_LIT("\0"), &key, &value);
		if (status != STORE_OK)
			return status == STORE_NONE ? STORE_OK : status;
		if (!record_read_places(value, &places))
			return STORE_BROKEN;
		*n += places.ncopies;
	}
}

int
main(int argc, char **argv)
{
	struct store *s = NULL;
	struct store_counts counts;
	size_t n = 0;
	enum store_status status = argc == 3 ? STORE_OK : STORE_BROKEN;

	log_open("linked");
	if (status == STORE_OK)
		status = store_open(&s, argv[1], argv[2], STORE_READ, 10);
	if (status == STORE_OK)
		status = store_count(s, &counts);
	if (status == STORE_OK)
		status = store_read(s, count_linked, &n);
	if (status == STORE_OK)
		printf("stored %ju linked %zu\n", (uintmax_t)counts.mails, n);
	store_close(s);
	return status;
}
