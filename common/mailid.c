/* SPDX-License-Identifier: ISC */
#include "common/mailid.h"

#include <string.h>

struct ids {
	struct bytes *id;
	size_t n;
};

/* White space and control bytes: what a fold leaves, and what no line may hold. */
static bool
is_junk(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* s without its junk; s itself where there is none. */
static struct bytes
clean(struct arena *a, struct bytes s)
{
	size_t junk = 0, n = 0;
	char *to;

	for (size_t i = 0; i < s.n; i++)
		junk += is_junk(s.p[i]);
	if (junk == 0)
		return s;
	if (s.n - junk > MAILID_BYTES_MAX)
		return BYTES_NONE;
	to = arena_alloc(a, s.n - junk);
	for (size_t i = 0; i < s.n; i++)
		if (!is_junk(s.p[i]))
			to[n++] = s.p[i];
	return (struct bytes){ to, n };
}

bool
mailid_next(struct arena *a, struct bytes *rest, struct bytes *id)
{
	size_t open = rest->n;

	for (size_t i = 0; i < rest->n; i++) {
		if (rest->p[i] == '<')
			open = i;
		if (rest->p[i] != '>' || open >= i)
			continue;
		*id = clean(a, bytes_slice(*rest, open + 1, i));
		open = rest->n;
		if (id->n == 0 || id->n > MAILID_BYTES_MAX)
			continue;
		*rest = bytes_slice(*rest, i + 1, rest->n);
		return true;
	}
	*rest = bytes_slice(*rest, rest->n, rest->n);
	return false;
}

struct bytes
mailid_own(struct arena *a, struct bytes value)
{
	struct bytes rest = value, id, none = BYTES_NONE;

	if (mailid_next(a, &rest, &id))
		return id;
	rest = value;
	if (!bytes_word(&rest, &id) || bytes_trim(rest).n)
		return none;
	if (id.p[0] == '<')
		id = bytes_slice(id, 1, id.n);
	else if (id.p[id.n - 1] == '>')
		id.n--;
	id = clean(a, id);
	if (id.n > MAILID_BYTES_MAX || bytes_find_byte(id, '@') == id.n ||
	    bytes_find_byte(id, '<') < id.n || bytes_find_byte(id, '>') < id.n)
		return none;
	return id;
}

static size_t
find(const struct ids *ids, struct bytes id)
{
	size_t i = 0;

	while (i < ids->n && !bytes_equal(ids->id[i], id))
		i++;
	return i;
}

static void
take_out(struct ids *ids, size_t at)
{
	memmove(ids->id + at, ids->id + at + 1, (ids->n - at - 1) * sizeof *ids->id);
	ids->n--;
}

/* The first id stays for good, as the root; the oldest of the others makes room. */
static void
append(struct ids *ids, struct bytes id)
{
	if (ids->n == MAILID_REFS_MAX)
		take_out(ids, 1);
	ids->id[ids->n++] = id;
}

/*
 * The first id of In-Reply-To.  In "Message from A B <a@b> of "DATE" <id>", as MH writes it, the
 * first is a person: mails that answer one person would all become one thread.
 */
static bool
first_parent(struct arena *a, struct bytes *in_reply_to, struct bytes *id)
{
	bool mh = bytes_starts_fold(bytes_trim(*in_reply_to), BYTES_LIT("Message from"));
	struct bytes behind, word;

	if (!mailid_next(a, in_reply_to, id))
		return false;
	behind = *in_reply_to;
	if (mh && bytes_word(&behind, &word) && bytes_equal_fold(word, BYTES_LIT("of")))
		return mailid_next(a, in_reply_to, id);
	return true;
}

static void
append_parent(struct arena *a, struct ids *ids, struct bytes in_reply_to, struct bytes own)
{
	struct bytes parent, other;
	size_t at;

	if (!first_parent(a, &in_reply_to, &parent) || bytes_equal(parent, own))
		return;
	at = find(ids, parent);
	if (at < ids->n && mailid_next(a, &in_reply_to, &other))
		return;
	if (at < ids->n)
		take_out(ids, at);
	append(ids, parent);
}

size_t
mailid_references(struct arena *a, struct bytes references, struct bytes in_reply_to,
    struct bytes own, struct bytes **ids)
{
	struct ids list = { arena_array(a, MAILID_REFS_MAX, sizeof(struct bytes)), 0 };
	struct bytes id;

	while (mailid_next(a, &references, &id))
		if (!bytes_equal(id, own) && find(&list, id) == list.n)
			append(&list, id);
	append_parent(a, &list, in_reply_to, own);
	*ids = list.id;
	return list.n;
}
