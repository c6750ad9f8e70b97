/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/worker.h"

#include "common/arena.h"
#include "common/charset.h"
#include "common/clock.h"
#include "common/log.h"
#include "filters/aggregate/fence.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The child's end, the first behind those that all have. */
#define SOCKET (STDERR_FILENO + 1)

#if defined(__SANITIZE_ADDRESS__)
#define SHADOWED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHADOWED 1
#endif
#endif

/* What goes before a mail (n) and before an answer (both). */
struct frame {
	uint64_t n;
	unsigned flags;
};

struct worker {
	worker_job *job;
	pid_t pid; /* 0: no child */
	int fd;
};

static struct bytes
frame_bytes(const struct frame *frame)
{
	return (struct bytes){ (const char *)frame, sizeof(*frame) };
}

struct worker *
worker_new(worker_job *job)
{
	struct worker *w = calloc(1, sizeof(*w));

	if (!w)
		out_of_memory();
	w->job = job;
	w->fd = -1;
	if (fence_version() == 0)
		log_warn("opening mail: this kernel has no Landlock (Linux 5.13): the child that "
			 "does it is held by limits alone");
	return w;
}

/* Whether it had to be killed, or was: a child that ends by what its mail does, ends otherwise. */
static bool
stop(struct worker *w)
{
	int status = 0;

	if (!w->pid)
		return false;
	close(w->fd);
	kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	w->pid = 0;
	w->fd = -1;
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

void
worker_free(struct worker *w)
{
	if (!w)
		return;
	stop(w);
	free(w);
}

/* ---- the child ---- */

static bool
read_all(int fd, char *p, size_t n)
{
	while (n) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/* One call for head and body: each send wakes the other side up. */
static ssize_t
send_both(int fd, struct bytes head, struct bytes body, int flags)
{
	struct iovec parts[2] = { { (void *)(uintptr_t)head.p, head.n },
		{ (void *)(uintptr_t)body.p, body.n } };
	struct msghdr m = { .msg_iov = parts, .msg_iovlen = 2 };

	return sendmsg(fd, &m, flags | MSG_NOSIGNAL);
}

/* Takes n bytes off the two. */
static void
advance(struct bytes *head, struct bytes *body, size_t n)
{
	size_t first = n < head->n ? n : head->n;

	*head = bytes_slice(*head, first, head->n);
	*body = bytes_slice(*body, n - first, body->n);
}

static bool
write_all(int fd, struct bytes head, struct bytes body)
{
	while (head.n + body.n) {
		ssize_t put = send_both(fd, head, body, 0);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		advance(&head, &body, (size_t)put);
	}
	return true;
}

#ifndef SHADOWED
/* The program's size now, in bytes. */
static rlim_t
size_now(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (!f || fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}
#endif

static void
limit(__rlimit_resource_t what, rlim_t n)
{
	struct rlimit r = { n, n };

	setrlimit(what, &r);
}

/* Gives up all that opening mail does not need.  False with errno. */
static bool
confine(int fd)
{
#ifndef SHADOWED
	const rlim_t size = size_now(); /* behind the fence nothing tells it */
#endif

	charset_warm();
	if (fd != SOCKET && dup2(fd, SOCKET) < 0)
		return false;
	closefrom(SOCKET + 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !fence_raise())
		return false;
	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	signal(SIGINT, SIG_IGN);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
#ifndef SHADOWED
	limit(RLIMIT_AS, size + WORKER_BYTES_MAX);
#endif
	limit(RLIMIT_NPROC, 0);
	limit(RLIMIT_NOFILE, 0);
	return true;
}

/* The clock of one mail, in CPU time; it ends the child by SIGPROF. */
static void
set_clock(int ms)
{
	struct itimerval t = { .it_value = { ms / 1000, (ms % 1000) * 1000 } };

	setitimer(ITIMER_PROF, &t, NULL);
}

static void serve(worker_job *job, int fd) __attribute__((noreturn));

static void
serve(worker_job *job, int fd)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct frame frame;

	/* The parent waits for one byte: from here on what ends us is a mail. */
	if (!write_all(fd, BYTES_LIT("!"), BYTES_NONE))
		_exit(1);
	while (read_all(fd, (char *)&frame, sizeof(frame))) {
		buf_clear(&in);
		buf_clear(&out);
		set_clock(WORKER_CPU_MS);
		if (!read_all(fd, buf_room(&in, frame.n), frame.n))
			break;
		in.n = frame.n;
		frame.flags = job(buf_bytes(&in), &out);
		frame.n = out.n;
		if (!write_all(fd, frame_bytes(&frame), buf_bytes(&out)))
			break;
	}
	_exit(0);
}

/* ---- the parent ---- */

/* Waits until the socket is ready.  False where the time is over. */
static bool
wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = events };

	for (;;) {
		int64_t left = deadline - clock_steady();
		int n = left > 0 ? poll(&p, 1, (int)left) : 0;

		if (n > 0)
			return true;
		if (n == 0 || errno != EINTR)
			return false;
	}
}

static bool
send_within(int fd, struct bytes head, struct bytes body, int64_t deadline)
{
	while (head.n + body.n) {
		ssize_t n = send_both(fd, head, body, MSG_DONTWAIT);

		if (n >= 0)
			advance(&head, &body, (size_t)n);
		else if (errno == EAGAIN && !wait_for(fd, POLLOUT, deadline))
			return false;
		else if (errno != EAGAIN && errno != EINTR)
			return false;
	}
	return true;
}

static bool
receive_within(int fd, char *p, size_t n, int64_t deadline)
{
	while (n) {
		ssize_t got = recv(fd, p, n, MSG_DONTWAIT);

		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			return false;
		if (got < 0) {
			if (!wait_for(fd, POLLIN, deadline))
				return false;
			continue;
		}
		p += got;
		n -= (size_t)got;
	}
	return true;
}

static bool
start(struct worker *w)
{
	int fds[2];
	char ready;

	if (w->pid)
		return true;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) {
		log_errno("a socket to the child that opens mail");
		return false;
	}
	w->pid = fork();
	if (w->pid == 0) {
		if (!confine(fds[1])) {
			log_errno("fencing in the child that opens mail");
			_exit(1);
		}
		serve(w->job, SOCKET);
	}
	close(fds[1]);
	if (w->pid < 0) {
		log_errno("a child that opens mail");
		w->pid = 0;
		close(fds[0]);
		return false;
	}
	w->fd = fds[0];
	if (receive_within(w->fd, &ready, 1, clock_steady() + WORKER_WAIT_MS))
		return true;
	if (stop(w))
		log_error("starting the child that opens mail: it was killed");
	return false;
}

static bool
ask(struct worker *w, struct bytes raw, struct buf *out, size_t most, unsigned *flags)
{
	int64_t deadline = clock_steady() + WORKER_WAIT_MS;
	struct frame frame = { .n = raw.n };

	if (!send_within(w->fd, frame_bytes(&frame), raw, deadline) ||
	    !receive_within(w->fd, (char *)&frame, sizeof(frame), deadline) || frame.n > most)
		return false;
	if (!receive_within(w->fd, buf_room(out, frame.n), frame.n, deadline))
		return false;
	out->n += frame.n;
	*flags = frame.flags;
	return true;
}

enum worker_status
worker_run(struct worker *w, struct bytes raw, struct buf *out, size_t most, unsigned *flags)
{
	for (int tries = 0; tries < 2; tries++) {
		if (!start(w))
			return WORKER_AGAIN;
		if (ask(w, raw, out, most, flags))
			return WORKER_DONE;
		if (!stop(w))
			break;
	}
	return WORKER_LOST;
}
