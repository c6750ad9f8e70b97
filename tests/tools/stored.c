/* SPDX-License-Identifier: ISC */
/*
 * stored DIR LIST [ACKNOWLEDGED]: whether the mails of tests/tools/numbered.h in a store are the
 * bytes they must be, none is there twice, and none whose number stands in the file of acknowledged
 * ones is lost.  Says "stored N acknowledged N lost N twice N wrong N"; exit 0 where the last three
 * are 0. Mails of other ids are passed over.
 */
#include "tests/tools/numbered.h"

#include "common/log.h"
#include "store/store.h"

#include <stdio.h>

#define NUMBERS_MAX ((uint64_t)4 << 20)
#define STEP_MAILS 256
#define STEP_BYTES (8 << 20)

enum { SEEN = 1, ACKNOWLEDGED = 2 };

struct sums {
	uint64_t stored, acknowledged, lost, twice, wrong;
};

static void
look(unsigned char *marks, struct sums *sums, const struct store_mail_raw *mail)
{
	struct buf wanted = BUF_INIT;
	uint64_t number;

	if (!numbered_id(mail->id, &number) || number >= NUMBERS_MAX)
		return;
	numbered_mail(&wanted, number);
	sums->stored++;
	sums->twice += (marks[number] & SEEN) != 0;
	sums->wrong += !bytes_equal(mail->raw, buf_bytes(&wanted));
	marks[number] |= SEEN;
	buf_release(&wanted);
}

static enum store_status
look_at_all(struct store *s, unsigned char *marks, struct sums *sums)
{
	struct arena *a = arena_new();
	struct store_mail_raw *mails;
	enum store_status status;
	uint64_t after, through = 0;
	size_t n;

	do {
		arena_reset(a);
		after = through;
		status = store_scan_log(s, after, STEP_MAILS, STEP_BYTES, a, &mails, &n, &through);
		for (size_t i = 0; status == STORE_OK && i < n; i++)
			look(marks, sums, &mails[i]);
	} while (status == STORE_OK && through > after);
	arena_free(a);
	return status;
}

static bool
read_acknowledged(const char *path, unsigned char *marks)
{
	FILE *f = fopen(path, "r");
	uint64_t number;

	if (f == NULL)
		return false;
	while (fscanf(f, "%" SCNu64, &number) == 1)
		if (number < NUMBERS_MAX)
			marks[number] |= ACKNOWLEDGED;
	return fclose(f) == 0;
}

static int
say(const unsigned char *marks, struct sums *sums)
{
	for (uint64_t i = 0; i < NUMBERS_MAX; i++) {
		sums->acknowledged += (marks[i] & ACKNOWLEDGED) != 0;
		if (marks[i] == ACKNOWLEDGED && sums->lost++ < 8)
			fprintf(stderr, "stored: mail %" PRIu64 " is lost\n", i);
	}
	printf("stored %" PRIu64 " acknowledged %" PRIu64 " lost %" PRIu64 " twice %" PRIu64
	       " wrong %" PRIu64 "\n",
	    sums->stored, sums->acknowledged, sums->lost, sums->twice, sums->wrong);
	return sums->lost || sums->twice || sums->wrong;
}

int
main(int argc, char **argv)
{
	static unsigned char marks[NUMBERS_MAX];
	struct sums sums = { 0 };
	struct store *s = NULL;
	enum store_status status;

	log_open("stored");
	if (argc < 3 || argc > 4 || (argc == 4 && !read_acknowledged(argv[3], marks)))
		return 64;
	status = store_open(&s, argv[1], argv[2], STORE_READ, 60);
	if (status == STORE_OK)
		status = look_at_all(s, marks, &sums);
	store_close(s);
	return status == STORE_OK ? say(marks, &sums) : 70;
}
