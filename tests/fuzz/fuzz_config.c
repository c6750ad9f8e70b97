/* SPDX-License-Identifier: ISC */
#include "common/log.h"
#include "common/schema.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *unheard;
	struct arena *a = arena_new();
	struct bytes text = { (const char *)data, size };
	struct config config;

	/* What a wrong config is told; the fuzzer itself writes to the descriptor. */
	if (unheard == NULL && (unheard = fopen("/dev/null", "w")) == NULL)
		abort();
	stderr = unheard;
	if (size <= CONFIG_BYTES_MAX && schema_read(a, "fuzz.yaml", text, &config) &&
	    (config.nlists == 0 || config.store == NULL ||
		!config_list(&config, config.lists[0].name)))
		abort();
	arena_free(a);
	return 0;
}
