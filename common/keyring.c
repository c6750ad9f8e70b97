/* SPDX-License-Identifier: ISC */
#include "common/keyring.h"

#include "common/buf.h"
#include "common/clock.h"
#include "common/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define VARIABLE "OPENAI_API_KEY"

extern char **environ;

/* Takes the first line of what was read as the key; the rest is wiped. */
static bool
take_line(struct arena *a, struct buf *got, const char *from, struct bytes *key)
{
	struct bytes rest = buf_bytes(got), line = BYTES_NONE;
	bool ok;

	bytes_line(&rest, &line);
	line = bytes_trim(line);
	ok = line.n > 0 && line.n < KEYRING_BYTES_MAX;
	for (size_t i = 0; ok && i < line.n; i++)
		ok = line.p[i] > ' ' && line.p[i] <= '~';
	if (ok)
		*key = arena_bytes(a, line);
	else
		log_error("%s: its first line is no key", from);
	if (got->p)
		explicit_bzero(got->p, got->n);
	return ok;
}

static bool
from_file(struct arena *a, const char *path, struct bytes *key)
{
	struct buf got = BUF_INIT;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	bool ok = false;

	if (fd < 0 || fstat(fd, &st) != 0) {
		log_errno("reading the key file %s", path);
	} else if (!S_ISREG(st.st_mode) || (st.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
		log_error("%s: others may read or change it; chmod 600", path);
	} else {
		buf_room(&got, KEYRING_BYTES_MAX);
		if (buf_read(&got, fd, KEYRING_BYTES_MAX, NULL))
			ok = take_line(a, &got, path, key);
		else
			log_errno("reading the key file %s", path);
	}
	if (fd >= 0)
		close(fd);
	buf_release(&got);
	return ok;
}

/* An errno, or 0.  A process group of its own, so that what it starts ends with it. */
static int
start(char *const *argv, int out, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int error;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP);
	error = posix_spawnp(pid, argv[0], &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

/* What comes before its end or the deadline, whichever is first; false at the deadline. */
static bool
read_until(int fd, int64_t until, struct buf *got)
{
	for (;;) {
		int64_t left = until - clock_steady();
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t n;

		if (left <= 0)
			return false;
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, buf_room(got, 512), 512);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		/* More than a key is read, so that the command can end, and not kept. */
		if (got->n + (size_t)n <= KEYRING_BYTES_MAX)
			got->n += (size_t)n;
	}
}

static bool
ended_well(pid_t pid, bool in_time, const char *program)
{
	int status = 0;

	if (!in_time)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!in_time)
		log_error("%s: no key within %d s", program, KEYRING_SECONDS);
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		log_error("%s: it failed to print the key", program);
	else
		return true;
	return false;
}

static char **
words_of(struct arena *a, const char *command)
{
	struct bytes rest = bytes_from(command), word;
	char **argv = arena_array(a, rest.n / 2 + 2, sizeof *argv);
	size_t n = 0;

	while (bytes_word(&rest, &word))
		argv[n++] = arena_string(a, word);
	return argv;
}

static bool
from_command(struct arena *a, const char *command, struct bytes *key)
{
	char **argv = words_of(a, command);
	struct buf got = BUF_INIT;
	int pipes[2], error;
	bool ok = false;
	pid_t pid;

	if (argv[0] == NULL || pipe2(pipes, O_CLOEXEC) != 0) {
		log_error("key_command: no command, or no pipe to it");
		return false;
	}
	error = start(argv, pipes[1], &pid);
	close(pipes[1]);
	if (error) {
		errno = error;
		log_errno("starting %s for the key", argv[0]);
	} else {
		buf_room(&got, KEYRING_BYTES_MAX + 512);
		ok = read_until(pipes[0], clock_steady() + KEYRING_SECONDS * 1000, &got);
		ok = ended_well(pid, ok, argv[0]) && take_line(a, &got, argv[0], key);
	}
	close(pipes[0]);
	buf_release(&got);
	return ok;
}

/* Out of the environment, its bytes too: they can be read in /proc for as long as we run. */
static void
take_variable(struct buf *got)
{
	char *value = getenv(VARIABLE);

	if (value == NULL)
		return;
	if (strlen(value) <= KEYRING_BYTES_MAX) {
		buf_room(got, KEYRING_BYTES_MAX);
		buf_adds(got, value);
	}
	explicit_bzero(value, strlen(value));
	unsetenv(VARIABLE);
}

bool
keyring_read(struct arena *a, const char *command, const char *file, struct bytes *key)
{
	return command ? from_command(a, command, key) : from_file(a, file, key);
}

bool
keyring_get(struct arena *a, const struct config_model *model, struct bytes *key)
{
	struct buf variable = BUF_INIT;
	bool ok = true;

	*key = BYTES_NONE;
	take_variable(&variable);
	if (model->name && (model->key_command || model->key_file))
		ok = keyring_read(a, model->key_command, model->key_file, key);
	else if (model->name && variable.n)
		ok = take_line(a, &variable, "$" VARIABLE, key);
	if (variable.p)
		explicit_bzero(variable.p, variable.n);
	buf_release(&variable);
	return ok;
}
