/* SPDX-License-Identifier: ISC */
#include "filters/report/model/summarize.h"

#include "common/utf8.h"
#include "filters/report/model/answer.h"

#include <string.h>

/* Claims that were dropped and are told by --explain. */
#define DROPPED_MAX ((size_t)48)

struct summarize {
	struct arena *a;
	const struct prompt_setup *setup;
	const struct dossier *d;
	const struct prompt_scope *scopes;
	size_t nscopes, at; /* the scope in hand */
	struct prompt prompt;
	bool built, again, broken; /* again: this is the second try */
	bool heard, unheard;	   /* the scope in hand was answered; one before it was not */
	size_t calls, most;
	struct claim *claims, *dropped, *first; /* first: what held of the first try */
	int *rules;
	const char **why;
	size_t n, ndropped, nfirst, given, first_given, mended;
	const char *failed;
};

struct summarize *
summarize_new(struct arena *a, const struct prompt_setup *setup, const struct dossier *d,
    const struct prompt_scope *scopes, size_t n, size_t calls)
{
	struct summarize *s = arena_alloc(a, sizeof(*s));

	*s = (struct summarize){
		.a = a, .setup = setup, .d = d, .scopes = scopes, .nscopes = n, .most = calls
	};
	s->claims = arena_array(a, CLAIMS_MAX * n, sizeof(*s->claims));
	s->first = arena_array(a, CLAIMS_MAX, sizeof(*s->first));
	s->dropped = arena_array(a, DROPPED_MAX, sizeof(*s->dropped));
	s->rules = arena_array(a, DROPPED_MAX, sizeof(*s->rules));
	s->why = arena_array(a, DROPPED_MAX, sizeof(*s->why));
	return s;
}

const struct prompt *
summarize_request(struct summarize *s)
{
	if (s->broken || s->at == s->nscopes)
		return NULL;
	if (!s->built && !prompt_build(s->a, s->setup, s->d, &s->scopes[s->at], &s->prompt)) {
		s->broken = true;
		s->failed = "no prompt";
		return NULL;
	}
	s->built = true;
	return &s->prompt;
}

/* The scope in hand is done with. */
static void
next_scope(struct summarize *s)
{
	s->at++;
	s->built = s->again = s->heard = false;
	s->nfirst = s->first_given = 0;
}

/* Whether this scope may be asked about once more: not where another would have to go without. */
static bool
may_again(const struct summarize *s)
{
	return !s->again && s->calls + (s->nscopes - s->at) <= s->most;
}

/* What held of the first try is better than nothing of the second. */
static void
take_first(struct summarize *s)
{
	memcpy(s->claims + s->n, s->first, s->nfirst * sizeof(*s->first));
	s->n += s->nfirst;
	s->given += s->first_given;
}

void
summarize_fail(struct summarize *s, const char *why)
{
	s->calls++;
	s->failed = why;
	s->unheard = s->unheard || !s->heard;
	take_first(s);
	next_scope(s);
}

static void
ask_again(struct summarize *s, struct bytes content, const struct buf *faults)
{
	s->prompt = prompt_again(
	    s->a, &s->prompt, arena_bytes(s->a, content), arena_bytes(s->a, buf_bytes(faults)));
	s->again = true;
}

/* An answer that is none: it is not shown to the model again, since it may be anything. */
static void
refuse(struct summarize *s, const char *wrong)
{
	struct buf faults = BUF_INIT;

	if (!may_again(s)) {
		s->failed = wrong;
		s->unheard = s->unheard || !s->heard;
		take_first(s);
		next_scope(s);
		return;
	}
	buf_addf(&faults, "the answer: %s", wrong);
	ask_again(s, BYTES_LIT("{}"), &faults);
	buf_release(&faults);
}

/* Half of them and two: with less a reader is better served by the extract. */
static bool
is_enough(size_t kept, size_t given)
{
	return kept > 0 && 2 * kept >= given && (kept > 1 || given == 1);
}

/* For --explain: of both tries. */
static void
note_dropped(struct summarize *s, const struct answer *answer, const struct verify_result *r)
{
	for (size_t i = 0; i < answer->n && s->ndropped < DROPPED_MAX; i++) {
		if (r->rule[i] == 0)
			continue;
		s->rules[s->ndropped] = r->rule[i];
		s->why[s->ndropped] = r->why[i];
		s->dropped[s->ndropped++] = answer->claims[i];
	}
}

