/* SPDX-License-Identifier: ISC */
#include "store/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

/* What stands in front of a packed value. */
#define PLAIN 0
#define ZSTD 1

/* Shorter ones do not get smaller. */
#define PLAIN_MAX ((size_t)64)
/* Packs mail within 1 % of level 3, in two thirds of the time. */
#define LEVEL 2
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

static void
pack_plain(struct buf *out, struct bytes s)
{
	buf_addc(out, PLAIN);
	buf_add(out, s);
}

bool
pack(struct packer *p, struct buf *out, struct bytes s)
{
	size_t room, n;
	char *to;

	if (s.n > PACK_BYTES_MAX)
		return false;
	if (s.n <= PLAIN_MAX) {
		pack_plain(out, s);
		return true;
	}
	if (p->in == NULL && (p->in = ZSTD_createCCtx()) == NULL)
		out_of_memory();
	room = ZSTD_compressBound(s.n);
	to = buf_room(out, room + 1);
	ZSTD_CCtx_setParameter(p->in, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(p->in, ZSTD_c_hashLog, s.n <= SMALL_MAX ? SMALL_HASH_LOG : 0);
	n = ZSTD_compress2(p->in, to + 1, room, s.p, s.n);
	if (ZSTD_isError(n) || n >= s.n) {
		pack_plain(out, s);
		return true;
	}
	to[0] = ZSTD;
	out->n += n + 1;
	return true;
}

bool
pack_size(struct bytes packed, size_t *n)
{
	unsigned long long size;

	if (packed.n == 0)
		return false;
	if (packed.p[0] == PLAIN) {
		*n = packed.n - 1;
		return true;
	}
	/* Unknown and error are the two largest numbers. */
	size = ZSTD_getFrameContentSize(packed.p + 1, packed.n - 1);
	if (packed.p[0] != ZSTD || size > PACK_BYTES_MAX)
		return false;
	*n = (size_t)size;
	return true;
}

bool
unpack(struct packer *p, struct bytes packed, struct arena *a, struct bytes *s)
{
	size_t n, got;
	char *to;

	if (!pack_size(packed, &n))
		return false;
	if (packed.p[0] == PLAIN) {
		*s = arena_bytes(a, bytes_slice(packed, 1, packed.n));
		return true;
	}
	if (p->out == NULL && (p->out = ZSTD_createDCtx()) == NULL)
		out_of_memory();
	to = arena_alloc(a, n);
	got = ZSTD_decompressDCtx(p->out, to, n, packed.p + 1, packed.n - 1);
	*s = (struct bytes){ to, n };
	return !ZSTD_isError(got) && got == n;
}
