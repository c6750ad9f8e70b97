/* SPDX-License-Identifier: ISC */
/* The child that opens mail, and a mail's record. */
#include "filters/aggregate/read.h"

#include "common/text.h"
#include "filters/aggregate/worker.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#define DAY ((int64_t)86400)
#define ARRIVAL ((int64_t)1762160400) /* 2025-11-03T09:00:00Z */

/* What the child does with a mail is what the mail says. */
static unsigned
job(struct bytes raw, struct buf *out)
{
	volatile unsigned long n = 0;

	if (bytes_equal(raw, BYTES_LIT("die")))
		abort();
	if (bytes_equal(raw, BYTES_LIT("spin")))
		for (;;)
			n++;
	if (bytes_equal(raw, BYTES_LIT("talk"))) {
		buf_addf(out, "%100d", 1);
		return 0;
	}
	if (bytes_equal(raw, BYTES_LIT("leave")))
		_exit(0);
	if (bytes_equal(raw, BYTES_LIT("open")))
		return fopen("/dev/null", "r") ? 1 : 0;
	if (bytes_equal(raw, BYTES_LIT("sip")))
		memset(buf_room(out, (size_t)64 << 20), 1, (size_t)64 << 20);
	if (bytes_equal(raw, BYTES_LIT("eat")))
		for (;;)
			memset(buf_room(out, (size_t)64 << 20), 1, 1), out->n += (size_t)64 << 20;
	buf_add(out, raw);
	return 7;
}

static bool
runs(struct worker *w, const char *mail, size_t most)
{
	struct buf out = BUF_INIT;
	unsigned flags = 0;
	bool done = worker_run(w, bytes_from(mail), &out, most, &flags) == WORKER_DONE;

	if (!done)
		assert_int_equal(out.n, 0);
	buf_release(&out);
	return done;
}

static void
a_mail_that_kills_costs_itself_alone(void **state)
{
	static const char *const killers[] = { "die", "leave", "spin", NULL };
	struct worker *w = worker_new(job);

	(void)state;
	for (size_t i = 0; killers[i]; i++) {
		assert_true(runs(w, "fine", 1000));
		assert_false(runs(w, killers[i], 1000));
		assert_true(runs(w, "fine", 1000));
	}
	worker_free(w);
}

static void
an_answer_is_bounded(void **state)
{
	struct worker *w = worker_new(job);

	(void)state;
	assert_true(runs(w, "talk", 100));
	assert_false(runs(w, "talk", 99));
	assert_true(runs(w, "fine", 99));
	worker_free(w);
}

static void
memory_is_bounded(void **state)
{
	struct worker *w = worker_new(job);

	(void)state;
#if defined(__SANITIZE_ADDRESS__)
	worker_free(w);
	skip();
#endif
	assert_false(runs(w, "eat", (size_t)-1));
	assert_true(runs(w, "fine", 1000));
	worker_free(w);
}

/* A store's map may be far larger than what a mail is given. */
static void
a_large_program_has_memory_for_mail(void **state)
{
	const size_t large = 2 * WORKER_BYTES_MAX;
	void *map =
	    mmap(NULL, large, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	struct worker *w = worker_new(job);

	(void)state;
	assert_ptr_not_equal(map, MAP_FAILED);
	assert_true(runs(w, "sip", 1000));
	worker_free(w);
	munmap(map, large);
}

static void
the_child_opens_no_file(void **state)
{
	struct worker *w = worker_new(job);
	struct buf out = BUF_INIT;
	unsigned flags = 9;

	(void)state;
	assert_int_equal(worker_run(w, BYTES_LIT("open"), &out, 1000, &flags), WORKER_DONE);
	assert_int_equal(flags, 0);
	buf_release(&out);
	worker_free(w);
}

/* More than any socket holds, both ways. */
static void
large_mails_pass(void **state)
{
	struct worker *w = worker_new(job);
	struct buf in = BUF_INIT, out = BUF_INIT;
	unsigned flags;

	(void)state;
	memset(buf_room(&in, (size_t)8 << 20), 'x', (size_t)8 << 20);
	in.n = (size_t)8 << 20;
	assert_int_equal(worker_run(w, buf_bytes(&in), &out, in.n, &flags), WORKER_DONE);
	assert_int_equal(flags, 7);
	assert_true(bytes_equal(buf_bytes(&in), buf_bytes(&out)));
	buf_release(&in);
	buf_release(&out);
	worker_free(w);
}

/* ---- the reader ---- */

static struct store_mail
read_one(struct reader *r, struct arena *a, const char *raw, struct bytes *text)
{
	struct store_mail_raw in = {
		.seq = 3, .arrival = ARRIVAL, .id = BYTES_LIT("x@y"), .raw = bytes_from(raw)
	};
	struct store_mail mail;

	assert_true(reader_read(r, &in, a, &mail, text));
	return mail;
}

static pid_t
child(void)
{
	char path[64];
	int pid = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "r");
	if (!f || fscanf(f, "%d", &pid) != 1)
		pid = 0;
	if (f)
		fclose(f);
	if (pid <= 0)
		skip();
	return pid;
}

