/* SPDX-License-Identifier: ISC */
#include "store/place.h"

#include "common/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* LMDB takes the number of readers from the size of lock.mdb: 64 bytes each, about a thousand. */
#define READERS_BYTES ((off_t)64 * 1024)
/*
 * Nanoseconds between two looks at a busy lock.  A longer last one leaves the lock idle, and lets
 * those who came late go before those who waited: with 20 ms, the slowest of 8 deliverers took
 * three times as long.
 */
#define PAUSE_FIRST 250000L
#define PAUSE_LAST 1500000L

/* A store that holds nothing yet is smaller. */
#define UNFINISHED_BYTES ((off_t)128 * 1024)

static const char mark[] = "A listbrief store was made here.\n";

enum store_status
place_sync_folder(int fd, const char *path)
{
	/* Some file systems cannot sync a folder and say so; they need not. */
	if (fsync(fd) == 0 || errno == EINVAL || errno == EROFS)
		return STORE_OK;
	log_errno("writing the folder %s", path);
	return STORE_AGAIN;
}

static enum store_status
sync_parent(const char *path)
{
	char *parent = strdup(path), *slash;
	enum store_status status = STORE_AGAIN;
	int fd;

	if (parent == NULL)
		out_of_memory();
	slash = strrchr(parent, '/');
	if (slash)
		slash[slash == parent] = '\0';
	fd = open(slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Where we may not look, we made nothing. */
	if (fd < 0 && errno == EACCES)
		status = STORE_OK;
	else if (fd < 0)
		log_errno("opening the folder %s", slash ? parent : ".");
	else
		status = place_sync_folder(fd, parent);
	if (fd >= 0)
		close(fd);
	free(parent);
	return status;
}

/* Our own folders are 0700 whatever the umask; one that was there keeps its mode. */
static enum store_status
make_folder(const char *path)
{
	if (mkdir(path, 0700) != 0) {
		if (errno == EEXIST)
			return STORE_OK;
		log_errno("making the folder %s", path);
		return STORE_AGAIN;
	}
	if (chmod(path, 0700) != 0) {
		log_errno("setting the mode of %s", path);
		return STORE_AGAIN;
	}
	return sync_parent(path);
}

enum store_status
place_ours(const struct place *p, const char *name, const struct stat *st, mode_t kind)
{
	if ((st->st_mode & S_IFMT) != kind) {
		log_error("opening %s/%s: not a plain %s", p->path, name,
		    kind == S_IFDIR ? "folder" : "file");
		return STORE_BROKEN;
	}
	if (st->st_uid != p->user) {
		log_error("opening %s/%s: it belongs to user %u, and this is user %u", p->path,
		    name, (unsigned)st->st_uid, (unsigned)p->user);
		return STORE_BROKEN;
	}
	return STORE_OK;
}

static enum store_status
open_folder(struct place *p, const char *dir, enum store_mode mode)
{
	enum store_status status = STORE_OK;
	struct stat st;

	p->folder = open(p->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (p->folder < 0 && errno == ENOENT && mode == STORE_CREATE) {
		if ((status = make_folder(dir)) != STORE_OK ||
		    (status = make_folder(p->path)) != STORE_OK)
			return status;
		p->folder = open(p->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	}
	if (p->folder >= 0 && fstat(p->folder, &st) == 0)
		return place_ours(p, ".", &st, S_IFDIR);
	status = errno == ENOENT		      ? STORE_NONE
		 : errno == ENOTDIR || errno == ELOOP ? STORE_BROKEN
						      : STORE_AGAIN;
	log_errno("opening the store %s", p->path);
	return status;
}

/* Opens name in the folder, made 0600 whatever the umask where it is missing and make says so. */
static int
open_file(struct place *p, const char *name, bool make, off_t bytes)
{
	int fd = openat(p->folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY), error;

	if (fd < 0 && (errno == EACCES || errno == EROFS))
		fd = openat(p->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0 || errno != ENOENT || !make)
		return fd;
	fd = openat(p->folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (fchmod(fd, 0600) == 0) {
		error = bytes ? posix_fallocate(fd, 0, bytes) : 0;
		if (error == 0)
			return fd;
		/* Half a lock.mdb would be taken for a whole one. */
		unlinkat(p->folder, name, 0);
		errno = error;
	}
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

static enum store_status
open_lock(struct place *p, enum store_mode mode)
{
	struct stat st;

	p->lock = open_file(p, "lock", mode == STORE_CREATE, 0);
	if (p->lock < 0 && errno == ENOENT) {
		log_error("opening the store %s: there is none in this folder", p->path);
		return STORE_NONE;
	}
	if (p->lock < 0 || fstat(p->lock, &st) != 0) {
		log_errno("opening %s/lock", p->path);
		return errno == ELOOP ? STORE_BROKEN : STORE_AGAIN;
	}
	p->made = st.st_size > 0;
	return place_ours(p, "lock", &st, S_IFREG);
}

enum store_status
place_open(struct place *p, const char *dir, const char *list, enum store_mode mode)
{
	enum store_status status;

	*p = (struct place){ .dir = dir, .user = geteuid(), .folder = -1, .lock = -1 };
	if (list[0] == '\0' || list[0] == '.' || strchr(list, '/') != NULL) {
		log_error("opening the store of %s: not the name of a list", list);
		return STORE_BROKEN;
	}
	if (asprintf(&p->path, "%s/%s", dir, list) < 0)
		out_of_memory();
	if ((status = open_folder(p, dir, mode)) != STORE_OK)
		return status;
	return open_lock(p, mode);
}

void
place_close(struct place *p)
{
	/* A forked child may still have these open: only an unlock of our own gives them back for
	 * sure. */
	for (size_t i = 0; i < p->nclaims; i++) {
		flock(p->claims[i], LOCK_UN);
		close(p->claims[i]);
	}
	if (p->lock >= 0)
		close(p->lock);
	if (p->folder >= 0)
		close(p->folder);
	free(p->path);
}

static int64_t
nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

enum store_status
place_try_lock(struct place *p)
{
	if (flock(p->lock, LOCK_EX | LOCK_NB) == 0)
		return STORE_OK;
	if (errno != EWOULDBLOCK)
		log_errno("locking %s/lock", p->path);
	return STORE_AGAIN;
}

/* flock has no time limit of its own, and a timer's signal would be the whole program's affair. */
enum store_status
place_lock(struct place *p, int seconds)
{
	int64_t end = nanoseconds() + (int64_t)seconds * 1000000000;
	long pause = PAUSE_FIRST;

	while (flock(p->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			log_errno("locking %s/lock", p->path);
			return STORE_AGAIN;
		}
		if (nanoseconds() >= end) {
			log_error("locking %s/lock: still busy after %d seconds", p->path, seconds);
			return STORE_AGAIN;
		}
		nanosleep(&(struct timespec){ 0, pause }, NULL);
		pause = pause * 2 < PAUSE_LAST ? pause * 2 : PAUSE_LAST;
	}
	return STORE_OK;
}

void
place_unlock(struct place *p)
{
	flock(p->lock, LOCK_UN);
}

/* lock.mdb comes and goes with LMDB's word; data.mdb must not. */
static enum store_status
ready_file(struct place *p, const char *name, off_t room, bool make)
{
	struct stat st;
	int fd;

	if (fstatat(p->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		if (errno != ENOENT || !make || (fd = open_file(p, name, true, room)) < 0) {
			log_errno("opening %s/%s", p->path, name);
			return STORE_AGAIN;
		}
		close(fd);
		return STORE_OK;
	}
	return place_ours(p, name, &st, S_IFREG);
}

enum store_status
place_ready(struct place *p, enum store_mode mode)
{
	enum store_status status;
	struct stat st = { 0 }, lock;
	bool there = fstatat(p->folder, "data.mdb", &st, AT_SYMLINK_NOFOLLOW) == 0;

	/* Another program may have made it since. */
	p->made = p->made || (fstat(p->lock, &lock) == 0 && lock.st_size > 0);
	if (!there && errno != ENOENT) {
		log_errno("opening %s/data.mdb", p->path);
		return STORE_AGAIN;
	}
	if (p->made && (!there || st.st_size == 0)) {
		log_error(
		    "opening %s/data.mdb: %s, though mail was kept here; bring it back from a "
		    "backup, or remove %s",
		    p->path, there ? "empty" : "lost", p->path);
		return STORE_BROKEN;
	}
	if (mode != STORE_CREATE && (!there || st.st_size == 0)) {
		log_error("opening the store %s: there is none in this folder", p->path);
		return STORE_NONE;
	}
	p->bytes = st.st_size;
	status = there ? place_ours(p, "data.mdb", &st, S_IFREG)
		       : ready_file(p, "data.mdb", 0, mode == STORE_CREATE);
	return status != STORE_OK ? status : ready_file(p, "lock.mdb", READERS_BYTES, true);
}

/* Whoever made a folder may not have come to its own sync yet, or have been killed before it. */
enum store_status
place_settle(struct place *p)
{
	enum store_status status;

	if (mkdirat(p->folder, PLACE_SPOOL, 0700) == 0) {
		if (fchmodat(p->folder, PLACE_SPOOL, 0700, 0) != 0) {
			log_errno("setting the mode of %s/" PLACE_SPOOL, p->path);
			return STORE_AGAIN;
		}
	} else if (errno != EEXIST) {
		log_errno("making the folder %s/" PLACE_SPOOL, p->path);
		return STORE_AGAIN;
	}
	if ((status = place_sync_folder(p->folder, p->path)) == STORE_OK &&
	    (status = sync_parent(p->path)) == STORE_OK)
		status = sync_parent(p->dir);
	return status;
}

bool
place_unfinished(const struct place *p)
{
	static const unsigned char magic[] = { 0xde, 0xc0, 0xef, 0xbe }, none[20];
	unsigned char head[20];
	ssize_t n;
	int fd;

	if (p->made || p->bytes > UNFINISHED_BYTES)
		return false;
	fd = openat(p->folder, "data.mdb", O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return false;
	n = pread(fd, head, sizeof head, 0);
	close(fd);
	return n == (ssize_t)sizeof head && (memcmp(head, none, sizeof head) == 0 ||
						memcmp(head + 16, magic, sizeof magic) == 0);
}

enum store_status
place_set_aside(struct place *p)
{
	if (renameat(p->folder, "data.mdb", p->folder, "data.mdb.unfinished") != 0) {
		log_errno("moving %s/data.mdb out of the way", p->path);
		return STORE_AGAIN;
	}
	log_warn("opening %s: it was never finished and is begun anew; what there was is in "
		 "data.mdb.unfinished",
	    p->path);
	return STORE_OK;
}

enum store_status
place_mark(struct place *p)
{
	enum store_status status = place_settle(p);

	if (status != STORE_OK)
		return status;
	if (pwrite(p->lock, mark, sizeof mark - 1, 0) != (ssize_t)sizeof mark - 1 ||
	    fsync(p->lock) != 0) {
		log_errno("writing %s/lock", p->path);
		return STORE_AGAIN;
	}
	p->made = true;
	return STORE_OK;
}

enum store_status
place_claim(struct place *p, const char *what)
{
	char name[64];
	int fd;

	snprintf(name, sizeof name, "claim-%s", what);
	if (p->nclaims == PLACE_CLAIMS_MAX || (fd = open_file(p, name, true, 0)) < 0) {
		log_errno("opening %s/%s", p->path, name);
		return STORE_AGAIN;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK)
			log_errno("locking %s/%s", p->path, name);
		close(fd);
		return STORE_AGAIN;
	}
	p->claims[p->nclaims++] = fd;
	return STORE_OK;
}
