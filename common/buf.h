/* SPDX-License-Identifier: ISC */
/*
 * buf.h: bytes that grow.  A buf starts as BUF_INIT and is given back with
 * buf_release, which leaves it fit for use again.  p is NULL or ends with a NUL
 * that n does not count.  Out of memory is as in arena.h.
 */
#ifndef LISTBRIEF_BUF_H
#define LISTBRIEF_BUF_H

#include "common/bytes.h"

#include <stdint.h>

struct buf {
	char *p;
	size_t n, room;
};

#define BUF_INIT { NULL, 0, 0 }

void buf_release(struct buf *b);
/* Empties b, keeps its memory. */
void buf_clear(struct buf *b);

void buf_add(struct buf *b, struct bytes s);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for n bytes more and gives the place to write them; the writer adds to b->n. */
char *buf_room(struct buf *b, size_t n);

struct bytes buf_bytes(const struct buf *b);

/*
 * Whether a read or write of fd that failed is to be made again: after EINTR; and after EAGAIN, where whoever
 * gave us fd wanted it not to block, once it has been waited for events (of poll).  errno says why not.
 */
bool fd_again(int fd, short events);

/* Writes all of s, and waits as fd_again does.  False with errno, when a part of it may be written. */
bool fd_write(int fd, struct bytes s);

/*
 * Reads fd to its end and appends up to limit bytes; what is over it is read and
 * dropped, and *over says how much (may be NULL).  Waits where fd does not block.
 * False with errno set where a read fails.
 */
bool buf_read(struct buf *b, int fd, size_t limit, uint64_t *over);

/* Appends a whole file.  False with errno; a file above limit is EFBIG. */
bool buf_read_file(struct buf *b, const char *path, size_t limit);

#endif
