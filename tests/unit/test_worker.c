/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/fence.h"
#include "filters/aggregate/worker.h"

#include "common/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char file[] = "/tmp/listbrief-worker.XXXXXX";

/* How many children at work on a mail are killed, as by a system that is short of memory. */
static int *kills;

/* What the child tries, by the first letter of the mail; it answers errno. */
static unsigned
try(struct bytes raw, struct buf *out)
{
	char other[sizeof file + 8];
	long result = 0;

	snprintf(other, sizeof other, "%s.other", file);
	errno = 0;
	switch (raw.p[0]) {
	case 'o':
		result = open(file, O_RDONLY);
		break;
	case 'u':
		result = unlink(file);
		break;
	case 'm':
		result = mkdir(other, 0700);
		break;
	case 'r':
		result = rename(file, other);
		break;
	case 's':
		result = symlink(file, other);
		break;
	case 't':
		result = truncate(file, 0);
		break;
	case 'x':
		result = execl("/bin/true", "true", (char *)NULL);
		break;
	case 'n':
		result = socket(AF_INET, SOCK_STREAM, 0);
		break;
	case 'k':
		result = kill(getppid(), 0);
		break;
	case '9':
		if (--*kills >= 0)
			raise(SIGKILL);
		break;
	case 'p':
		errno = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 1;
		break;
	default:
		buf_add(out, raw);
		return 7;
	}
	return result < 0 ? (unsigned)errno : 0;
}

static unsigned
ask(struct worker *w, const char *mail)
{
	struct buf out = BUF_INIT;
	unsigned flags = 9999;

	assert_int_equal(worker_run(w, bytes_from(mail), &out, 100, &flags), WORKER_DONE);
	buf_release(&out);
	return flags;
}

static void
test_answers(void **state)
{
	struct worker *w = worker_new(try);

	(void)state;
	assert_int_equal(ask(w, "a mail"), 7);
	assert_int_equal(ask(w, "p"), 0);
	worker_free(w);
}

static void
test_reaches_nothing(void **state)
{
	struct worker *w = worker_new(try);

	(void)state;
	assert_int_equal(ask(w, "o"), EMFILE);
	assert_int_equal(ask(w, "n"), EMFILE);
	worker_free(w);
}

static void
test_fenced(void **state)
{
	struct worker *w;
	int fd;

	(void)state;
	if (fence_version() < 3)
		skip();
	fd = mkstemp(file);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "text", 4), 4);
	w = worker_new(try);
	assert_int_equal(ask(w, "u"), EACCES);
	assert_int_equal(ask(w, "m"), EACCES);
	assert_int_equal(ask(w, "r"), EACCES);
	assert_int_equal(ask(w, "s"), EACCES);
	assert_int_equal(ask(w, "t"), EACCES);
	assert_int_equal(ask(w, "x"), EACCES);
	if (fence_version() >= 6)
		assert_int_equal(ask(w, "k"), EPERM);
	worker_free(w);
	assert_int_equal(lseek(fd, 0, SEEK_END), 4);
	assert_int_equal(unlink(file), 0);
	close(fd);
}

static enum worker_status
ask_killed(struct worker *w, int times)
{
	struct buf out = BUF_INIT;
	enum worker_status status;
	unsigned flags;

	*kills = times;
	status = worker_run(w, BYTES_LIT("9"), &out, 100, &flags);
	buf_release(&out);
	return status;
}

static void
test_killed(void **state)
{
	struct worker *w = worker_new(try);

	(void)state;
	kills =
	    mmap(NULL, sizeof *kills, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(kills, MAP_FAILED);
	assert_int_equal(ask_killed(w, 0), WORKER_DONE);
	assert_int_equal(ask_killed(w, 1), WORKER_DONE);
	assert_int_equal(ask_killed(w, 2), WORKER_LOST);
	assert_int_equal(ask(w, "a mail"), 7);
	worker_free(w);
	munmap(kills, sizeof *kills);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_reaches_nothing),
		cmocka_unit_test(test_fenced),
		cmocka_unit_test(test_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
