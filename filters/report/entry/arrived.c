/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/arrived.h"

#include <string.h>

static enum store_status
leave_linked_since(
    struct store *s, uint64_t mark, struct arena *a, struct store_arrival *all, size_t *n)
{
	struct store_counts counts;
	struct store_key *keys;
	struct store_mail *mails;
	size_t kept = 0;
	enum store_status status = store_count(s, &counts);

	if (status != STORE_OK || counts.linked <= mark)
		return status;
	keys = arena_array(a, *n, sizeof(*keys));
	for (size_t i = 0; i < *n; i++)
		keys[i] = all[i].key;
	status = store_get_mails(s, keys, *n, a, &mails);
	for (size_t i = 0; status == STORE_OK && i < *n; i++)
		if (mails[i].seq <= mark)
			all[kept++] = all[i];
	*n = kept;
	return status;
}

enum store_status
arrived(
    struct store *s, const struct window *w, struct arena *a, struct store_arrival **all, size_t *n)
{
	struct store_arrival *own = NULL, *late = NULL;
	size_t nown = 0, nlate = 0;
	enum store_status status = store_scan_arrivals(s, w->since, w->until, a, &own, &nown);

	if (status == STORE_OK && w->late_after != UINT64_MAX)
		status = store_scan_late(s, w->late_after, w->since, a, &late, &nlate);
	*n = nown + nlate;
	*all = arena_array(a, *n, sizeof(**all));
	if (nown)
		memcpy(*all, own, nown * sizeof(*own));
	if (nlate)
		memcpy(*all + nown, late, nlate * sizeof(*late));
	return status == STORE_OK ? leave_linked_since(s, w->mark, a, *all, n) : status;
}
