/* SPDX-License-Identifier: ISC */
#include "filters/report/model/answer.h"

#include "filters/report/model/reply.h"

static const char *const claim_keys[] = { "part", "kind", "text", "cites", "quote", "who" };
#define CLAIM_KEYS (sizeof(claim_keys) / sizeof(*claim_keys))

/* Without one fence around all of it. */
static struct bytes
without_fence(struct bytes s)
{
	static const struct bytes fence = BYTES_LIT("```");
	struct bytes first;

	if (s.n < 2 * fence.n || !bytes_starts(s, fence) || !bytes_ends(s, fence))
		return s;
	s.n -= fence.n;
	bytes_line(&s, &first);
	return bytes_trim(s);
}

/* Takes digits off *s; 0 where there are none, or too many. */
static size_t
take_number(struct bytes *s)
{
	size_t n = 0, digits = 0;

	while (s->n && is_digit(*s->p) && digits < 7) {
		n = 10 * n + (size_t)(*s->p - '0');
		*s = bytes_slice(*s, 1, s->n);
		digits++;
	}
	return s->n && is_digit(*s->p) ? 0 : n;
}

static bool
take(struct bytes *s, struct bytes head)
{
	if (!bytes_starts(*s, head))
		return false;
	*s = bytes_slice(*s, head.n, s->n);
	return true;
}

/* "MARK.m3.s14" */
static bool
read_cite(struct bytes s, struct bytes mark, struct claim_cite *cite)
{
	if (!take(&s, mark) || !take(&s, BYTES_LIT(".m")))
		return false;
	cite->mail = take_number(&s);
	if (!take(&s, BYTES_LIT(".s")))
		return false;
	cite->sentence = take_number(&s);
	return cite->mail > 0 && cite->sentence > 0 && s.n == 0;
}

/* One that is none of this request names mail 0. */
static bool
read_cites(const struct json *cites, struct bytes mark, struct claim *claim)
{
	size_t n = json_count(cites);

	if (json_type(cites) != JSON_ARRAY || n > CLAIM_CITES_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!read_cite(json_text_of(json_at(cites, i)), mark, &claim->cites[i]))
			claim->cites[i] = (struct claim_cite){ 0 };
	claim->ncites = n;
	return true;
}

static bool
read_who(const struct json *who, struct claim *claim)
{
	size_t n = json_count(who);

	if (who && (json_type(who) != JSON_ARRAY || n > CLAIM_WHO_MAX))
		return false;
	for (size_t i = 0; i < n; i++)
		claim->who[i] = json_text_of(json_at(who, i));
	claim->nwho = n;
	return true;
}

/* What of the claim's form is wrong: that costs the claim, not the answer. */
static const char *
read_claim(const struct json *v, struct bytes mark, struct claim *claim)
{
	if (!claim_part_named(json_text_of(json_get(v, "part")), &claim->part)) {
		claim->part = CLAIM_ORIGINAL;
		return "part: no such";
	}
	if (!claim_kind_named(json_text_of(json_get(v, "kind")), &claim->kind)) {
		claim->kind = CLAIM_PURPOSE;
		return "kind: no such";
	}
	if (!read_cites(json_get(v, "cites"), mark, claim) || !read_who(json_get(v, "who"), claim))
		return "cites, who: wanted lists";
	return claim_ill(claim);
}

static bool
has_only_keys(const struct json *v, const char *const *keys, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += json_get(v, keys[i]) != NULL;
	return json_type(v) == JSON_OBJECT && found == json_count(v);
}

static const char *
read_claims(struct arena *a, const struct json *v, struct bytes mark, struct answer *answer)
{
	static const char *const keys[] = { "claims" };
	const struct json *claims = json_get(v, "claims");
	size_t n = json_count(claims);

	if (!has_only_keys(v, keys, 1))
		return "unknown key";
	if (json_type(claims) != JSON_ARRAY)
		return "claims: wanted a list";
	n = n < CLAIMS_MAX ? n : CLAIMS_MAX;
	answer->claims = arena_array(a, n, sizeof(*answer->claims));
	for (size_t i = 0; i < n; i++) {
		struct claim *claim = &answer->claims[i];

		if (!has_only_keys(json_at(claims, i), claim_keys, CLAIM_KEYS))
			return "unknown key";
		claim->text = json_text_of(json_get(json_at(claims, i), "text"));
		claim->quote = json_text_of(json_get(json_at(claims, i), "quote"));
		claim->ill = read_claim(json_at(claims, i), mark, claim);
	}
	answer->n = n;
	return NULL;
}

struct answer
answer_read(struct arena *a, struct bytes text, struct bytes mark)
{
	struct answer answer = { 0 };
	struct json *v;

	if (text.n > ANSWER_BYTES_MAX)
		return (struct answer){ .wrong = "too long" };
	text = without_fence(reply_unthink(text));
	if (json_measure(text).depth > ANSWER_DEPTH_MAX)
		return (struct answer){ .wrong = "nested too deep" };
	v = json_parse(text, NULL);
	if (!v)
		return (struct answer){ .wrong = "no JSON" };
	answer.wrong = read_claims(a, v, mark, &answer);
	for (size_t i = 0; i < answer.n; i++)
		answer.claims[i] = claim_copy(a, &answer.claims[i]);
	json_free(v);
	return answer;
}