static void
keep(struct summarize *s, const struct answer *answer, const struct verify_result *r)
{
	for (size_t i = 0; i < answer->n; i++)
		if (r->rule[i] == 0)
			s->claims[s->n++] = answer->claims[i];
	s->given += answer->n;
	s->mended += r->mended;
}

/* Keeps what held and names, by rule, what did not. */
static void
try_again(struct summarize *s, struct bytes content, const struct answer *answer,
    const struct verify_result *r)
{
	struct buf faults = BUF_INIT;

	for (size_t i = 0; i < answer->n; i++) {
		if (r->rule[i] == 0)
			s->first[s->nfirst++] = answer->claims[i];
		else
			buf_addf(
			    &faults, "%sclaim %zu: V%d", faults.n ? ", " : "", i + 1, r->rule[i]);
	}
	s->first_given = answer->n;
	if (faults.n == 0)
		buf_adds(&faults, "no claims");
	ask_again(s, content, &faults);
	buf_release(&faults);
}

void
summarize_answer(struct summarize *s, struct bytes content)
{
	struct answer answer = answer_read(s->a, content, s->prompt.mark);
	struct verify_result r;

	s->calls++;
	if (answer.wrong) {
		refuse(s, answer.wrong);
		return;
	}
	s->heard = true;
	r = verify(s->a, s->setup->lexicon, s->d, answer.claims, answer.n);
	note_dropped(s, &answer, &r);
	if (!is_enough(r.kept, answer.n) && may_again(s)) {
		try_again(s, content, &answer, &r);
		return;
	}
	if (s->again && r.kept < s->nfirst)
		take_first(s);
	else
		keep(s, &answer, &r);
	next_scope(s);
}

/* ---- the result ---- */

/* Cut threads: from each part in turn the first of each scope, so that no sub-thread is silent; no
 * rewriting. */
static void
select_claims(struct summarize *s)
{
	while (s->n > SUMMARIZE_CLAIMS_MAX) {
		size_t count[CLAIM_PARTS] = { 0 }, most = 0, last = 0;

		for (size_t i = 0; i < s->n; i++)
			count[s->claims[i].part]++;
		for (size_t p = 0; p < CLAIM_PARTS; p++)
			most = count[p] > count[most] ? p : most;
		for (size_t i = 0; i < s->n; i++)
			if (s->claims[i].part == most)
				last = i;
		memmove(
		    s->claims + last, s->claims + last + 1, (s->n - last - 1) * sizeof(*s->claims));
		s->n--;
	}
}

/* Two scopes may both tell what the posting is. */
static void
drop_again_said(struct summarize *s)
{
	struct verify_result r = verify(s->a, s->setup->lexicon, s->d, s->claims, s->n);
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (r.rule[i] == 0)
			s->claims[n++] = s->claims[i];
	s->n = n;
}

struct summarize_result
summarize_result(struct summarize *s)
{
	struct summarize_result r;

	if (s->nscopes > 1)
		drop_again_said(s);
	if (is_enough(s->n, s->given))
		s->failed = NULL;
	else if (!s->failed)
		s->failed = s->given ? "too few sentences held" : "no sentences";
	r = (struct summarize_result){ .failed = s->failed,
		.answered = s->at == s->nscopes && !s->unheard,
		.claims = s->claims,
		.dropped = s->dropped,
		.ndropped = s->ndropped,
		.rules = s->rules,
		.why = s->why,
		.mended = s->mended,
		.given = s->given,
		.held = s->n };
	select_claims(s);
	r.n = s->n;
	return r;
}

bool
summarize_is_final(const struct summarize_result *r)
{
	return !r->failed || r->answered;
}

struct json *
summarize_json(const struct summarize_result *r)
{
	struct json *v = json_object(), *claims = json_array(), *dropped = json_array();

	for (size_t i = 0; i < r->n; i++)
		json_add(claims, claim_json(&r->claims[i]));
	for (size_t i = 0; i < r->ndropped; i++) {
		struct json *claim = claim_json(&r->dropped[i]);
		json_set_number(claim, "rule", r->rules[i]);
		json_set_string(claim, "why", r->why[i]);
		json_add(dropped, claim);
	}
	json_set(v, "claims", claims);
	json_set(v, "dropped", dropped);
	json_set_number(v, "given", (int64_t)r->given);
	json_set_number(v, "held", (int64_t)r->held);
	json_set_number(v, "mended", (int64_t)r->mended);
	return v;
}

