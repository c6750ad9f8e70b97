/* SPDX-License-Identifier: ISC */
#include "store/record.h"

#include "store/wire.h"

void
record_write_member(struct buf *out, const struct store_member *member)
{
	wire_put_version(out);
	wire_put_bytes(out, member->address);
	wire_put_bytes(out, member->name);
	wire_put_signed(out, member->since);
	wire_put_bytes(out, member->options);
}

bool
record_read_member(struct bytes in, struct store_member *member)
{
	struct wire r = wire_begin(in);

	member->address = wire_get_bytes(&r);
	member->name = wire_get_bytes(&r);
	member->since = wire_get_signed(&r);
	member->options = wire_get_bytes(&r);
	return wire_done(&r);
}

void
record_write_digest(struct buf *out, const struct store_digest *digest)
{
	wire_put_version(out);
	wire_put_signed(out, digest->since);
	wire_put_signed(out, digest->until);
	wire_put_signed(out, digest->made);
	wire_put_number(out, digest->log_mark);
	wire_put_signed(out, digest->sent);
	wire_put_bytes(out, digest->id);
	wire_put_number(out, digest->forms);
}

bool
record_read_digest(struct bytes in, struct store_digest *digest)
{
	struct wire r = wire_begin(in);

	digest->since = wire_get_signed(&r);
	digest->until = wire_get_signed(&r);
	digest->made = wire_get_signed(&r);
	digest->log_mark = wire_get_number(&r);
	digest->sent = wire_get_signed(&r);
	digest->id = wire_get_bytes(&r);
	digest->forms = wire_get_unsigned(&r);
	return wire_done(&r);
}

void
record_write_delivery(struct buf *out, const struct store_delivery *delivery)
{
	wire_put_version(out);
	wire_put_bytes(out, delivery->address);
	wire_put_number(out, delivery->form);
	wire_put_number(out, delivery->state);
	wire_put_signed(out, delivery->tries);
	wire_put_signed(out, delivery->queued);
	wire_put_signed(out, delivery->last);
	wire_put_signed(out, delivery->due);
	wire_put_bytes(out, delivery->said);
}

bool
record_read_delivery(struct bytes in, struct store_delivery *delivery)
{
	struct wire r = wire_begin(in);
	unsigned state;

	delivery->address = wire_get_bytes(&r);
	delivery->form = wire_get_unsigned(&r);
	state = wire_get_unsigned(&r);
	delivery->state = (enum store_delivery_state)state;
	delivery->tries = wire_get_int(&r);
	delivery->queued = wire_get_signed(&r);
	delivery->last = wire_get_signed(&r);
	delivery->due = wire_get_signed(&r);
	delivery->said = wire_get_bytes(&r);
	return wire_done(&r) && state <= STORE_DELIVERY_EXPIRED;
}
