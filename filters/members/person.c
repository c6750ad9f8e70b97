/* SPDX-License-Identifier: ISC */
#include "filters/members/person.h"

#include "common/utf8.h"

static bool
is_clean(struct bytes name)
{
	struct arena *a = arena_new();
	bool clean = bytes_equal(utf8_clean(a, name, UTF8_LINE), name);

	arena_free(a);
	return clean;
}

const char *
person_name_wrong(struct bytes name)
{
	if (name.n > PERSON_NAME_MAX)
		return "the name is too long";
	if (!utf8_valid(name))
		return "the name is not UTF-8";
	if (!is_clean(name))
		return "the name holds control or invisible characters";
	return NULL;
}

static struct bytes
unquote(struct bytes name)
{
	if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		return bytes_trim(bytes_slice(name, 1, name.n - 1));
	return name;
}

/* The last "<": a name may hold one, an address may not. */
static size_t
find_bracket(struct bytes s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != '<')
		i--;
	return i;
}

const char *
person_parse(struct bytes s, struct mailbox *person)
{
	size_t open;

	s = bytes_trim(s);
	*person = (struct mailbox){ BYTES_LIT(""), s };
	if (s.n && s.p[s.n - 1] == '>') {
		open = find_bracket(s);
		if (open == 0)
			return "\">\" without \"<\"";
		person->name = unquote(bytes_trim(bytes_slice(s, 0, open - 1)));
		person->address = bytes_slice(s, open, s.n - 1);
	}
	if (!address_valid(person->address))
		return "not an address";
	return person_name_wrong(person->name);
}

/* What would be read as a comment, or lose its own quotes. */
static bool
wants_quotes(struct bytes name)
{
	return name.p[0] == '#' || !bytes_equal(unquote(name), name);
}

void
person_write(struct buf *out, struct mailbox person)
{
	if (person.name.n) {
		const char *quote = wants_quotes(person.name) ? "\"" : "";

		buf_addf(out, "%s%.*s%s <", quote, (int)person.name.n, person.name.p, quote);
	}
	buf_add(out, person.address);
	buf_adds(out, person.name.n ? ">\n" : "\n");
}
