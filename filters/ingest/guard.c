/* SPDX-License-Identifier: ISC */
#include "filters/ingest/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Those that a person or a system sends, and those that a fault of our own raises. */
static const int asked[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM,
	SIGPROF, SIGXCPU, SIGIO, SIGPWR };
static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP };

static void
say(const char *why)
{
	/* Only what is safe in a signal handler; where it cannot be said, the code says enough. */
	if (write(STDERR_FILENO, why, strlen(why)) < 0)
		return;
}

static void
give_up(int signal)
{
	if (signal == SIGALRM)
		say("listbrief-ingest: not done in time: try again\n");
	else
		say("listbrief-ingest: stopped by a signal: try again\n");
	_exit(EX_TEMPFAIL);
}

static void
handle(const int *signals, size_t n, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK };

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < n; i++)
		sigaction(signals[i], &action, NULL);
}

/* A descriptor that is closed would be given to the next file opened, and what we say written into
 * it. */
static void
open_standard(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			_exit(EX_TEMPFAIL);
}

void
guard_start(void)
{
	/* A fault may be an exhausted stack. */
	static char stack[64 * 1024];
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
	sigset_t none;

	open_standard();
	close_range(STDERR_FILENO + 1, ~0u, 0);
	sigaltstack(&alternate, NULL);
	handle(asked, COUNT(asked), give_up);
	handle(faults, COUNT(faults), give_up);
	/* A write beyond the limit or to nobody is an error to report, not an end. */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	/* Agents have been seen to start programs with signals blocked. */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	alarm(GUARD_SECONDS);
}

void
guard_by_hand(void)
{
	alarm(0);
	handle(asked, COUNT(asked), SIG_DFL);
}

static void
drain(void)
{
	char scrap[16 * 1024];
	ssize_t n;

	do
		n = read(STDIN_FILENO, scrap, sizeof scrap);
	while (n > 0 || (n < 0 && errno == EINTR));
}

int
guard_answer(int code)
{
	if (code == EX_OK)
		return EX_OK;
	drain();
	return EX_TEMPFAIL;
}
