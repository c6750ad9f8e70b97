/* SPDX-License-Identifier: ISC */
#include "filters/report/print.h"

#include "filters/report/view/mail.h"
#include "filters/report/output.h"

/* It answers the digest before. */
static bool
form_mail(struct buf *out, struct store *s, const struct config_list *list,
    const struct json *digest, const char *templates)
{
	struct arena *a = arena_new();
	struct store_digest last = { .id = BYTES_NONE };
	enum store_status status = store_last_digest(s, a, &last);
	bool made = false;

	if (status == STORE_OK || status == STORE_NONE)
		made = mail_form(
		    out, list, digest, templates, status == STORE_OK ? last.id : BYTES_NONE);
	arena_free(a);
	return made;
}

enum print_result
print_digest(struct store *s, const struct config_list *list, const struct options *o,
    const struct json *digest, const char *templates)
{
	enum print_result result = PRINT_DONE;
	struct buf out = BUF_INIT;
	bool made;

	made = o->format == FORMAT_MAIL ? form_mail(&out, s, list, digest, templates)
					: render(&out, o->format, digest, templates);
	if (!made)
		result = PRINT_UNMADE;
	else if (!output_write(o->output, buf_bytes(&out)))
		result = PRINT_UNWRITTEN;
	buf_release(&out);
	return result;
}