static void
a_mail_that_kills_is_read_raw(void **state)
{
	const struct rlimit nothing = { 0, 0 };
	struct reader *r = reader_new();
	struct arena *a = arena_new();
	struct bytes text;
	const char *large;

	(void)state;
	large = arena_printf(a, "Subject: a\n\n> q\nwords\n%*s", 4 << 20, "");
	assert_int_equal(read_one(r, a, "Subject: a\n\nx\n", &text).flags & MAIL_UNREADABLE, 0);
	prlimit(child(), RLIMIT_AS, &nothing, NULL);
	assert_true(read_one(r, a, large, &text).flags & MAIL_UNREADABLE);
	assert_true(bytes_starts(text, BYTES_LIT("q> q\npwords\n")));
	assert_int_equal(read_one(r, a, large, &text).flags & MAIL_UNREADABLE, 0);
	arena_free(a);
	reader_free(r);
}

static void
a_child_that_was_killed_has_an_heir(void **state)
{
	struct reader *r = reader_new();
	struct arena *a = arena_new();
	struct bytes text;

	(void)state;
	assert_int_equal(read_one(r, a, "Subject: a\n\nx\n", &text).flags & MAIL_UNREADABLE, 0);
	kill(child(), SIGKILL);
	assert_int_equal(read_one(r, a, "Subject: a\n\nx\n", &text).flags & MAIL_UNREADABLE, 0);
	arena_free(a);
	reader_free(r);
}

static void
absurd_dates_are_the_arrival(void **state)
{
	static const struct {
		const char *date;
		bool kept;
	} dates[] = {
		{ "Mon, 3 Nov 2025 10:00:00 +0100", true },
		{ "Sun, 9 Nov 2025 10:00:00 +0100", true }, /* a clock 6 days ahead */
		{ "Tue, 11 Nov 2025 10:00:00 +0100", false },
		{ "Mon, 3 Nov 2024 10:00:00 +0100", true }, /* held for a year */
		{ "Mon, 3 Nov 2023 10:00:00 +0100", false },
		{ "Thu, 1 Jan 1970 00:00:00 +0000", false },
		{ "yesterday", false },
		{ "", false },
	};
	struct reader *r = reader_new();
	struct arena *a = arena_new();
	struct bytes text;

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		struct store_mail mail =
		    read_one(r, a, arena_printf(a, "Date: %s\n\nx\n", dates[i].date), &text);

		assert_int_equal(!(mail.flags & MAIL_NO_DATE), dates[i].kept);
		if (!dates[i].kept)
			assert_int_equal(mail.date, ARRIVAL);
	}
	assert_int_equal(
	    read_one(r, a, "Date: Mon, 3 Nov 2025 10:00:00 +0100\n\n", &text).zone, 60);
	arena_free(a);
	reader_free(r);
}

static void
robots_are_known(void **state)
{
	static const char *const robots[] = { "kernel test robot <lkp@intel.com>",
		"syzbot <syzbot+0123@syzkaller.appspotmail.com>",
		"patchwork-bot+netdevbpf@kernel.org", "\"tip-bot2 for X\" <tip-bot2@linutronix.de>",
		"kernel test robot <someone@intel.com>", "\"Frob CI\" <frob@example.org>", NULL };
	static const char *const people[] = { "Ada Meyer <ada@example.org>",
		"Robot Wang <rwang@example.org>", "Jan Bot <jan@example.org>", "", NULL };
	struct reader *r = reader_new();
	struct arena *a = arena_new();
	struct bytes text;

	(void)state;
	for (size_t i = 0; robots[i]; i++)
		assert_true(
		    read_one(r, a, arena_printf(a, "From: %s\n\n", robots[i]), &text).flags &
		    MAIL_BOT);
	for (size_t i = 0; people[i]; i++)
		assert_false(
		    read_one(r, a, arena_printf(a, "From: %s\n\n", people[i]), &text).flags &
		    MAIL_BOT);
	arena_free(a);
	reader_free(r);
}

static void
the_worst_mail_gives_a_record(void **state)
{
	static const char *const mails[] = { "", "\n", "x", "\n\n\n", "Subject", ":\n",
		"Subject:", NULL };
	struct reader *r = reader_new();
	struct arena *a = arena_new();
	struct bytes text;

	(void)state;
	for (size_t i = 0; mails[i]; i++) {
		struct store_mail mail = read_one(r, a, mails[i], &text);

		assert_int_equal(mail.seq, 3);
		assert_true(bytes_equal(mail.id, BYTES_LIT("x@y")));
	}
	arena_free(a);
	reader_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_that_kills_costs_itself_alone),
		cmocka_unit_test(an_answer_is_bounded),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(a_large_program_has_memory_for_mail),
		cmocka_unit_test(the_child_opens_no_file),
		cmocka_unit_test(large_mails_pass),
		cmocka_unit_test(a_mail_that_kills_is_read_raw),
		cmocka_unit_test(a_child_that_was_killed_has_an_heir),
		cmocka_unit_test(absurd_dates_are_the_arrival),
		cmocka_unit_test(robots_are_known),
		cmocka_unit_test(the_worst_mail_gives_a_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
