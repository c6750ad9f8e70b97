/* SPDX-License-Identifier: ISC */
#include "filters/ingest/maildir.h"

#include "common/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Behind "cur/" and "new/". */
#define NAME 4

static void
add(struct arena *a, struct maildir *dir, size_t *room, const char *file)
{
	dir->files = arena_grow(a, dir->files, dir->n, room, sizeof *dir->files);
	dir->files[dir->n++] = file;
}

/* False with errno. */
static bool
list(struct arena *a, struct maildir *dir, size_t *room, const char *folder)
{
	DIR *d = opendir(arena_printf(a, "%s/%s", dir->path, folder));
	struct dirent *e;
	int saved;

	if (d == NULL)
		return false;
	while (errno = 0, (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			add(a, dir, room, arena_printf(a, "%s/%s", folder, e->d_name));
	saved = errno;
	closedir(d);
	errno = saved;
	return saved == 0;
}

static int
compare(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	int c = strcmp(*x + NAME, *y + NAME);

	return c ? c : strcmp(*x, *y);
}

bool
maildir_read(struct arena *a, const char *path, struct maildir *dir)
{
	static const char *const folders[] = { "cur", "new" };
	size_t room = 0;
	int absent = 0;

	*dir = (struct maildir){ .path = path };
	for (int i = 0; i < 2; i++) {
		if (list(a, dir, &room, folders[i]))
			continue;
		if (errno != ENOENT || ++absent == 2) {
			log_errno("cannot read the Maildir %s: its folder %s", path, folders[i]);
			return false;
		}
	}
	if (dir->n)
		qsort(dir->files, dir->n, sizeof *dir->files, compare);
	return true;
}

int
maildir_open(struct arena *a, const struct maildir *dir, size_t i)
{
	const char *file = arena_printf(a, "%s/%s", dir->path, dir->files[i]);
	/* O_NONBLOCK: a fifo must not keep us waiting. */
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}
