/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/claim.h"

#include "common/utf8.h"

static const char *const parts[] = { "original", "earlier", "this_week" };
static const char *const kinds[] = { "purpose", "problem", "proposal", "objection", "question",
	"answer", "decision", "test", "next" };

const char *
claim_part_name(enum claim_part part)
{
	return parts[part];
}

const char *
claim_kind_name(enum claim_kind kind)
{
	return kinds[kind];
}

/* n where there is no such name. */
static unsigned
find_name(struct bytes name, const char *const *names, unsigned n)
{
	unsigned i = 0;

	while (i < n && !bytes_equal(name, bytes_from(names[i])))
		i++;
	return i;
}

bool
claim_part_named(struct bytes name, enum claim_part *part)
{
	*part = find_name(name, parts, CLAIM_PARTS);
	return *part < CLAIM_PARTS;
}

bool
claim_kind_named(struct bytes name, enum claim_kind *kind)
{
	*kind = find_name(name, kinds, CLAIM_KINDS);
	return *kind < CLAIM_KINDS;
}

static bool
is_within(struct bytes s, size_t least, size_t most)
{
	size_t n = 0;
	uint32_t c;

	while (utf8_next(&s, &c))
		n++;
	return n >= least && n <= most;
}

const char *
claim_ill(const struct claim *claim)
{
	if (!is_within(claim->text, 1, CLAIM_TEXT_MAX))
		return "text: wanted 1 to 240 characters";
	if (!is_within(claim->quote, CLAIM_QUOTE_MIN, CLAIM_QUOTE_MAX))
		return "quote: wanted 12 to 200 characters";
	if (claim->ncites == 0 || claim->ncites > CLAIM_CITES_MAX)
		return "cites: wanted 1 to 4";
	for (size_t i = 0; i < claim->nwho; i++)
		if (!is_within(claim->who[i], 1, CLAIM_WHO_CHARS))
			return "who: wanted names";
	return NULL;
}

struct claim
claim_copy(struct arena *a, const struct claim *from)
{
	struct claim claim = *from;

	claim.text = arena_bytes(a, from->text);
	claim.quote = arena_bytes(a, from->quote);
	for (size_t i = 0; i < from->nwho; i++)
		claim.who[i] = arena_bytes(a, from->who[i]);
	return claim;
}

struct json *
claim_json(const struct claim *claim)
{
	struct json *v = json_object(), *cites = json_array(), *who = json_array();

	for (size_t i = 0; i < claim->ncites; i++) {
		struct json *cite = json_array();
		json_add(cite, json_number((int64_t)claim->cites[i].mail));
		json_add(cite, json_number((int64_t)claim->cites[i].sentence));
		json_add(cites, cite);
	}
	for (size_t i = 0; i < claim->nwho; i++)
		json_add(who, json_text(claim->who[i]));
	json_set_string(v, "part", parts[claim->part]);
	json_set_string(v, "kind", kinds[claim->kind]);
	json_set_text(v, "text", claim->text);
	json_set(v, "cites", cites);
	json_set_text(v, "quote", claim->quote);
	json_set(v, "who", who);
	return v;
}

static bool
read_cites(const struct json *cites, struct claim *claim)
{
	claim->ncites = json_count(cites);
	if (claim->ncites > CLAIM_CITES_MAX)
		return false;
	for (size_t i = 0; i < claim->ncites; i++) {
		int64_t mail = json_number_of(json_at(json_at(cites, i), 0), 0);
		int64_t sentence = json_number_of(json_at(json_at(cites, i), 1), -1);
		if (mail < 1 || sentence < 0)
			return false;
		claim->cites[i] = (struct claim_cite){ (size_t)mail, (size_t)sentence };
	}
	return true;
}

bool
claim_read(const struct json *v, struct claim *claim)
{
	const struct json *who = json_get(v, "who");

	*claim = (struct claim){ .text = json_text_of(json_get(v, "text")),
		.quote = json_text_of(json_get(v, "quote")),
		.nwho = json_count(who) };
	if (!claim_part_named(json_text_of(json_get(v, "part")), &claim->part) ||
	    !claim_kind_named(json_text_of(json_get(v, "kind")), &claim->kind) ||
	    claim->nwho > CLAIM_WHO_MAX || !read_cites(json_get(v, "cites"), claim))
		return false;
	for (size_t i = 0; i < claim->nwho; i++)
		claim->who[i] = json_text_of(json_at(who, i));
	return claim->text.n > 0;
}
