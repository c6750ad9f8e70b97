/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/links.h"

#include "common/buf.h"

#include <string.h>

static void
add_encoded(struct buf *out, struct bytes id)
{
	for (size_t i = 0; i < id.n; i++) {
		if (is_alnum(id.p[i]) || (id.p[i] && strchr("-._~@", id.p[i])))
			buf_addc(out, id.p[i]);
		else
			buf_addf(out, "%%%02X", (unsigned)(unsigned char)id.p[i]);
	}
}

const char *
link_mail(struct arena *a, const char *archive, struct bytes id)
{
	static const struct bytes mark = { "{message_id}", 12 };
	struct bytes pattern = bytes_from(archive);
	struct buf out = BUF_INIT;
	size_t at = bytes_find(pattern, mark);
	const char *link;

	if (!archive || id.n == 0)
		return NULL;
	buf_add(&out, bytes_slice(pattern, 0, at));
	if (at < pattern.n)
		add_encoded(&out, id);
	buf_add(&out, bytes_slice(pattern, at + mark.n, pattern.n));
	link = arena_string(a, buf_bytes(&out));
	buf_release(&out);
	return link;
}

const char *
link_b4(struct arena *a, const char *archive, struct bytes id)
{
	static const struct bytes lore = { "https://lore.kernel.org/", 24 };

	if (!bytes_starts(bytes_from(archive), lore) || id.n == 0 || id.p[0] == '-')
		return NULL;
	for (size_t i = 0; i < id.n; i++)
		if (!is_alnum(id.p[i]) && (id.p[i] == '\0' || !strchr("@._+=-", id.p[i])))
			return NULL;
	return arena_printf(a, "b4 shazam %.*s", (int)id.n, id.p);
}
