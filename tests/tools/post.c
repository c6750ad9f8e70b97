/* SPDX-License-Identifier: ISC */
/*
 * post CONFIG SENDER RECIPIENT...: the mail on stdin to each, as report would send it; a line says
 * what became of it.
 */
#include "common/buf.h"
#include "common/log.h"
#include "common/transport.h"

#include <stdio.h>

static const char *const kinds[] = { "accepted", "refused", "deferred", "unknown" };

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct buf mail = BUF_INIT;
	struct config config;
	struct transport *t = NULL;

	log_open("post");
	if (argc > 3 && buf_read(&mail, 0, 1 << 28, NULL) && config_read(a, argv[1], &config))
		t = transport_open(&config);
	for (int i = 3; t && i < argc; i++) {
		struct verdict v = transport_send(t, argv[2], argv[i], buf_bytes(&mail));

		printf("%s%s: %s\n", kinds[v.kind], v.away ? ", away" : "", v.said);
	}
	buf_release(&mail);
	arena_free(a);
	if (t == NULL)
		return 78;
	transport_close(t);
	return 0;
}
