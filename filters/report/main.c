/* SPDX-License-Identifier: ISC */
/*
 * listbrief-report: a window of a list's mail as a digest, printed or sent.
 */
#include "common/clock.h"
#include "common/log.h"
#include "filters/report/digest.h"
#include "filters/report/mail.h"
#include "filters/report/options.h"
#include "filters/report/output.h"
#include "filters/report/send.h"

#include <sysexits.h>

/* How long to wait for other programs' locks. */
#define WAIT_SECONDS 30

static int
exit_of_store(enum store_status status)
{
	return status == STORE_OK ? EX_OK : status == STORE_AGAIN ? EX_TEMPFAIL : EX_CONFIG;
}

/* As --send would send it next: it answers the digest before. */
static bool
form_mail(struct store *s, const struct config_list *list, const struct json *digest,
    const char *templates, struct arena *a, struct buf *out)
{
	struct store_digest last = { .id = BYTES_NONE };
	enum store_status status = store_last_digest(s, a, &last);

	return (status == STORE_OK || status == STORE_NONE) &&
	       mail_form(out, list, digest, templates, status == STORE_OK ? last.id : BYTES_NONE);
}

static int
print(struct store *s, const struct config_list *list, const struct options *o,
    const struct json *digest, const char *templates, struct arena *a)
{
	struct buf out = BUF_INIT;
	int code = EX_OK;

	if (o->format == FORMAT_MAIL ? !form_mail(s, list, digest, templates, a, &out)
				     : !render(&out, o->format, digest, templates))
		code = EX_CONFIG;
	else if (!output_write(o->output, buf_bytes(&out)))
		code = o->output ? EX_CANTCREAT : EX_IOERR;
	buf_release(&out);
	return code;
}

static int
report(struct store *s, const struct config *config, const struct config_list *list,
    const struct options *o, struct arena *a)
{
	static const int sent[] = {
		[SEND_DONE] = EX_OK, [SEND_AGAIN] = EX_TEMPFAIL, [SEND_FAILED] = EX_CONFIG
	};
	static const int picked[] = {
		[WINDOW_OK] = EX_OK, [WINDOW_WRONG] = EX_USAGE, [WINDOW_STORE] = EX_TEMPFAIL
	};
	const char *templates = config_templates(a, config);
	int64_t now = clock_now();
	struct json *digest = NULL;
	struct window w;
	int code = picked[window_pick(s, list, o->since, o->until, now, &w)];

	if (code == EX_OK)
		code = exit_of_store(digest_make(s, list, &w, now, &digest));
	if (code == EX_OK && o->send)
		code = sent[send_digest(s, config, list, &w, digest, templates, now)];
	else if (code == EX_OK)
		code = print(s, list, o, digest, templates, a);
	json_free(digest);
	return code;
}

static int
work(const struct options *o, struct arena *a)
{
	const struct config_list *list;
	struct config config;
	struct store *s = NULL;
	int code;

	if (!config_read(a, o->config, &config))
		return EX_CONFIG;
	list = config_list(&config, o->list);
	if (!list) {
		log_error("%s: no such list in %s", o->list, config.file);
		return EX_CONFIG;
	}
	if (!clock_set_zone(list->timezone))
		return EX_CONFIG;
	code = exit_of_store(store_open(
	    &s, config.store, list->name, o->send ? STORE_WRITE : STORE_READ, WAIT_SECONDS));
	if (code == EX_OK)
		code = report(s, &config, list, o, a);
	store_close(s);
	return code;
}

int
main(int argc, char **argv)
{
	struct options options;
	struct arena *a;
	int code;

	log_open("listbrief-report");
	if (!options_read(argc, argv, &options, &code))
		return code;
	a = arena_new();
	code = work(&options, a);
	arena_free(a);
	return code;
}
