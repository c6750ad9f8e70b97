/* SPDX-License-Identifier: ISC */
#include "filters/members/bounce.h"

#include "common/log.h"
#include "common/standing.h"
#include "common/token.h"
#include "filters/members/letter.h"
#include "filters/members/request.h"

/* Lines of a report that are looked at for its action. */
#define REPORT_LINES_MAX 2000

/* RFC 3464 section 2.3.3: "failed" is final; "delayed" and the others are news. */
static bool
reports_failure(struct bytes body)
{
	bool other = false;
	struct bytes line;

	for (int i = 0; i < REPORT_LINES_MAX && bytes_line(&body, &line); i++) {
		struct bytes action = BYTES_LIT("Action:");

		if (!bytes_starts_fold(line, action))
			continue;
		line = bytes_trim(bytes_slice(line, action.n, line.n));
		if (bytes_starts_fold(line, BYTES_LIT("failed")))
			return true;
		other = true;
	}
	return !other;
}

/* A receipt (RFC 8098) and a complaint (RFC 5965) are reports too, of a mail that arrived. */
static bool
tells_of_delivery(struct bytes type)
{
	static const char *const others[] = { "disposition-notification", "feedback-report" };

	return !bytes_holds_any(type, BYTES_LIST(others));
}

/*
 * A report, or a mail without a sender that does not say a program answered: vacation programs
 * write to the envelope sender too (RFC 3834 section 4), and old mail servers know no reports.
 */
static bool
is_bounce(const struct letter *letter)
{
	const struct header *h = &letter->header;
	struct bytes type = bytes_trim(header_get(h, "Content-Type"));

	if (bytes_starts_fold(type, BYTES_LIT("multipart/report")))
		return tells_of_delivery(type) && reports_failure(h->body);
	if (header_get(h, "X-Failed-Recipients").p)
		return true;
	return letter->sender.n == 0 && letter->marked == NULL;
}

/*
 * Who chose threads does not get each digest: in a row are those that were made for the member,
 * whose copy-th this one is.
 */
struct returned {
	uint64_t digest, copy;
};

/* The run that counts: one digest between that did not come back arrived. */
static const struct standing_run *
last_run(const struct standing *s)
{
	return &s->runs[s->n - 1];
}

static bool
is_too_much(const struct office *o, const struct standing *s)
{
	const struct standing_run *run = last_run(s);

	return run->to - run->from + 1 >= BOUNCE_DIGESTS && o->now - run->first >= BOUNCE_SECONDS;
}

static enum members_status
tell_owner(const struct office *o, const struct store_member *member, const struct standing *s)
{
	struct arena *a = arena_new();
	struct answer answer = { .name = "suspended",
		.to = address_first(a, bytes_from(o->list->owner ? o->list->owner : "")).address,
		.member = member->address,
		.count = (size_t)(last_run(s)->to - last_run(s)->from + 1),
		.time = o->now };
	enum answer_status sent = ANSWER_REFUSED;

	log_warn("%s: %.*s is suspended: %zu digests in a row came back", o->list->name,
	    (int)member->address.n, member->address.p, answer.count);
	if (address_valid(answer.to))
		sent = answer_send(o, &answer);
	arena_free(a);
	return sent == ANSWER_SENT || sent == ANSWER_REFUSED ? MEMBERS_OK : MEMBERS_AGAIN;
}

/* One try; *again where another program changed the member meanwhile. */
static enum members_status
try_note(const struct office *o, struct store_member *member, const struct returned *r,
    struct arena *a, bool *told, bool *again)
{
	struct standing s = standing_read(member->options);
	struct store_member changed = *member;
	enum members_status status = MEMBERS_OK;
	enum store_status swapped;

	*again = false;
	if (s.suspended || !standing_count(&s, r->copy, o->now))
		return MEMBERS_OK;
	if (is_too_much(o, &s)) {
		s.suspended = o->now;
		/* Before it is written down: told twice is better than never. */
		status = *told ? MEMBERS_OK : tell_owner(o, member, &s);
		*told = true;
	}
	if (status != MEMBERS_OK)
		return status;
	changed.options = standing_write(a, member->options, &s);
	swapped = store_swap_member(o->store, member, &changed);
	if (swapped == STORE_OK)
		log_info("%s: digest %llu for %.*s came back", o->list->name,
		    (unsigned long long)r->digest, (int)member->address.n, member->address.p);
	*again = swapped == STORE_NONE;
	return members_from_store(swapped);
}

/* Two that come back at once both count; who left meanwhile is not brought back. */
static enum members_status
note(const struct office *o, struct store_member *member, const struct returned *r)
{
	struct arena *a = arena_new();
	enum members_status status;
	enum store_status there = STORE_OK;
	bool told = false, again;

	do {
		status = try_note(o, member, r, a, &told, &again);
		if (again)
			there =
			    store_get_member(o->store, arena_bytes(a, member->address), a, member);
	} while (again && there == STORE_OK);
	arena_free(a);
	return again ? members_from_store(there) : status;
}

enum members_status
bounce_take(const struct office *o, struct bytes raw, const char *sender, const char *extension)
{
	struct bytes token = bytes_from(extension ? extension : ""), word = BYTES_LIT("bounces-");
	struct arena *a = arena_new();
	struct store_member member;
	struct letter letter;
	struct returned r = { 0 };
	enum members_status status;

	letter_read(a, raw, sender, o->list, &letter);
	if (bytes_starts_fold(token, word))
		token = bytes_slice(token, word.n, token.n);
	status = request_member(o, a, TOKEN_BOUNCE, token, &member);
	if (status == MEMBERS_WRONG || (status == MEMBERS_OK && !is_bounce(&letter))) {
		log_info("%s: passed over: %s", o->list->name,
		    status == MEMBERS_WRONG ? "no member's bounce" : "no bounce");
		status = MEMBERS_OK;
	} else if (status == MEMBERS_OK) {
		token_number(token, &r.digest);
		status = members_from_store(
		    store_count_copies(o->store, r.digest, member.address, &r.copy));
		if (status == MEMBERS_OK)
			status = note(o, &member, &r);
	}
	arena_free(a);
	return status;
}
