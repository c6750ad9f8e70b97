/* SPDX-License-Identifier: ISC */
#include "common/buf.h"

#include "common/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_STEP ((size_t)64 * 1024)

void
buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf)BUF_INIT;
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

char *
buf_room(struct buf *b, size_t n)
{
	size_t want, room;

	if (n >= SIZE_MAX - b->n)
		out_of_memory();
	want = b->n + n + 1;
	if (want > b->room) {
		room = b->room < 64 ? 64 : b->room;
		while (room < want)
			room = room > SIZE_MAX / 2 ? want : room * 2;
		if ((b->p = realloc(b->p, room)) == NULL)
			out_of_memory();
		b->room = room;
	}
	return b->p + b->n;
}

void
buf_add(struct buf *b, struct bytes s)
{
	char *to = buf_room(b, s.n);

	if (s.n)
		memcpy(to, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, bytes_from(s));
}

void
buf_addc(struct buf *b, char c)
{
	buf_add(b, (struct bytes){ &c, 1 });
}

void
buf_addf(struct buf *b, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	buf_room(b, (size_t)n);
	va_start(ap, format);
	vsnprintf(b->p + b->n, (size_t)n + 1, format, ap);
	va_end(ap);
	b->n += (size_t)n;
}

struct bytes
buf_bytes(const struct buf *b)
{
	return (struct bytes){ b->p, b->n };
}

bool
fd_again(int fd, short events)
{
	struct pollfd wait = { .fd = fd, .events = events };

	if (errno != EAGAIN)
		return errno == EINTR;
	return poll(&wait, 1, -1) >= 0 || errno == EINTR;
}

bool
fd_write(int fd, struct bytes s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && !fd_again(fd, POLLOUT))
			return false;
		s = bytes_slice(s, n > 0 ? (size_t)n : 0, s.n);
	}
	return true;
}

bool
buf_read(struct buf *b, int fd, size_t limit, uint64_t *over)
{
	size_t left = limit;
	uint64_t dropped = 0;

	for (;;) {
		char *to = buf_room(b, READ_STEP);
		ssize_t got = read(fd, to, READ_STEP);
		if (got < 0 && fd_again(fd, POLLIN))
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		size_t keep = (size_t)got < left ? (size_t)got : left;
		b->n += keep;
		left -= keep;
		dropped += (size_t)got - keep;
	}
	b->p[b->n] = '\0';
	if (over)
		*over = dropped;
	return true;
}

bool
buf_read_file(struct buf *b, const char *path, size_t limit)
{
	uint64_t over;
	int fd = open(path, O_RDONLY | O_CLOEXEC), saved;
	bool ok;

	if (fd < 0)
		return false;
	ok = buf_read(b, fd, limit, &over);
	saved = errno;
	close(fd);
	errno = saved;
	if (ok && over) {
		errno = EFBIG;
		ok = false;
	}
	return ok;
}