static bool
read_claims(struct arena *a, const struct json *v, size_t most, struct claim **claims, size_t *n)
{
	struct claim claim;

	*n = json_count(v);
	if (json_type(v) != JSON_ARRAY || *n > most)
		return false;
	*claims = arena_array(a, *n, sizeof(**claims));
	for (size_t i = 0; i < *n; i++) {
		if (!claim_read(json_at(v, i), &claim))
			return false;
		(*claims)[i] = claim_copy(a, &claim);
	}
	return true;
}

bool
summarize_read(struct arena *a, const struct json *v, struct summarize_result *r)
{
	const struct json *dropped = json_get(v, "dropped");
	const char **why;
	int *rules;

	*r = (struct summarize_result){ 0 };
	if (!read_claims(a, json_get(v, "claims"), SUMMARIZE_CLAIMS_MAX, &r->claims, &r->n) ||
	    !read_claims(a, dropped, DROPPED_MAX, &r->dropped, &r->ndropped))
		return false;
	rules = arena_array(a, r->ndropped, sizeof(*rules));
	why = arena_array(a, r->ndropped, sizeof(*why));
	for (size_t i = 0; i < r->ndropped; i++) {
		rules[i] = (int)json_number_of(json_get(json_at(dropped, i), "rule"), 0);
		why[i] = arena_string(a, json_text_of(json_get(json_at(dropped, i), "why")));
		if (rules[i] < 1 || rules[i] > VERIFY_RULES)
			return false;
	}
	r->rules = rules;
	r->why = why;
	r->given = (size_t)json_number_of(json_get(v, "given"), 0);
	r->held = (size_t)json_number_of(json_get(v, "held"), 0);
	r->mended = (size_t)json_number_of(json_get(v, "mended"), 0);
	return r->n > 0;
}

/* ---- the digest ---- */

static void
add_claim(struct arena *a, struct json *part, const struct claim *claim)
{
	struct json *v = json_object(), *cites = json_array();

	for (size_t i = 0; i < claim->ncites; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= claim->cites[k].mail == claim->cites[i].mail;
		if (!again)
			json_add(cites, json_number((int64_t)claim->cites[i].mail));
	}
	json_set_text(v, "text", utf8_clean(a, claim->text, UTF8_LINE));
	json_set(v, "cites", cites);
	json_set_text(v, "quote", utf8_clean(a, claim->quote, UTF8_LINE));
	json_add(part, v);
}

/* The claims of one part, or where there are none the extract's, marked as such. */
static struct json *
part_summary(struct arena *a, const struct summarize_result *r, enum claim_part part,
    const struct json *extract, bool *mixed)
{
	struct json *v = json_array();

	for (size_t i = 0; i < r->n; i++)
		if (r->claims[i].part == part)
			add_claim(a, v, &r->claims[i]);
	if (json_count(v) > 0 || json_count(extract) == 0)
		return v;
	*mixed = true;
	for (size_t i = 0; i < json_count(extract); i++) {
		struct json *claim = json_copy(json_at(extract, i));
		json_set_flag(claim, "extract", true);
		json_add(v, claim);
	}
	return v;
}

struct json *
summarize_summary(struct arena *a, const struct summarize_result *r, struct json *extract)
{
	struct json *v, *checked, *parts[CLAIM_PARTS];
	bool mixed = false;

	if (r->failed || r->n == 0)
		return extract;
	for (unsigned p = 0; p < CLAIM_PARTS; p++)
		parts[p] = part_summary(a, r, p, json_get(extract, claim_part_name(p)), &mixed);
	v = json_object();
	json_set_string(v, "engine", mixed ? "mixed" : "model");
	for (unsigned p = 0; p < CLAIM_PARTS; p++)
		json_set(v, claim_part_name(p), parts[p]);
	checked = json_object();
	json_set_number(checked, "held", (int64_t)r->held);
	json_set_number(checked, "of", (int64_t)r->given);
	json_set(v, "checked", checked);
	if (json_get(extract, "open"))
		json_set(v, "open", json_copy(json_get(extract, "open")));
	json_free(extract);
	return v;
}
