/* SPDX-License-Identifier: ISC */
#include "common/arena.h"

#include "common/log.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <sysexits.h>
#include <unistd.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
/* Objects that an array begins with. */
#define GROW_FIRST 64

struct block {
	struct block *next;
	size_t size, used;
	max_align_t data[];
};

struct arena {
	struct block *top;
};

void
out_of_memory(void)
{
	static char why[] = ": out of memory\n";
	const char *name = log_name();
	struct iovec parts[] = { { (void *)(uintptr_t)name, strlen(name) },
		{ why, sizeof why - 1 } };

	/* No stdio: it may want memory of its own. */
	if (writev(STDERR_FILENO, parts, 2) < 0)
		_exit(EX_TEMPFAIL);
	_exit(EX_TEMPFAIL);
}

static struct block *
block_new(size_t size, struct block *next)
{
	struct block *b;

	if (size < BLOCK_SIZE)
		size = BLOCK_SIZE;
	if (size > SIZE_MAX - sizeof *b || (b = malloc(sizeof *b + size)) == NULL)
		out_of_memory();
	b->next = next;
	b->size = size;
	b->used = 0;
	return b;
}

struct arena *
arena_new(void)
{
	struct arena *a = malloc(sizeof *a);

	if (a == NULL)
		out_of_memory();
	a->top = NULL;
	return a;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	while (a->top) {
		struct block *next = a->top->next;
		free(a->top);
		a->top = next;
	}
	free(a);
}

void
arena_reset(struct arena *a)
{
	while (a->top && a->top->next) {
		struct block *next = a->top->next;
		free(a->top);
		a->top = next;
	}
	if (a->top)
		a->top->used = 0;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	const size_t align = sizeof(max_align_t);
	void *p;

	if (n > SIZE_MAX - align)
		out_of_memory();
	n = (n + align - 1) / align * align;
	if (a->top == NULL || a->top->size - a->top->used < n)
		a->top = block_new(n, a->top);
	p = (char *)a->top->data + a->top->used;
	a->top->used += n;
	memset(p, 0, n);
	return p;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(a, count * size);
}

void *
arena_grow(struct arena *a, void *array, size_t n, size_t *room, size_t size)
{
	void *grown;

	if (n < *room)
		return array;
	*room = *room ? 2 * *room : GROW_FIRST;
	grown = arena_array(a, *room, size);
	if (n)
		memcpy(grown, array, n * size);
	return grown;
}

struct bytes
arena_bytes(struct arena *a, struct bytes b)
{
	char *p = arena_alloc(a, b.n);

	if (b.n)
		memcpy(p, b.p, b.n);
	return (struct bytes){ p, b.n };
}

char *
arena_string(struct arena *a, struct bytes b)
{
	char *p = arena_alloc(a, b.n + 1);

	if (b.n)
		memcpy(p, b.p, b.n);
	return p;
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	int n;
	char *p;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return p;
}
