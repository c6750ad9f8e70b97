/* SPDX-License-Identifier: ISC */
#include "filters/ingest/guard.h"

#include "common/buf.h"
#include "common/standard.h"

#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Those that ask us to end, and those that a fault of our own raises; the others are blocked. */
static const int asked[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGXCPU };
static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS };

static void
say(const char *why)
{
	struct pollfd room = { .fd = STDERR_FILENO, .events = POLLOUT };

	/*
	 * Only what is safe in a signal handler, and nothing that waits: no other signal would end
	 * it.  Where it cannot be said, the code says enough.
	 */
	if (poll(&room, 1, 0) != 1 || !(room.revents & POLLOUT))
		return;
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
handle(const int *signals, size_t n, void (*handler)(int), sigset_t *blocked)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK };

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < n; i++) {
		sigaction(signals[i], &action, NULL);
		sigdelset(blocked, signals[i]);
	}
}

/*
 * The heap grows once: each piece that is mapped, or step that it takes, is a system call or two.
 * What is larger is LMDB's, who touches little of it, and wants it zeroed.
 */
static void
plan_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, 512 * 1024);
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	mallopt(M_TOP_PAD, 2 << 20);
}

void
guard_start(void)
{
	/* A fault may be an exhausted stack. */
	static char stack[64 * 1024];
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
	sigset_t blocked;

	plan_memory();
	if (!standard_open())
		_exit(EX_TEMPFAIL);
	close_range(STDERR_FILENO + 1, ~0u, 0);
	sigaltstack(&alternate, NULL);
	sigfillset(&blocked);
	handle(asked, COUNT(asked), give_up, &blocked);
	handle(faults, COUNT(faults), give_up, &blocked);
	/*
	 * A write beyond the limit or to nobody is then an error to report, not an end.  Agents
	 * have been seen to start programs with signals blocked, SIGALRM too.
	 */
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	alarm(GUARD_SECONDS);
}

void
guard_by_hand(void)
{
	sigset_t none;

	alarm(0);
	sigemptyset(&none);
	handle(asked, COUNT(asked), SIG_DFL, &none);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
drain(void)
{
	char scrap[16 * 1024];
	ssize_t n;

	do
		n = read(STDIN_FILENO, scrap, sizeof scrap);
	while (n > 0 || (n < 0 && fd_again(STDIN_FILENO, POLLIN)));
}

int
guard_answer(int code)
{
	if (code == EX_OK)
		return EX_OK;
	drain();
	return EX_TEMPFAIL;
}
