/* SPDX-License-Identifier: ISC */
#include "common/sendmail.h"

#include "common/arena.h"
#include "common/clock.h"
#include "common/log.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

/*
 * The mail is whole in a file before the program starts.  Through a pipe, our death half way
 * would end its input there, and a cut mail would go out as if it were all.
 */
static int
mail_file(struct bytes mail)
{
	int fd = memfd_create("listbrief-mail", MFD_CLOEXEC);
	size_t done = 0;

	while (fd >= 0 && done < mail.n) {
		ssize_t n = write(fd, mail.p + done, mail.n - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			close(fd);
			return -1;
		}
		done += (size_t)n;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* What a mailer needs of our environment; not the model's key. */
static char **
mailer_environment(struct arena *a)
{
	static const char *const keep[] = { "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG",
		"TZ", "XDG_CONFIG_HOME" };
	const size_t n = sizeof keep / sizeof keep[0];
	char **env = arena_array(a, n + 1, sizeof *env);
	size_t i, kept = 0;

	for (i = 0; i < n; i++) {
		const char *value = getenv(keep[i]);
		if (value)
			env[kept++] = arena_printf(a, "%s=%s", keep[i], value);
	}
	return env;
}

static char **
mailer_arguments(
    struct arena *a, const char *const *argv, const char *sender, const char *recipient)
{
	const char *const more[] = { "-f", sender, "--", recipient };
	size_t i, n = 0;
	char **all;

	while (argv[n])
		n++;
	all = arena_array(a, n + 5, sizeof *all);
	for (i = 0; i < n; i++)
		all[i] = arena_string(a, bytes_from(argv[i]));
	for (i = 0; i < 4; i++)
		all[n + i] = arena_string(a, bytes_from(more[i]));
	return all;
}

/* In a process group of its own, so that what it starts ends with it.  An errno, or 0. */
static int
start(char **argv, char **env, int in, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(
	    &attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	error = posix_spawn(pid, argv[0], &files, &attr, argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

/* False where pid is still running after timeout seconds. */
static bool
ends_within(pid_t pid, int timeout)
{
	const int64_t end = clock_steady() + (int64_t)timeout * 1000;
	struct pollfd ended = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	int n;

	/* Without pidfds (Linux before 5.3) there is no bound, but still an end. */
	if (ended.fd < 0)
		return true;
	do {
		int64_t left = end - clock_steady();
		n = poll(&ended, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	close(ended.fd);
	return n != 0;
}

static enum sendmail_result
judge(const char *program, const char *recipient, int status)
{
	static const int refusals[] = { EX_USAGE, EX_DATAERR, EX_NOUSER, EX_NOHOST, EX_SOFTWARE,
		EX_NOPERM };
	size_t i;

	if (WIFSIGNALED(status)) {
		log_error("send mail to %s: %s was ended by signal %d", recipient, program,
		    WTERMSIG(status));
		return SENDMAIL_UNKNOWN;
	}
	if (WEXITSTATUS(status) == 0)
		return SENDMAIL_ACCEPTED;
	log_error("send mail to %s: %s exited with %d", recipient, program, WEXITSTATUS(status));
	for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
		if (WEXITSTATUS(status) == refusals[i])
			return SENDMAIL_REFUSED;
	return SENDMAIL_DEFERRED;
}

static enum sendmail_result
await(pid_t pid, const char *program, const char *recipient, int timeout)
{
	bool ended = ends_within(pid, timeout);
	int status;

	if (!ended)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) {
			log_errno("send mail to %s: wait for %s", recipient, program);
			return SENDMAIL_UNKNOWN;
		}
	if (ended)
		return judge(program, recipient, status);
	log_error("send mail to %s: %s took longer than %d s", recipient, program, timeout);
	return SENDMAIL_UNKNOWN;
}

enum sendmail_result
sendmail_send(const char *const *argv, const char *sender, const char *recipient, struct bytes mail,
    int timeout)
{
	enum sendmail_result result = SENDMAIL_AWAY;
	struct arena *a;
	pid_t pid;
	int in = mail_file(mail), error;

	if (in < 0) {
		log_errno("send mail to %s: keep it in memory", recipient);
		return SENDMAIL_AWAY;
	}
	a = arena_new();
	error =
	    start(mailer_arguments(a, argv, sender, recipient), mailer_environment(a), in, &pid);
	close(in);
	if (error == 0) {
		result = await(pid, argv[0], recipient, timeout);
	} else {
		errno = error;
		log_errno("send mail to %s: run %s", recipient, argv[0]);
	}
	arena_free(a);
	return result;
}
