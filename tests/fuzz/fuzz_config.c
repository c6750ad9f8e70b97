/* SPDX-License-Identifier: ISC */
#include "common/log.h"
#include "common/schema.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool quiet;
	struct arena *a = arena_new();
	struct bytes text = { (const char *)data, size };
	struct config config;

	if (!quiet && dup2(open("/dev/null", O_WRONLY), STDERR_FILENO) < 0)
		abort();
	quiet = true;
	if (size <= CONFIG_BYTES_MAX && schema_read(a, "fuzz.yaml", text, &config) &&
	    (config.nlists == 0 || config.store == NULL ||
		!config_list(&config, config.lists[0].name)))
		abort();
	arena_free(a);
	return 0;
}
