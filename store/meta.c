/* SPDX-License-Identifier: ISC */
#include "store/meta.h"

#include "store/key.h"

enum store_status
meta_get(struct txn *t, const char *name, uint64_t *number)
{
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_META, bytes_from(name), &value);

	*number = 0;
	if (status == STORE_NONE)
		return STORE_OK;
	if (status == STORE_OK && !key_read_number(value, number))
		return txn_damaged(t, TABLE_META);
	return status;
}

enum store_status
meta_put(struct txn *t, const char *name, uint64_t number)
{
	struct key value = key_number(number);

	return txn_put(t, TABLE_META, bytes_from(name), key_bytes(&value));
}
