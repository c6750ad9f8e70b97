/* SPDX-License-Identifier: ISC */
/*
 * map.h: address space for LMDB's map.  It is no memory: the map may be far larger than the
 * file.  A delivery agent may limit it, though (Dovecot: 256 MiB).  And its file: how long that is,
 * and what its disk says.
 */
#ifndef LISTBRIEF_STORE_MAP_H
#define LISTBRIEF_STORE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whether so many bytes are to be had.  Asked before a map is given up for a larger one: LMDB does not survive not getting it. */
bool map_room(size_t bytes);

/* The map to begin with, for a file of so many bytes. */
size_t map_first(off_t data);

/* Makes the file fd, data bytes long, hold the used bytes that LMDB counts on.  False with errno. */
bool map_fill(int fd, off_t data, off_t used);

/*
 * Makes it hold a little more, where it can: a commit into bytes that are there has no new length for the
 * file system to make durable, some hundredths of its time.
 */
void map_reach(int fd, off_t data, off_t used);

/* Where less than it wanted was written LMDB says EIO, whatever the reason: ENOSPC where fd's disk is full. */
int map_error(int fd, int error);

#endif
