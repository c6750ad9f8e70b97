/* SPDX-License-Identifier: ISC */
#include "filters/report/delivery/forms.h"

#include "common/choice.h"
#include "common/hash.h"
#include "common/log.h"
#include "common/standing.h"
#include "filters/report/entry/select.h"
#include "filters/report/view/mail.h"

#include <stdlib.h>
#include <unistd.h>

/* Of a mark: one in 2^48 is the same. */
#define MARK_BYTES 6

struct reader {
	const struct store_member *member;
	struct bytes key; /* what was chosen; empty: nothing */
};

/* All that a form hangs on.  Threads of one's own are nobody else's. */
static struct bytes
key_of(struct arena *a, const struct store_member *member)
{
	struct choice choice = choice_read(a, member->options);
	struct buf out = BUF_INIT;
	struct bytes key;

	choice_say(&out, &choice, "");
	if (choice.mine)
		buf_addf(&out, "%.*s\n%.*s\n", (int)member->address.n, member->address.p,
		    (int)member->name.n, member->name.p);
	key = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	return key;
}

static const char *
mark_of(struct arena *a, struct bytes key)
{
	struct hash h = hash_bytes(key);

	return key.n ? hash_hex(a, &h, MARK_BYTES) : "";
}

const char *
forms_mark(struct arena *a, const struct store_member *member)
{
	return mark_of(a, key_of(a, member));
}

/* Templates may have gone since a language was chosen. */
static bool
is_spoken(struct arena *a, const char *templates, struct bytes language)
{
	return access(arena_printf(a, "%s/%.*s/words.json", templates, (int)language.n, language.p),
		   R_OK) == 0;
}

struct json *
forms_digest(const struct json *digest, const char *templates, const struct store_member *member)
{
	struct arena *a = arena_new();
	struct choice choice = choice_read(a, member->options);
	struct json *own;

	if (choice.language.n && !is_spoken(a, templates, choice.language)) {
		log_warn("no templates for the language \"%.*s\" in %s: using the list's",
		    (int)choice.language.n, choice.language.p, templates);
		choice.language = BYTES_NONE;
	}
	own = select_digest(digest, (struct mailbox){ member->name, member->address }, &choice);
	arena_free(a);
	return own;
}

/* ---- putting ---- */

static int
compare_readers(const void *a, const void *b)
{
	const struct reader *x = a, *y = b;
	int c = bytes_compare(x->key, y->key);

	return c ? c : bytes_compare(x->member->address, y->member->address);
}

/* Those who get the same stand together; who chose nothing first. */
static enum store_status
list_readers(struct forms *f, struct reader **readers)
{
	struct store_member *members;
	size_t i, n = 0;
	enum store_status status = store_scan_members(f->store, f->arena, &members, &n);

	if (status != STORE_OK)
		return status;
	*readers = arena_array(f->arena, n, sizeof **readers);
	for (i = 0; i < n; i++)
		if (!standing_read(members[i].options).suspended)
			(*readers)[f->readers++] =
			    (struct reader){ &members[i], key_of(f->arena, &members[i]) };
	if (f->readers > 1)
		qsort(*readers, f->readers, sizeof **readers, compare_readers);
	return STORE_OK;
}

static enum store_status
put_form(struct forms *f, const struct json *digest, const char *mark)
{
	struct buf form = BUF_INIT;
	enum store_status status = STORE_BROKEN;

	if (mail_form(&form, f->list, digest, f->templates, f->previous, mark))
		status = store_put_form(f->store, f->nforms, buf_bytes(&form));
	if (status == STORE_OK)
		f->nforms++;
	buf_release(&form);
	return status;
}

/* The form of one key; *none where its readers are told nothing. */
static enum store_status
make_form(struct forms *f, const struct reader *reader, bool *none)
{
	struct json *digest;
	enum store_status status = STORE_OK;

	*none = false;
	if (reader->key.n == 0)
		return STORE_OK;
	digest = forms_digest(f->digest, f->templates, reader->member);
	*none = json_count(json_get(digest, "threads")) == 0 && !f->list->quiet_line;
	if (!*none)
		status = put_form(f, digest, mark_of(f->arena, reader->key));
	json_free(digest);
	return status;
}

static enum store_status
put_all(struct forms *f, const struct reader *readers)
{
	enum store_status status = put_form(f, f->digest, "");
	bool none = false;

	f->copies = arena_array(f->arena, f->readers, sizeof *f->copies);
	for (size_t i = 0; status == STORE_OK && i < f->readers; i++) {
		if (i == 0 || !bytes_equal(readers[i].key, readers[i - 1].key))
			status = make_form(f, &readers[i], &none);
		if (status == STORE_OK && !none)
			f->copies[f->ncopies++] =
			    (struct store_copy){ readers[i].member->address, f->nforms - 1 };
	}
	return status;
}

enum store_status
forms_put(struct forms *f)
{
	struct reader *readers;
	enum store_status status;

	f->readers = f->ncopies = 0;
	f->nforms = 0;
	status = list_readers(f, &readers);
	if (status == STORE_OK && f->readers)
		status = put_all(f, readers);
	if (status == STORE_OK && f->readers)
		log_info("%s: %zu copies in %u forms", f->list->name, f->ncopies, f->nforms);
	return status;
}
