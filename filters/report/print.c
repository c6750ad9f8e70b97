/* SPDX-License-Identifier: ISC */
#include "filters/report/print.h"

#include "common/log.h"
#include "filters/report/delivery/forms.h"
#include "filters/report/output.h"
#include "filters/report/view/mail.h"

/* It answers the digest before. */
static bool
form_mail(struct buf *out, struct store *s, const struct config_list *list,
    const struct json *digest, const char *templates, const char *mark)
{
	struct arena *a = arena_new();
	struct store_digest last = { .id = BYTES_NONE };
	enum store_status status = store_last_digest(s, a, &last);
	bool made = false;

	if (status == STORE_OK || status == STORE_NONE)
		made = mail_form(
		    out, list, digest, templates, status == STORE_OK ? last.id : BYTES_NONE, mark);
	arena_free(a);
	return made;
}

static enum print_result
print_form(struct store *s, const struct config_list *list, const struct options *o,
    const struct json *digest, const char *templates, const char *mark)
{
	enum print_result result = PRINT_DONE;
	struct buf out = BUF_INIT;
	bool made;

	made = o->format == FORMAT_MAIL ? form_mail(&out, s, list, digest, templates, mark)
					: render(&out, o->format, digest, templates);
	if (!made)
		result = PRINT_UNMADE;
	else if (!output_write(o->output, buf_bytes(&out)))
		result = PRINT_UNWRITTEN;
	buf_release(&out);
	return result;
}

/* As one member chose it. */
static enum print_result
print_for(struct store *s, const struct config_list *list, const struct options *o,
    const struct json *digest, const char *templates, struct arena *a)
{
	struct store_member member;
	struct json *own;
	enum print_result result;
	enum store_status status = store_get_member(s, bytes_from(o->reader), a, &member);

	if (status == STORE_NONE)
		log_error("%s: %s is not a member", list->name, o->reader);
	if (status != STORE_OK)
		return status == STORE_NONE    ? PRINT_STRANGER
		       : status == STORE_AGAIN ? PRINT_AGAIN
					       : PRINT_UNMADE;
	own = forms_digest(digest, templates, &member);
	result = print_form(s, list, o, own, templates, forms_mark(a, &member));
	json_free(own);
	return result;
}

enum print_result
print_digest(struct store *s, const struct config_list *list, const struct options *o,
    const struct json *digest, const char *templates)
{
	struct arena *a = arena_new();
	enum print_result result = o->reader ? print_for(s, list, o, digest, templates, a)
					     : print_form(s, list, o, digest, templates, "");

	arena_free(a);
	return result;
}
