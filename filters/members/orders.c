/* SPDX-License-Identifier: ISC */
#include "filters/members/orders.h"

/* Takes "NAME", "NAME =" or "NAME=" off *rest. */
static struct bytes
take_name(struct bytes *rest)
{
	size_t end = 0;
	struct bytes name;

	*rest = bytes_trim(*rest);
	while (end < rest->n && is_alpha(rest->p[end]))
		end++;
	name = bytes_slice(*rest, 0, end);
	*rest = bytes_trim(bytes_slice(*rest, end, rest->n));
	if (name.n && rest->n && rest->p[0] == '=')
		*rest = bytes_trim(bytes_slice(*rest, 1, rest->n));
	return name;
}

static enum edit_result
add(struct edit *e, struct bytes name, struct bytes value)
{
	if (value.n == 0 && bytes_equal_fold(name, BYTES_LIT("mine")))
		value = BYTES_LIT("yes");
	return value.n ? edit_add(e, name, value) : EDIT_VALUE;
}

static enum edit_result
carry_out(struct edit *e, struct bytes order)
{
	struct bytes verb, name;

	if (!bytes_word(&order, &verb))
		return EDIT_NAME;
	name = take_name(&order);
	if (bytes_equal_fold(verb, BYTES_LIT("unset")))
		return order.n ? EDIT_NAME : edit_unset(e, name);
	if (name.n == 0)
		return EDIT_NAME;
	if (bytes_equal_fold(verb, BYTES_LIT("set")))
		return edit_set(e, name, order);
	return bytes_equal_fold(verb, BYTES_LIT("filter")) ? add(e, name, order) : EDIT_NAME;
}

enum edit_result
orders_carry_out(struct edit *e, struct bytes subject, size_t *which)
{
	enum edit_result result = EDIT_DONE;

	*which = 0;
	while (result == EDIT_DONE && subject.n > 0) {
		size_t end = bytes_find_byte(subject, ';');
		struct bytes order = bytes_trim(bytes_slice(subject, 0, end));

		subject = bytes_slice(subject, end + 1, subject.n);
		if (order.n == 0)
			continue;
		result = ++*which > ORDERS_MAX ? EDIT_FULL : carry_out(e, order);
	}
	return *which ? result : EDIT_NAME;
}
