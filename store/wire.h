/* SPDX-License-Identifier: ISC */
/*
 * wire.h: what records are made of: a version, varints (LEB128; zigzag where signed), runs of
 * bytes with or without their length in front.  Writing appends to a buf.  Reading takes any bytes
 * whatever: what is not there reads as zeros and sets bad, so that a record's reader looks at
 * it once, at its end.
 */
#ifndef LISTBRIEF_STORE_WIRE_H
#define LISTBRIEF_STORE_WIRE_H

#include "common/buf.h"

void wire_put_version(struct buf *out);
void wire_put_number(struct buf *out, uint64_t n);
void wire_put_signed(struct buf *out, int64_t n);
void wire_put_raw(struct buf *out, const void *p, size_t n);
void wire_put_bytes(struct buf *out, struct bytes b);

struct wire {
	struct bytes rest;
	bool bad;
};

/* Reads the version too: another one is bad. */
struct wire wire_begin(struct bytes in);
/* All was read, and nothing was bad. */
bool wire_done(const struct wire *r);

uint64_t wire_get_number(struct wire *r);
int64_t wire_get_signed(struct wire *r);
unsigned wire_get_unsigned(struct wire *r); /* bad above 32 bits */
int wire_get_int(struct wire *r);           /* bad beyond 32 bits */
bool wire_get_bool(struct wire *r);         /* bad above 1 */
void wire_get_raw(struct wire *r, void *to, size_t n);
struct bytes wire_get_bytes(struct wire *r); /* points into what is read */
/* How many follow, each at least size bytes long: no count makes a reader take more memory than that. */
size_t wire_get_count(struct wire *r, size_t size);

#endif
