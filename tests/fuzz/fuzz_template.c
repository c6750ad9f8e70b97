/* SPDX-License-Identifier: ISC */
#include "common/arena.h"
#include "common/log.h"
#include "common/template.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A template and, behind the first NUL, its data: neither may crash, hang or fill the memory. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes all = { (const char *)data, size };
	size_t nul = bytes_find_byte(all, '\0');
	struct json *v = json_parse(bytes_slice(all, nul + 1, size), NULL);
	struct json *some =
	    json_parse(BYTES_LIT("{\"a\":[1,{\"b\":\"<\"}],\"c\":{\"a\":null}}"), NULL);
	struct buf out = BUF_INIT;

	template_render_text(&out, bytes_slice(all, 0, nul), NULL, "fuzz",
	    size % 2 ? TEMPLATE_HTML : TEMPLATE_MARKDOWN, v ? v : some);
	buf_release(&out);
	json_free(v);
	json_free(some);
	return 0;
}
