/* SPDX-License-Identifier: ISC */
#include "filters/report/model/record.h"

#include "common/buf.h"
#include "common/log.h"
#include "filters/report/model/reply.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is in them is mail, maybe of a closed list. */
#define FILE_MODE 0600
#define FOLDER_MODE 0700

static char *
path_of(struct arena *a, const struct record *r, const char *name, const char *kind)
{
	return arena_printf(a, "%s/%s%s", r->dir, name, kind);
}

static bool
write_file(const char *path, struct bytes s)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
	bool ok = fd >= 0 && fd_write(fd, s);

	if (fd >= 0 && close(fd) != 0)
		ok = false;
	if (!ok)
		log_errno("recording %s", path);
	return ok;
}

static bool
read_seed(struct record *r, const char *path)
{
	struct buf got = BUF_INIT;
	bool ok = buf_read_file(&got, path, sizeof r->seed.b) && got.n == sizeof r->seed.b;

	if (ok)
		memcpy(r->seed.b, got.p, sizeof r->seed.b);
	else
		log_error("%s: not what --record made", path);
	buf_release(&got);
	return ok;
}

bool
record_open(struct record *r, enum record_mode mode, const char *dir)
{
	struct arena *a;
	char *path;
	bool ok;

	*r = (struct record){ .mode = mode, .dir = dir };
	if (mode != RECORD_REPLAY &&
	    getrandom(r->seed.b, sizeof r->seed.b, 0) != (ssize_t)sizeof r->seed.b) {
		log_errno("model: drawing a random number");
		return false;
	}
	if (mode == RECORD_NOTHING)
		return true;
	if (mode == RECORD_KEEP && mkdir(dir, FOLDER_MODE) != 0 && errno != EEXIST) {
		log_errno("making %s", dir);
		return false;
	}
	a = arena_new();
	path = path_of(a, r, "seed", "");
	ok = mode == RECORD_REPLAY
		 ? read_seed(r, path)
		 : write_file(path, (struct bytes){ (const char *)r->seed.b, sizeof r->seed.b });
	arena_free(a);
	return ok;
}

void
record_put(const struct record *r, const char *name, struct bytes request, struct bytes answer)
{
	struct arena *a = arena_new();

	if (write_file(path_of(a, r, name, ".request.json"), request))
		write_file(path_of(a, r, name, ".answer.json"), answer);
	arena_free(a);
}

bool
record_get(const struct record *r, struct arena *a, const char *name, struct bytes *answer)
{
	char *path = path_of(a, r, name, ".answer.json");
	struct buf got = BUF_INIT;
	bool ok = buf_read_file(&got, path, REPLY_BYTES_MAX);

	if (ok)
		*answer = arena_bytes(a, buf_bytes(&got));
	else if (errno != ENOENT)
		log_errno("replaying %s", path);
	buf_release(&got);
	return ok;
}
