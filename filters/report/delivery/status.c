/* SPDX-License-Identifier: ISC */
#include "filters/report/delivery/status.h"

#include "common/clock.h"
#include "common/log.h"

#include <stdio.h>

#define STATES (STORE_DELIVERY_EXPIRED + 1)

static const char *const names[STATES] = {
	[STORE_DELIVERY_QUEUED] = "queued",
	[STORE_DELIVERY_ATTEMPTING] = "attempting",
	[STORE_DELIVERY_ACCEPTED] = "accepted",
	[STORE_DELIVERY_REFUSED] = "refused",
	[STORE_DELIVERY_DEFERRED] = "deferred",
	[STORE_DELIVERY_EXPIRED] = "expired",
};

static void
print_digest_line(
    struct arena *a, const struct store_digest *digest, const struct store_delivery *rows, size_t n)
{
	size_t counts[STATES] = { 0 }, i;

	for (i = 0; i < n; i++)
		counts[rows[i].state]++;
	printf("%llu\t%s\t%s\tmade %s\t%s%s\t", (unsigned long long)digest->number,
	    clock_rfc3339(a, digest->since), clock_rfc3339(a, digest->until),
	    clock_rfc3339(a, digest->made), digest->sent ? "sent " : "open",
	    digest->sent ? clock_rfc3339(a, digest->sent) : "");
	for (i = 0, n = 0; i < STATES; i++)
		if (counts[i])
			printf("%s%zu %s", n++ ? ", " : "", counts[i], names[i]);
	printf("\n");
}

static void
print_row(struct arena *a, const struct store_delivery *row)
{
	printf("\t%.*s\t%s\t%d %s\t%s", (int)row->address.n, row->address.p, names[row->state],
	    row->tries, row->tries == 1 ? "try" : "tries", clock_rfc3339(a, row->last));
	if (row->state == STORE_DELIVERY_DEFERRED)
		printf("\tagain from %s", clock_rfc3339(a, row->due));
	if (row->said.n)
		printf("\t%.*s", (int)row->said.n, row->said.p);
	printf("\n");
}

enum store_status
status_print(struct store *s, const struct config_list *list)
{
	const bool all = log_get_level() == LOG_LEVEL_VERBOSE;
	struct arena *a = arena_new(), *each = arena_new();
	struct store_digest *digests;
	struct store_delivery *rows;
	size_t i, k, n = 0, nrows;
	enum store_status status = store_scan_digests(s, a, &digests, &n);

	if (status == STORE_OK && n == 0)
		log_warn("%s: no digest was sent yet", list->name);
	for (i = 0; status == STORE_OK && i < n; i++) {
		arena_reset(each);
		status = store_scan_deliveries(s, digests[i].number, each, &rows, &nrows);
		if (status == STORE_OK)
			print_digest_line(each, &digests[i], rows, nrows);
		for (k = 0; status == STORE_OK && k < nrows; k++)
			if (all || rows[k].state != STORE_DELIVERY_ACCEPTED)
				print_row(each, &rows[k]);
	}
	arena_free(each);
	arena_free(a);
	return status;
}
