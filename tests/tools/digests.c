/* SPDX-License-Identifier: ISC */
/*
 * digests CONFIG LIST SINCE SECONDS N: the digests of N windows of so many seconds each, one behind
 * the other from SINCE on (seconds of 1970), each in every format, as runs of "NAME BYTES\n" and
 * the bytes.
 */
#include "common/clock.h"
#include "common/log.h"
#include "filters/report/digest.h"
#include "filters/report/view/mail.h"
#include "filters/report/view/render.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *name;
	enum format format;
} formats[] = { { "json", FORMAT_JSON }, { "md", FORMAT_MD }, { "text", FORMAT_TEXT },
	{ "html", FORMAT_HTML } };

static void
put(const char *name, struct buf *b)
{
	printf("%s %zu\n", name, b->n);
	if (b->n)
		fwrite(b->p, 1, b->n, stdout);
	buf_clear(b);
}

/* A subscriber's name is a stranger's too: here it is a sender's. */
static struct mailbox
reader(const struct json *digest)
{
	const struct json *mails = json_get(json_at(json_get(digest, "threads"), 0), "mails");

	return (struct mailbox){ json_text_of(json_path(json_at(mails, 0), "from.name")),
		BYTES_LIT("ada@example.com") };
}

static bool
write_digest(const struct config_list *list, const struct json *digest, const char *templates,
    struct buf *out)
{
	const struct hash secret = { .b = { 0 } };
	struct buf form = BUF_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof formats / sizeof *formats; i++) {
		ok = render(out, formats[i].format, digest, templates);
		put(formats[i].name, out);
	}
	ok = ok && mail_form(&form, list, digest, templates, BYTES_NONE, "");
	mail_address(out, list, &secret, reader(digest), buf_bytes(&form));
	put("mail", out);
	buf_release(&form);
	return ok;
}

static bool
write_all(struct store *s, const struct config_list *list, const char *templates, int64_t since,
    int64_t step, long n)
{
	struct buf out = BUF_INIT;
	bool ok = true;

	for (long i = 0; ok && i < n; i++, since += step) {
		struct window w = { .since = since,
			.until = since + step,
			.late_after = UINT64_MAX,
			.mark = UINT64_MAX };
		const struct digest_means means = { .now = w.until };
		struct json *digest = NULL;

		ok = digest_make(s, list, &w, &means, &digest) == STORE_OK &&
		     write_digest(list, digest, templates, &out);
		json_free(digest);
	}
	buf_release(&out);
	return ok;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct config config;
	const struct config_list *list;
	struct store *s = NULL;
	bool ok = false;

	log_open("digests");
	if (argc == 6 && config_read(a, argv[1], &config) &&
	    (list = config_list(&config, argv[2])) != NULL &&
	    store_open(&s, config.store, argv[2], STORE_READ, 30) == STORE_OK) {
		clock_set_zone(list->timezone);
		ok = write_all(s, list, config_templates(a, &config), atoll(argv[3]),
		    atoll(argv[4]), atol(argv[5]));
	}
	store_close(s);
	arena_free(a);
	return ok ? 0 : 1;
}
