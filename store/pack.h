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

/* What a value begins with.  PACK_PIECE is no value of pack's: see record.h. */
enum pack_form {
	PACK_PLAIN,
	PACK_ZSTD,
	PACK_PIECE,
	PACK_BESIDE, /* packed beside bytes that it repeats, and unpacked beside them alone */
	PACK_BLOCK   /* many mails at once; its bytes have a checksum */
};

struct packer;

struct packer *packer_new(void);
void packer_free(struct packer *p); /* NULL is ignored */

/* Appends s, packed, to out.  False where it is above PACK_BYTES_MAX. */
bool pack(struct packer *p, struct buf *out, struct bytes s);
/* The same for a text that repeats what stands in beside. */
bool pack_beside(struct packer *p, struct buf *out, struct bytes s, struct bytes beside);
/* The same for a block of mails: slower, and smaller; thorough, where nobody waits, more so. */
enum pack_effort { PACK_QUICK, PACK_THOROUGH };
bool pack_block(struct packer *p, struct buf *out, struct bytes s, enum pack_effort effort);

/* The size of a packed value unpacked.  False where it is none, or too large. */
bool pack_size(struct bytes packed, size_t *n);
bool pack_is(struct bytes packed, enum pack_form form);

/* False where it is damaged. */
bool unpack(struct packer *p, struct bytes packed, struct arena *a, struct bytes *s);
/* The same for a PACK_BESIDE one, with what it was packed beside. */
bool unpack_beside(struct packer *p, struct bytes packed, struct bytes beside, struct arena *a, struct bytes *s);
/* The same into to, which has room for its pack_size. */
bool unpack_to(struct packer *p, struct bytes packed, struct bytes beside, char *to, size_t n);

#endif
