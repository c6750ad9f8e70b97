/* SPDX-License-Identifier: ISC */
/*
 * arena.h: memory by lifetime.  A filter has one arena for the run and one for
 * the mail (or batch) in hand; what is taken from an arena lives until it is
 * reset or freed, and is never freed alone.
 *
 * Out of memory ends the program with exit code 75 and one line on stderr: no
 * caller could do better, and to a delivery agent 75 means "again".  All of
 * listbrief's memory goes through here and buf.h, so this holds everywhere.
 */
#ifndef LISTBRIEF_ARENA_H
#define LISTBRIEF_ARENA_H

#include "common/bytes.h"

struct arena;

struct arena *arena_new(void);
/* NULL is ignored. */
void arena_free(struct arena *a);
/* Forgets all that was taken; keeps one block for what comes next. */
void arena_reset(struct arena *a);

/* n zeroed bytes, aligned for any type; n may be 0. */
void *arena_alloc(struct arena *a, size_t n);
/* The same for count objects of size bytes; an overflow counts as out of memory. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* An array with room for more than n objects: array itself, or a copy in one of twice its *room.  NULL has none. */
void *arena_grow(struct arena *a, void *array, size_t n, size_t *room, size_t size);

/* A copy of b in the arena. */
struct bytes arena_bytes(struct arena *a, struct bytes b);
/* The same as a C string; a NUL inside b cuts it there. */
char *arena_string(struct arena *a, struct bytes b);
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For code that must call malloc itself (a library's callback): ends as above. */
void out_of_memory(void) __attribute__((noreturn));

#endif
