/* SPDX-License-Identifier: ISC */
#include "common/sendmail.h"

#include "common/buf.h"
#include "common/log.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder with a mailer that is the shell script given; what it writes lies in "out". */
static char folder[] = "/tmp/listbrief.XXXXXX";
static char mailer[64], output[64];

static int
make_folder(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(mailer, sizeof mailer, "%s/mailer", folder);
	snprintf(output, sizeof output, "%s/out", folder);
	log_open("test_sendmail");
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	unlink(mailer);
	unlink(output);
	return rmdir(folder);
}

static void
write_mailer(const char *script)
{
	FILE *f = fopen(mailer, "w");

	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(mailer, 0700), 0);
	unlink(output);
}

static enum sendmail_result
send_with(const char *script, struct bytes mail)
{
	const char *argv[] = { mailer, output, NULL };

	write_mailer(script);
	return sendmail_send(argv, "digest@example.org", "ada@example.com", mail, 5);
}

static void
assert_output(const char *wanted)
{
	struct buf got = BUF_INIT;

	assert_true(buf_read_file(&got, output, 1 << 20));
	assert_string_equal(got.p, wanted);
	buf_release(&got);
}

static void
arguments_and_mail(void **state)
{
	(void)state;
	assert_int_equal(
	    send_with("out=$1; shift; echo \"$*\" >$out; cat >>$out", BYTES_LIT("To: ada\n\nhi\n")),
	    SENDMAIL_ACCEPTED);
	assert_output("-f digest@example.org -- ada@example.com\nTo: ada\n\nhi\n");
}

static void
exit_codes(void **state)
{
	static const struct {
		const char *script;
		enum sendmail_result wanted;
	} cases[] = {
		{ "exit 0", SENDMAIL_ACCEPTED },
		{ "exit 64", SENDMAIL_REFUSED },
		{ "exit 65", SENDMAIL_REFUSED },
		{ "exit 67", SENDMAIL_REFUSED },
		{ "exit 68", SENDMAIL_REFUSED },
		{ "exit 70", SENDMAIL_REFUSED },
		{ "exit 77", SENDMAIL_REFUSED },
		{ "exit 75", SENDMAIL_DEFERRED },
		{ "exit 69", SENDMAIL_DEFERRED },
		{ "exit 71", SENDMAIL_DEFERRED },
		{ "exit 1", SENDMAIL_DEFERRED },
		{ "exit 127", SENDMAIL_DEFERRED },
		{ "kill -9 $$", SENDMAIL_UNKNOWN },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(send_with(cases[i].script, BYTES_LIT("x\n")), cases[i].wanted);
}

/* More than a pipe holds, to a mailer that never looks at it. */
static void
mail_not_read(void **state)
{
	struct buf mail = BUF_INIT;

	(void)state;
	memset(buf_room(&mail, 1 << 20), 'x', 1 << 20);
	mail.n = 1 << 20;
	assert_int_equal(send_with("exit 0", buf_bytes(&mail)), SENDMAIL_ACCEPTED);
	assert_int_equal(send_with("wc -c | tr -d ' ' >$1", buf_bytes(&mail)), SENDMAIL_ACCEPTED);
	assert_output("1048576\n");
	buf_release(&mail);
}

static void
cannot_run(void **state)
{
	const char *argv[] = { "/nonexistent/sendmail", NULL };

	(void)state;
	assert_int_equal(sendmail_send(argv, "a@example.org", "b@example.org", BYTES_LIT("x\n"), 5),
	    SENDMAIL_AWAY);
}

/* Gone, or a zombie until init takes it. */
static bool
is_dead(long pid)
{
	struct buf path = BUF_INIT, stat = BUF_INIT;
	bool dead = true;

	buf_addf(&path, "/proc/%ld/stat", pid);
	if (buf_read_file(&stat, path.p, 4096))
		dead = bytes_find(buf_bytes(&stat), BYTES_LIT(") Z ")) < stat.n;
	buf_release(&stat);
	buf_release(&path);
	return dead;
}

/* What the mailer started would live on if only the mailer were killed. */
static void
timeout_ends_all(void **state)
{
	const char *argv[] = { mailer, output, NULL };
	struct buf pid = BUF_INIT;

	(void)state;
	write_mailer("sleep 60 & echo $! >$1; wait");
	assert_int_equal(sendmail_send(argv, "a@example.org", "b@example.org", BYTES_LIT("x\n"), 2),
	    SENDMAIL_UNKNOWN);
	assert_true(buf_read_file(&pid, output, 100));
	/* A kill is not at once; on a busy machine not soon either. */
	for (int i = 0; i < 5000 && !is_dead(strtol(pid.p, NULL, 10)); i++)
		poll(NULL, 0, 1);
	assert_true(is_dead(strtol(pid.p, NULL, 10)));
	buf_release(&pid);
}

/* Neither descriptors, nor secrets, nor an ignored signal reach the mailer. */
static void
clean_start(void **state)
{
	int null = open("/dev/null", O_RDONLY), extra = fcntl(null, F_DUPFD, 42);

	(void)state;
	assert_true(extra >= 42);
	setenv("OPENAI_API_KEY", "secret", 1);
	signal(SIGTERM, SIG_IGN);
	assert_int_equal(send_with("exec >$1\n"
				   "echo ${OPENAI_API_KEY-none} ${PATH:+path}\n"
				   "[ -e /proc/$$/fd/42 ] && echo open\n"
				   "sh -c 'kill -TERM $$; echo ignored'\n"
				   "exit 0",
			     BYTES_LIT("x\n")),
	    SENDMAIL_ACCEPTED);
	signal(SIGTERM, SIG_DFL);
	unsetenv("OPENAI_API_KEY");
	close(extra);
	close(null);
	assert_output("none path\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_and_mail),
		cmocka_unit_test(exit_codes),
		cmocka_unit_test(mail_not_read),
		cmocka_unit_test(cannot_run),
		cmocka_unit_test(timeout_ends_all),
		cmocka_unit_test(clean_start),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
