/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "common/log.h"
#include "store/open.h"

#include <string.h>
#include <sys/random.h>

struct named {
	struct bytes key;
	struct arena *arena;
	struct bytes old, value;
};

/* The store's own numbers have names without a blank. */
static struct bytes
key_of(struct arena *a, const char *name)
{
	return bytes_from(arena_printf(a, "value %s", name));
}

static enum store_status
get(struct txn *t, void *arg)
{
	struct named *w = arg;
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_META, w->key, &value);

	w->value = status == STORE_OK ? arena_bytes(w->arena, value) : BYTES_NONE;
	return status;
}

enum store_status
store_get_value(struct store *s, const char *name, struct arena *a, struct bytes *value)
{
	struct named w = { .key = key_of(a, name), .arena = a };
	enum store_status status = store_read(s, get, &w);

	*value = w.value;
	return status;
}

static enum store_status
swap(struct txn *t, void *arg)
{
	const struct named *w = arg;
	struct bytes there;
	enum store_status status = txn_get(t, TABLE_META, w->key, &there);

	if (status == STORE_NONE)
		there = BYTES_NONE;
	else if (status != STORE_OK)
		return status;
	if (!bytes_equal(there, w->old))
		return STORE_NONE;
	return txn_put(t, TABLE_META, w->key, w->value);
}

enum store_status
store_swap_value(struct store *s, const char *name, struct bytes old, struct bytes value)
{
	struct named w = { .old = old, .value = value };

	arena_reset(store_scratch(s));
	w.key = key_of(store_scratch(s), name);
	return store_write(s, swap, &w);
}

enum store_status
store_secret(struct store *s, struct hash *secret)
{
	static const char name[] = "secret";
	struct arena *a = arena_new();
	struct bytes value;
	enum store_status status = store_get_value(s, name, a, &value);

	if (status == STORE_NONE) {
		struct hash made;

		if (getrandom(made.b, sizeof made.b, 0) != (ssize_t)sizeof made.b) {
			log_errno("make the secret of a list");
			arena_free(a);
			return STORE_AGAIN;
		}
		status = store_swap_value(
		    s, name, BYTES_NONE, (struct bytes){ (const char *)made.b, sizeof made.b });
		/* Who came second takes what the first one made. */
		if (status == STORE_OK || status == STORE_NONE)
			status = store_get_value(s, name, a, &value);
	}
	if (status == STORE_OK && value.n != sizeof secret->b) {
		log_error("the secret of a list is damaged");
		status = STORE_BROKEN;
	}
	if (status == STORE_OK)
		memcpy(secret->b, value.p, sizeof secret->b);
	arena_free(a);
	return status;
}
