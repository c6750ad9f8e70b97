/* SPDX-License-Identifier: ISC */
#include "store/spool.h"

#include "common/log.h"

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

#define NOT_OURS "no plain file of ours"

static int
open_folder(const struct place *p)
{
	return openat(p->folder, PLACE_SPOOL, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool
is_same_file(int folder, const char *a, const char *b)
{
	struct stat x, y;

	return fstatat(folder, a, &x, AT_SYMLINK_NOFOLLOW) == 0 &&
	       fstatat(folder, b, &y, AT_SYMLINK_NOFOLLOW) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/*
 * Gives a file a name that no file has yet.  NFS and others cannot do it in one step, and say
 * EINVAL.  There a link does it, which fails where the name is taken, too; killed behind it, we
 * leave two names.  Neither does harm: a mail is taken by its new one, and its TMP is removed once
 * it is old; what is set aside comes here again, where its link is found made.  So is one that NFS
 * made while its answer was lost.
 */
static bool
move(int folder, const char *from, const char *to)
{
	if (renameat2(folder, from, folder, to, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	if (linkat(folder, from, folder, to, 0) != 0 &&
	    (errno != EEXIST || !is_same_file(folder, from, to)))
		return false;
	return unlinkat(folder, from, 0) == 0;
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
	return move(folder, tmp, name) && fsync(folder) == 0;
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

/* What is no mail of ours is kept under another name, where nobody looks at it again. */
static void
set_aside(struct place *p, int folder, const char *name, const char *why)
{
	char bad[NAME_MAX + sizeof BAD];

	snprintf(bad, sizeof bad, BAD "%s", name);
	if (move(folder, name, bad))
		log_error(
		    "reading %s/" PLACE_SPOOL "/%s: %s; it is now %s", p->path, name, why, bad);
	else
		log_errno("renaming %s/" PLACE_SPOOL "/%s to %s, since it is %s", p->path, name,
		    bad, why);
}

static bool
is_ours(const struct place *p, const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_uid == p->user;
}

/* A file that cannot be opened: a socket, or another user's, stays so; with any other it may pass.
 */
static void
pass_over(struct place *p, int folder, const char *name)
{
	int why = errno;
	struct stat st;

	/* Whoever had the lock before us may have stored it since it was listed. */
	if (why == ENOENT)
		return;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && !is_ours(p, &st)) {
		set_aside(p, folder, name, NOT_OURS);
		return;
	}
	errno = why;
	log_errno("opening %s/" PLACE_SPOOL "/%s", p->path, name);
}

/*
 * Whether a mail stands there, as the log takes it.  It is unpacked to see: in a transaction, its
 * damage would be that of all others in it.  b is room for it.
 */
static bool
is_mail(struct packer *packer, struct buf *b, struct spooled *mail)
{
	if (!pack_is(mail->packed, PACK_PLAIN) && !pack_is(mail->packed, PACK_ZSTD))
		return false;
	if (!pack_size(mail->packed, &mail->size))
		return false;
	buf_clear(b);
	return unpack_to(packer, mail->packed, BYTES_NONE, buf_room(b, mail->size), mail->size);
}

/* A file that is open; false where there is no mail to be had of it, which was said. */
static bool
read_open(struct place *p, struct packer *packer, struct arena *a, int folder, int fd,
    struct spooled *mail)
{
	struct buf b = BUF_INIT;
	uint64_t over;
	struct stat st;
	bool known = fstat(fd, &st) == 0, ok = false;

	if (known && !is_ours(p, &st))
		set_aside(p, folder, mail->name, NOT_OURS);
	else if (!known || !buf_read(&b, fd, FILE_BYTES_MAX, &over))
		log_errno("reading %s/" PLACE_SPOOL "/%s", p->path, mail->name);
	else if (over ||
		 !record_read_slip(arena_bytes(a, buf_bytes(&b)), &mail->slip, &mail->packed) ||
		 !is_mail(packer, &b, mail))
		set_aside(p, folder, mail->name, "not a spooled mail");
	else
		ok = true;
	buf_release(&b);
	return ok;
}

static bool
read_one(struct place *p, struct packer *packer, struct arena *a, int folder, struct spooled *mail)
{
	int fd =
	    openat(folder, mail->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool ok;

	if (fd < 0) {
		pass_over(p, folder, mail->name);
		return false;
	}
	ok = read_open(p, packer, a, folder, fd, mail);
	close(fd);
	return ok;
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

/* Appends the names that one look shows: pointers into it. */
static void
add_names(struct buf *names, const char *look, ssize_t got, const char *kind, size_t most)
{
	const struct dirent64 *d;

	for (ssize_t at = 0; at < got && names->n < most * sizeof(char *); at += d->d_reclen) {
		const char *name;

		d = (const void *)(look + at);
		name = d->d_name;
		if (is_name(name, kind))
			buf_add(names, (struct bytes){ (const char *)&name, sizeof name });
	}
}

/* Names in order, at most so many.  False with errno. */
static bool
list(struct arena *a, int folder, const char *kind, size_t most, struct spool_names *names)
{
	struct buf found = BUF_INIT;
	char *look;
	ssize_t got;

	do {
		look = arena_alloc(a, LOOK_BYTES);
		got = getdents64(folder, look, LOOK_BYTES);
		add_names(&found, look, got, kind, most);
	} while (got > LOOK_NOTHING && found.n < most * sizeof(char *));
	*names = (struct spool_names){ .n = found.n / sizeof(char *),
		.names = (void *)(uintptr_t)arena_bytes(a, buf_bytes(&found)).p };
	buf_release(&found);
	qsort(names->names, names->n, sizeof *names->names, compare_names);
	return got >= 0;
}

enum store_status
spool_list(struct place *p, struct arena *a, size_t most, struct spool_names *names)
{
	int folder = open_folder(p);
	bool ok;

	*names = (struct spool_names){ 0 };
	if (folder < 0 && errno == ENOENT)
		return STORE_OK;
	if (folder < 0) {
		log_errno("opening %s/" PLACE_SPOOL, p->path);
		return STORE_AGAIN;
	}
	ok = list(a, folder, NULL, most, names);
	if (!ok)
		log_errno("reading %s/" PLACE_SPOOL, p->path);
	close(folder);
	return ok ? STORE_OK : STORE_AGAIN;
}

void
spool_read(struct place *p, struct packer *packer, struct arena *a, struct spool_names *names,
    struct spooled **mails, size_t *n)
{
	size_t raw = 0, packed = 0;
	int folder = names->next < names->n ? open_folder(p) : -1;

	*n = 0;
	*mails = folder < 0 ? NULL : arena_array(a, SPOOL_MAILS_MAX, sizeof **mails);
	for (; folder >= 0 && names->next < names->n; names->next++) {
		struct spooled *mail = *mails + *n;

		if (*n == SPOOL_MAILS_MAX || packed >= SPOOL_BYTES_MAX)
			break;
		mail->name = names->names[names->next];
		if (!read_one(p, packer, a, folder, mail))
			continue;
		/* It was read for nothing; the next one will read it again. */
		if (*n && raw + mail->size > SPOOL_RAW_MAX)
			break;
		raw += mail->size;
		packed += mail->packed.n;
		++*n;
	}
	if (folder >= 0)
		close(folder);
	else if (names->next < names->n)
		log_errno("opening %s/" PLACE_SPOOL, p->path);
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
	struct spool_names tmp = { 0 };
	struct timespec now;
	struct stat st;

	clock_gettime(CLOCK_REALTIME, &now);
	if (folder >= 0)
		list(a, folder, TMP, SPOOL_MAILS_MAX, &tmp);
	for (size_t i = 0; i < tmp.n; i++)
		if (fstatat(folder, tmp.names[i], &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_mtim.tv_sec < now.tv_sec - SPOOL_STALE_SECONDS)
			unlinkat(folder, tmp.names[i], 0);
	if (folder >= 0)
		close(folder);
}
