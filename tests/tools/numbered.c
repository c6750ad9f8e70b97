/* SPDX-License-Identifier: ISC */
/*
 * numbered N: prints mail N of tests/tools/numbered.h.
 * numbered FROM TO FOLDER: writes each into a file of its number.
 */
#include "tests/tools/numbered.h"

#include "common/log.h"

#include <stdio.h>

static bool
print(FILE *out, uint64_t number)
{
	struct buf mail = BUF_INIT;
	bool ok;

	numbered_mail(&mail, number);
	ok = fwrite(mail.p, 1, mail.n, out) == mail.n;
	buf_release(&mail);
	return ok;
}

static bool
write_file(const char *folder, uint64_t number)
{
	char path[4096];
	FILE *f;
	bool ok;

	snprintf(path, sizeof path, "%s/%" PRIu64, folder, number);
	if ((f = fopen(path, "w")) == NULL)
		return false;
	ok = print(f, number);
	return fclose(f) == 0 && ok;
}

int
main(int argc, char **argv)
{
	bool ok = argc == 2 || argc == 4;

	log_open("numbered");
	if (argc == 2)
		ok = print(stdout, strtoull(argv[1], NULL, 10));
	for (uint64_t i = ok && argc == 4 ? strtoull(argv[1], NULL, 10) : 1;
	     ok && argc == 4 && i <= strtoull(argv[2], NULL, 10); i++)
		ok = write_file(argv[3], i);
	return ok ? 0 : 1;
}
