/* SPDX-License-Identifier: ISC */
#include "store/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

/* Shorter ones do not get smaller. */
#define PLAIN_MAX ((size_t)64)
/* Packs a mail alone within 1 % of level 3, in two thirds of the time. */
#define LEVEL 2
#define LEVEL_BLOCK 3
/* 13 % smaller than level 2, for some hundredths of aggregate's time. */
#define LEVEL_BESIDE 6
/* 7 % smaller than level 3, in twice the time; what lies behind it packs little more. */
#define LEVEL_THOROUGH 7
/* A mail of the usual size does not fill a larger table, and each page of it must be zeroed. */
#define SMALL_MAX ((size_t)16 * 1024)
#define SMALL_HASH_LOG 12

struct packer {
	ZSTD_CCtx *in;
	ZSTD_DCtx *out;
};

struct packer *
packer_new(void)
{
	struct packer *p = calloc(1, sizeof *p);

	if (p == NULL)
		out_of_memory();
	return p;
}

void
packer_free(struct packer *p)
{
	if (p == NULL)
		return;
	ZSTD_freeCCtx(p->in);
	ZSTD_freeDCtx(p->out);
	free(p);
}

static bool
pack_plain(struct buf *out, struct bytes s)
{
	buf_addc(out, PACK_PLAIN);
	buf_add(out, s);
	return true;
}

/* Only what has no other use than to be right is worth the four bytes of a checksum. */
static void
set_up(struct packer *p, enum pack_form form, int level, size_t n, struct bytes beside)
{
	if (p->in == NULL && (p->in = ZSTD_createCCtx()) == NULL)
		out_of_memory();
	ZSTD_CCtx_setParameter(p->in, ZSTD_c_compressionLevel, level);
	ZSTD_CCtx_setParameter(p->in, ZSTD_c_hashLog, n <= SMALL_MAX ? SMALL_HASH_LOG : 0);
	ZSTD_CCtx_setParameter(p->in, ZSTD_c_checksumFlag, form != PACK_ZSTD);
	ZSTD_CCtx_refPrefix(p->in, beside.p, beside.n);
}

static bool
pack_as(struct packer *p, struct buf *out, enum pack_form form, int level, struct bytes s,
    struct bytes beside)
{
	size_t room, n;
	char *to;

	if (s.n > PACK_BYTES_MAX)
		return false;
	if (s.n <= PLAIN_MAX)
		return pack_plain(out, s);
	set_up(p, form, level, s.n + beside.n, beside);
	room = ZSTD_compressBound(s.n);
	to = buf_room(out, room + 1);
	n = ZSTD_compress2(p->in, to + 1, room, s.p, s.n);
	if (ZSTD_isError(n) || n >= s.n)
		return pack_plain(out, s);
	to[0] = (char)form;
	out->n += n + 1;
	return true;
}

bool
pack(struct packer *p, struct buf *out, struct bytes s)
{
	return pack_as(p, out, PACK_ZSTD, LEVEL, s, BYTES_NONE);
}

bool
pack_beside(struct packer *p, struct buf *out, struct bytes s, struct bytes beside)
{
	return pack_as(p, out, PACK_BESIDE, LEVEL_BESIDE, s, beside);
}

bool
pack_block(struct packer *p, struct buf *out, struct bytes s, enum pack_effort effort)
{
	return pack_as(p, out, PACK_BLOCK, effort == PACK_THOROUGH ? LEVEL_THOROUGH : LEVEL_BLOCK,
	    s, BYTES_NONE);
}

bool
pack_is(struct bytes packed, enum pack_form form)
{
	return packed.n > 0 && packed.p[0] == (char)form;
}

bool
pack_size(struct bytes packed, size_t *n)
{
	unsigned long long size;

	if (pack_is(packed, PACK_PLAIN)) {
		*n = packed.n - 1;
		return true;
	}
	if (!pack_is(packed, PACK_ZSTD) && !pack_is(packed, PACK_BESIDE) &&
	    !pack_is(packed, PACK_BLOCK))
		return false;
	/* Unknown and error are the two largest numbers. */
	size = ZSTD_getFrameContentSize(packed.p + 1, packed.n - 1);
	if (size > PACK_BYTES_MAX)
		return false;
	*n = (size_t)size;
	return true;
}

bool
unpack_to(struct packer *p, struct bytes packed, struct bytes beside, char *to, size_t n)
{
	size_t got;

	if (pack_is(packed, PACK_PLAIN)) {
		memcpy(to, packed.p + 1, n);
		return true;
	}
	if (p->out == NULL && (p->out = ZSTD_createDCtx()) == NULL)
		out_of_memory();
	if (pack_is(packed, PACK_BESIDE))
		ZSTD_DCtx_refPrefix(p->out, beside.p, beside.n);
	got = ZSTD_decompressDCtx(p->out, to, n, packed.p + 1, packed.n - 1);
	return !ZSTD_isError(got) && got == n;
}

bool
unpack_beside(
    struct packer *p, struct bytes packed, struct bytes beside, struct arena *a, struct bytes *s)
{
	size_t n;
	char *to;

	if (!pack_size(packed, &n))
		return false;
	to = arena_alloc(a, n);
	*s = (struct bytes){ to, n };
	return unpack_to(p, packed, beside, to, n);
}

bool
unpack(struct packer *p, struct bytes packed, struct arena *a, struct bytes *s)
{
	return unpack_beside(p, packed, BYTES_NONE, a, s);
}
