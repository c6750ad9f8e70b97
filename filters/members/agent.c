/* SPDX-License-Identifier: ISC */
#include "filters/members/agent.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

static void
give_up(int signal)
{
	(void)signal;
	_exit(EX_TEMPFAIL);
}

void
agent_start(void)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGXCPU, SIGSEGV,
		SIGBUS, SIGFPE, SIGILL, SIGABRT };
	struct sigaction action = { .sa_handler = give_up };

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

int
agent_answer(int code)
{
	char scrap[16 * 1024];
	ssize_t n;

	if (code == EX_OK)
		return EX_OK;
	/* Some agents mind a pipe that is closed before they have written all. */
	do
		n = read(STDIN_FILENO, scrap, sizeof scrap);
	while (n > 0 || (n < 0 && errno == EINTR));
	return EX_TEMPFAIL;
}
