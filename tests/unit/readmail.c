/* SPDX-License-Identifier: ISC */
/*
 * readmail [-q] FILE...: each file a mail; prints what aggregate's reader makes of it: record,
 * facts, text by kinds of line.  -q prints only how long each mail took.  Not a test itself; mail
 * corpora and eyes use it.
 */
#include "common/buf.h"
#include "common/header.h"
#include "common/log.h"
#include "common/maildate.h"
#include "common/mailid.h"
#include "filters/aggregate/read.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define NOW ((int64_t)4102444800) /* 2100-01-01: no mail is from the future */

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
print(const char *name, struct bytes value)
{
	printf("%s: %.*s\n", name, (int)value.n, value.p);
}

static void
print_mail(const struct store_mail *mail, struct bytes text)
{
	print("id", mail->id);
	print("from", mail->name);
	print("address", mail->address);
	print("subject", mail->subject);
	printf("date: %lld %+d\nflags: %u\n", (long long)mail->date, mail->zone, mail->flags);
	for (size_t i = 0; i < mail->nrefs; i++)
		print("ref", mail->refs[i]);
	for (size_t i = 0; i < mail->nfacts; i++) {
		const struct store_fact *f = &mail->facts[i];

		printf("fact: %u %.*s: %.*s\n", f->kind, (int)f->name.n, f->name.p, (int)f->value.n,
		    f->value.p);
	}
	printf("\n%.*s", (int)text.n, text.p);
}

static bool
read_file(struct reader *r, const char *path, bool quiet)
{
	struct arena *a = arena_new();
	struct store_mail_raw raw = { .seq = 1 };
	struct buf b = BUF_INIT;
	struct store_mail mail;
	struct header h;
	struct bytes text;
	bool done = buf_read_file(&b, path, (size_t)512 * 1024 * 1024);
	double begin = seconds();

	if (!done) {
		log_errno("%s", path);
	} else {
		raw.raw = buf_bytes(&b);
		header_scan(raw.raw, &h);
		raw.id = mailid_own(a, header_get(&h, "Message-ID"));
		raw.arrival = maildate_arrival(&h, NOW);
		done = reader_read(r, &raw, a, &mail, &text);
		if (!done)
			log_error("%s: not read", path);
		else if (quiet)
			printf("%.6f %u %s\n", seconds() - begin, mail.flags, path);
		else
			print_mail(&mail, text);
	}
	buf_release(&b);
	arena_free(a);
	return done;
}

int
main(int argc, char **argv)
{
	bool quiet = argc > 1 && !strcmp(argv[1], "-q"), done = true;
	struct reader *r = reader_new();

	log_open("readmail");
	for (int i = 1 + quiet; i < argc; i++) {
		if (!quiet && argc > 2)
			printf("== %s\n", argv[i]);
		done = read_file(r, argv[i], quiet) && done;
	}
	reader_free(r);
	return done ? 0 : 1;
}
