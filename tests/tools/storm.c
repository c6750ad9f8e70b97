/* SPDX-License-Identifier: ISC */
/*
 * storm WORKERS KILLS MAILS MICROSECONDS SEED ACKNOWLEDGED PROGRAM [ARGUMENT...]
 *
 * A mail server in a thunderstorm: so many workers deliver mails of tests/tools/numbered.h to the
 * program, each until it is acknowledged with 0.  A delivery is killed with SIGKILL at a random
 * time up to MICROSECONDS after its start, until it was tried five times.  Ends after MAILS mails,
 * or after KILLS kills where that is not 0.  The numbers of acknowledged mails are appended to a
 * file. Says what the deliveries ended in; exit 1 where one ended in anything but 0, 75 or our
 * kill, or a mail was tried 1000 times in vain.
 */
#include "tests/tools/numbered.h"

#include "common/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KILLED_TRIES 5
#define TRIES_MAX 1000
#define TIMES_MAX ((uint64_t)1 << 20)

extern char **environ;

/* What the workers share. */
struct sums {
	uint64_t next, runs, kills, acknowledged, again, other, given_up;
	uint64_t ntimes;
	uint32_t times[TIMES_MAX]; /* microseconds of the acknowledged */
};

struct storm {
	uint64_t kills, mails, microseconds, seed;
	int acknowledged; /* descriptor */
	char **argv;
	struct sums *sums;
};

static uint64_t
add(uint64_t *sum, uint64_t n)
{
	return __atomic_fetch_add(sum, n, __ATOMIC_SEQ_CST);
}

static uint64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* The mail on the descriptor that will be the program's stdin. */
static int
mail_fd(uint64_t number)
{
	struct buf mail = BUF_INIT;
	int fd = memfd_create("mail", MFD_CLOEXEC);

	numbered_mail(&mail, number);
	if (fd < 0 || pwrite(fd, mail.p, mail.n, 0) != (ssize_t)mail.n) {
		log_errno("making a mail");
		_exit(70);
	}
	buf_release(&mail);
	return fd;
}

static pid_t
start(const struct storm *storm, int mail)
{
	posix_spawn_file_actions_t actions;
	pid_t child;
	int error;

	lseek(mail, 0, SEEK_SET);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, mail, STDIN_FILENO);
	error = posix_spawnp(&child, storm->argv[0], &actions, NULL, storm->argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error == 0)
		return child;
	errno = error;
	log_errno("starting %s", storm->argv[0]);
	_exit(70);
}

/* One try; whether the mail was acknowledged. */
static bool
try(const struct storm *storm, int mail, uint64_t number, uint64_t pause)
{
	struct sums *sums = storm->sums;
	uint64_t began = now();
	pid_t child = start(storm, mail);
	int status;

	add(&sums->runs, 1);
	if (pause) {
		nanosleep(&(struct timespec){ 0, (long)(pause * 1000) }, NULL);
		kill(child, SIGKILL);
	}
	if (waitpid(child, &status, 0) != child)
		_exit(70);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		uint64_t i = add(&sums->ntimes, 1);
		if (i < TIMES_MAX)
			sums->times[i] = (uint32_t)(now() - began);
		dprintf(storm->acknowledged, "%" PRIu64 "\n", number);
		add(&sums->acknowledged, 1);
		return true;
	}
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && pause)
		add(&sums->kills, 1);
	else if (WIFEXITED(status) && WEXITSTATUS(status) == 75)
		add(&sums->again, 1);
	else
		add(&sums->other, 1);
	return false;
}

static void
deliver(const struct storm *storm, uint64_t number, uint64_t *state)
{
	int mail = mail_fd(number);
	bool done = false;

	for (int i = 0; !done && i < TRIES_MAX; i++) {
		uint64_t pause = 0;
		if (storm->kills && i < KILLED_TRIES)
			pause = 1 + numbered_random(state) % storm->microseconds;
		done = try(storm, mail, number, pause);
	}
	if (!done)
		add(&storm->sums->given_up, 1);
	close(mail);
}

static void
work(const struct storm *storm, uint64_t seed)
{
	struct sums *sums = storm->sums;
	uint64_t state = seed, number;

	while ((number = add(&sums->next, 1)) < storm->mails &&
	       (storm->kills == 0 || sums->kills < storm->kills))
		deliver(storm, number, &state);
	_exit(0);
}

static int
by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int
say(struct sums *sums, uint64_t took)
{
	uint64_t n = sums->ntimes < TIMES_MAX ? sums->ntimes : TIMES_MAX;

	qsort(sums->times, n, sizeof sums->times[0], by_size);
	printf("runs %" PRIu64 " kills %" PRIu64 " acknowledged %" PRIu64 " again %" PRIu64
	       " other %" PRIu64 " given-up %" PRIu64 " seconds %" PRIu64 ".%" PRIu64,
	    sums->runs, sums->kills, sums->acknowledged, sums->again, sums->other, sums->given_up,
	    took / 1000000, took / 100000 % 10);
	if (n)
		printf(" ms-p50 %.1f ms-p99 %.1f ms-max %.1f", sums->times[n / 2] / 1000.0,
		    sums->times[n * 99 / 100] / 1000.0, sums->times[n - 1] / 1000.0);
	putchar('\n');
	return sums->other || sums->given_up;
}

int
main(int argc, char **argv)
{
	struct storm storm = { 0 };
	uint64_t began = now();
	int workers, status;

	log_open("storm");
	if (argc < 8)
		return 64;
	workers = atoi(argv[1]);
	storm.kills = strtoull(argv[2], NULL, 10);
	storm.mails = strtoull(argv[3], NULL, 10);
	storm.microseconds = strtoull(argv[4], NULL, 10);
	storm.seed = strtoull(argv[5], NULL, 10);
	storm.argv = argv + 7;
	storm.acknowledged = open(argv[6], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	storm.sums = mmap(
	    NULL, sizeof *storm.sums, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (storm.acknowledged < 0 || storm.sums == MAP_FAILED || storm.microseconds == 0)
		return 64;
	for (int i = 0; i < workers; i++)
		if (fork() == 0)
			work(&storm, storm.seed * 1000 + (uint64_t)i);
	while (wait(&status) > 0)
		if (status != 0)
			add(&storm.sums->other, 1);
	return say(storm.sums, now() - began);
}
