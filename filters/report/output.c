/* SPDX-License-Identifier: ISC */
#include "filters/report/output.h"

#include "common/arena.h"
#include "common/buf.h"
#include "common/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* mkstemp makes files for their owner alone; a digest is as readable as the umask says. */
static bool
fill(int fd, struct bytes s)
{
	mode_t mask = umask(0);

	umask(mask);
	return fd_write(fd, s) && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
}

static bool
replace(struct arena *a, const char *file, struct bytes s)
{
	char *beside = arena_printf(a, "%s.XXXXXX", file);
	int fd = mkstemp(beside);
	bool done;

	if (fd < 0) {
		log_errno("cannot make a file beside %s", file);
		return false;
	}
	done = fill(fd, s);
	done = close(fd) == 0 && done && rename(beside, file) == 0;
	if (!done) {
		log_errno("cannot write %s", file);
		unlink(beside);
	}
	return done;
}

/* A pipe or a device cannot be put in place of itself. */
static bool
is_replaceable(const char *file)
{
	struct stat st;

	return stat(file, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

/* /dev/stdout is a link to what may be a file: it is written to, and the link is not replaced. */
static bool
is_stdout(const char *file)
{
	struct stat st, out;

	return stat(file, &st) == 0 && fstat(STDOUT_FILENO, &out) == 0 && st.st_dev == out.st_dev &&
	       st.st_ino == out.st_ino;
}

bool
output_write(const char *file, struct bytes s)
{
	struct arena *a;
	FILE *to = stdout;
	bool done;

	if (file && is_stdout(file))
		file = NULL;
	if (file && is_replaceable(file)) {
		a = arena_new();
		done = replace(a, file, s);
		arena_free(a);
		return done;
	}
	if (file && !(to = fopen(file, "w"))) {
		log_errno("cannot open %s", file);
		return false;
	}
	done = fwrite(s.p ? s.p : "", 1, s.n, to) == s.n && fflush(to) == 0;
	if (!done)
		log_errno("cannot write to %s", file ? file : "stdout");
	if (file && fclose(to) != 0)
		done = false;
	return done;
}
