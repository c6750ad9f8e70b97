/* SPDX-License-Identifier: ISC */
/*
 * Runs a fuzz target over files, without a fuzzer: make long does, with any compiler, over all
 * that ever crashed one, and over seeds.
 */
#include "common/arena.h"
#include "common/buf.h"
#include "common/log.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX ((size_t)64 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
run(const char *path)
{
	struct buf b = BUF_INIT;
	uint8_t *exact;

	if (!buf_read_file(&b, path, FILE_MAX)) {
		log_errno("reading %s", path);
		exit(66);
	}
	/* No byte more than there is, so that a sanitizer sees one read too far. */
	exact = malloc(b.n ? b.n : 1);
	if (exact == NULL)
		out_of_memory();
	if (b.n)
		memcpy(exact, b.p, b.n);
	LLVMFuzzerTestOneInput(exact, b.n);
	free(exact);
	buf_release(&b);
}

int
main(int argc, char **argv)
{
	log_open("replay");
	for (int i = 1; i < argc; i++)
		run(argv[i]);
	return 0;
}
