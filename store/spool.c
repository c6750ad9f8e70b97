/* SPDX-License-Identifier: ISC */
#include "store/spool.h"

#include "common/log.h"
#include "store/pack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define NAME_ROOM 64
/* A name drawn by another at the same time: in a container, it may have our number too. */
#define NAME_TRIES 16
/* What one look at the folder may show; and what it shows where there is nothing but "." and "..".
 */
#define LOOK_BYTES ((size_t)4096)
#define LOOK_NOTHING ((ssize_t)48)
/* A slip, and a mail packed. */
#define FILE_BYTES_MAX (PACK_BYTES_MAX + 64 * 1024)

#define TMP "tmp-"
#define BAD "bad-"

static int
open_folder(const struct place *p)
{
	return openat(p->folder, PLACE_SPOOL, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* ---- adding ---- */

/* Makes a new file; name is without TMP. */
static int
make_file(int folder, char name[NAME_ROOM])
{
	char tmp[NAME_ROOM + sizeof TMP];
	struct timespec t;
	int fd = -1;

	for (int i = 0; i < NAME_TRIES && fd < 0; i++) {
		clock_gettime(CLOCK_REALTIME, &t);
		snprintf(name, NAME_ROOM, "%016" PRIx64 ".%d",
		    (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec, (int)getpid());
		snprintf(tmp, sizeof tmp, TMP "%s", name);
		fd =
		    openat(folder, tmp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			return -1;
	}
	return fd;
}

static bool
write_file(int fd, struct bytes head, struct bytes packed)
{
	struct iovec parts[] = { { (void *)(uintptr_t)head.p, head.n },
		{ (void *)(uintptr_t)packed.p, packed.n } };
	ssize_t n = writev(fd, parts, 2);

	/* A full disk, or a limit on the size of files, may take a part of it. */
	if (n >= 0 && (size_t)n != head.n + packed.n) {
		errno = ENOSPC;
		return false;
	}
	return n >= 0 && fchmod(fd, 0600) == 0 && fsync(fd) == 0;
}

/* The step by which a mail is spooled: its name; and then the folder, so that the name stays. */
static bool
publish(int folder, const char *name)
{
	char tmp[NAME_ROOM + sizeof TMP];

	snprintf(tmp, sizeof tmp, TMP "%s", name);
	return renameat2(folder, tmp, folder, name, RENAME_NOREPLACE) == 0 && fsync(folder) == 0;
}

static enum store_status
add_to(struct place *p, int folder, struct bytes head, struct bytes packed)
{
	char name[NAME_ROOM], tmp[NAME_ROOM + sizeof TMP];
	int fd = make_file(folder, name);
	bool ok = fd >= 0 && write_file(fd, head, packed) && publish(folder, name);

	if (!ok) {
		log_errno("spooling a mail in %s/" PLACE_SPOOL, p->path);
		if (fd >= 0) {
			snprintf(tmp, sizeof tmp, TMP "%s", name);
			unlinkat(folder, tmp, 0);
		}
	}
	if (fd >= 0)
		close(fd);
	return ok ? STORE_OK : STORE_AGAIN;
}

enum store_status
spool_add(struct place *p, const struct slip *slip, struct bytes packed)
{
	enum store_status status = STORE_OK;
	struct buf head = BUF_INIT;
	int folder = p->made ? open_folder(p) : -1;

	/* Once the mark is set, the spool was made before it. */
	if (folder < 0 && (!p->made || errno == ENOENT) && (status = place_settle(p)) == STORE_OK)
		folder = open_folder(p);
	if (status != STORE_OK)
		return status;
	if (folder < 0) {
		log_errno("opening %s/" PLACE_SPOOL, p->path);
		return STORE_AGAIN;
	}
	record_write_slip(&head, slip);
	status = add_to(p, folder, buf_bytes(&head), packed);
	buf_release(&head);
	close(folder);
	return status;
}

/* ---- taking ---- */

static void
set_aside(struct place *p, int folder, const char *name, const char *why)
{
	char bad[NAME_MAX + sizeof BAD];

	snprintf(bad, sizeof bad, BAD "%s", name);
	log_error("reading %s/" PLACE_SPOOL "/%s: %s; it is now %s", p->path, name, why, bad);
	if (renameat2(folder, name, folder, bad, RENAME_NOREPLACE) != 0)
		log_errno("renaming it");
}

static bool
is_ours(const struct place *p, int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == p->user;
}

static enum store_status
read_one(struct place *p, struct arena *a, int folder, struct spooled *mail)
{
	int fd =
	    openat(folder, mail->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct buf b = BUF_INIT;
	enum store_status status = STORE_OK;
	uint64_t over = 0;
	size_t size;

	if (fd < 0 && errno != ELOOP) {
		log_errno("opening %s/" PLACE_SPOOL "/%s", p->path, mail->name);
		return STORE_AGAIN;
	}
	if (fd < 0 || !is_ours(p, fd)) {
		set_aside(p, folder, mail->name, "no plain file of ours");
		status = STORE_NONE;
	} else if (!buf_read(&b, fd, FILE_BYTES_MAX, &over)) {
		log_errno("reading %s/" PLACE_SPOOL "/%s", p->path, mail->name);
		status = STORE_AGAIN;
	} else if (!record_read_slip(arena_bytes(a, buf_bytes(&b)), &mail->slip, &mail->packed) ||
		   over || !pack_size(mail->packed, &size)) {
		set_aside(p, folder, mail->name, "not a spooled mail");
		status = STORE_NONE;
	}
	buf_release(&b);
	if (fd >= 0)
		close(fd);
	return status;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether it is the name of a spooled mail; or of another kind of file, where kind says so. */
static bool
is_name(const char *name, const char *kind)
{
	return kind ? strncmp(name, kind, strlen(kind)) == 0 : is_digit(name[0]);
}

/* Names in order, at most SPOOL_MAILS_MAX.  False with errno. */
static bool
list(struct arena *a, int folder, const char *kind, const char **names, size_t *n)
{
	char *look;
	ssize_t got;
	const struct dirent64 *d;

	*n = 0;
	do {
		look = arena_alloc(a, LOOK_BYTES);
		got = getdents64(folder, look, LOOK_BYTES);
		for (ssize_t at = 0; at < got && *n < SPOOL_MAILS_MAX; at += d->d_reclen) {
			d = (const void *)(look + at);
			if (is_name(d->d_name, kind))
				names[(*n)++] = d->d_name;
		}
	} while (got > LOOK_NOTHING && *n < SPOOL_MAILS_MAX);
	qsort(names, *n, sizeof *names, compare_names);
	return got >= 0;
}

static enum store_status
read_from(struct place *p, struct arena *a, int folder, struct spooled **mails, size_t *n)
{
	const char *names[SPOOL_MAILS_MAX];
	size_t found, bytes = 0;
	enum store_status status = STORE_OK;

	if (!list(a, folder, NULL, names, &found)) {
		log_errno("reading %s/" PLACE_SPOOL, p->path);
		return STORE_AGAIN;
	}
	*mails = arena_array(a, found, sizeof **mails);
	for (size_t i = 0; i < found && status != STORE_AGAIN && bytes < SPOOL_BYTES_MAX; i++) {
		(*mails)[*n].name = names[i];
		status = read_one(p, a, folder, &(*mails)[*n]);
		if (status == STORE_OK)
			bytes += (*mails)[(*n)++].packed.n;
	}
	return status == STORE_NONE ? STORE_OK : status;
}

enum store_status
spool_read(struct place *p, struct arena *a, struct spooled **mails, size_t *n)
{
	int folder = open_folder(p);
	enum store_status status;

	*n = 0;
	if (folder < 0 && errno == ENOENT)
		return STORE_OK;
	if (folder < 0) {
		log_errno("opening %s/" PLACE_SPOOL, p->path);
		return STORE_AGAIN;
	}
	status = read_from(p, a, folder, mails, n);
	close(folder);
	return status;
}

void
spool_remove(struct place *p, const struct spooled *mails, size_t n)
{
	int folder = n ? open_folder(p) : -1;

	for (size_t i = 0; folder >= 0 && i < n; i++)
		if (unlinkat(folder, mails[i].name, 0) != 0)
			log_errno("removing %s/" PLACE_SPOOL "/%s, which is stored", p->path,
			    mails[i].name);
	if (folder >= 0)
		close(folder);
}

/* Were its deliverer alive, and the clock wrong, it would find its file gone and answer "again". */
void
spool_tidy(struct place *p, struct arena *a)
{
	int folder = open_folder(p);
	const char *names[SPOOL_MAILS_MAX];
	struct timespec now;
	struct stat st;
	size_t n;

	clock_gettime(CLOCK_REALTIME, &now);
	if (folder < 0 || !list(a, folder, TMP, names, &n))
		n = 0;
	for (size_t i = 0; i < n; i++)
		if (fstatat(folder, names[i], &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_mtim.tv_sec < now.tv_sec - SPOOL_STALE_SECONDS)
			unlinkat(folder, names[i], 0);
	if (folder >= 0)
		close(folder);
}
