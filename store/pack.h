/* SPDX-License-Identifier: ISC */
/*
 * pack.h: bytes made small (zstd).  A packed value says itself how it was packed.
 */
#ifndef LISTBRIEF_STORE_PACK_H
#define LISTBRIEF_STORE_PACK_H

#include "common/arena.h"
#include "common/buf.h"

/* No value is larger unpacked, whatever its header says. */
#define PACK_BYTES_MAX ((size_t)256 * 1024 * 1024)

struct packer;

struct packer *packer_new(void);
void packer_free(struct packer *p); /* NULL is ignored */

/* Appends s, packed, to out.  False where it is above PACK_BYTES_MAX. */
bool pack(struct packer *p, struct buf *out, struct bytes s);

/* The size of a packed value unpacked.  False where it is none, or too large. */
bool pack_size(struct bytes packed, size_t *n);

/* False where it is damaged. */
bool unpack(struct packer *p, struct bytes packed, struct arena *a, struct bytes *s);

#endif
