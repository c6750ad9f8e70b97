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

/*
 * A report, or a mail without a sender that does not say a program answered: vacation programs
 * write to the envelope sender too (RFC 3834 section 4), and old mail servers know no reports.
 */
static bool
is_bounce(const struct letter *letter)
{
	const struct header *h = &letter->header;
	struct bytes type = bytes_trim(header_get(h, "Content-Type"));
	struct bytes automatic = bytes_trim(header_get(h, "Auto-Submitted"));

	if (bytes_starts_fold(type, BYTES_LIT("multipart/report")))
		return reports_failure(h->body);
	if (header_get(h, "X-Failed-Recipients").p)
		return true;
	if (automatic.n && !bytes_equal_fold(automatic, BYTES_LIT("no")))
		return false;
	return letter->sender.n == 0;
}

/* Digests are numbered without gaps: one between that did not come back arrived. */
static void
count(struct standing *s, uint64_t digest, int64_t now)
{
	if (s->count && digest == s->digest + 1) {
		s->count++;
	} else {
		s->count = 1;
		s->first = now;
	}
	s->digest = digest;
}

static enum members_status
suspend(const struct office *o, const struct store_member *member, struct standing *s)
{
	struct arena *a = arena_new();
	struct bytes owner =
	    address_first(a, bytes_from(o->list->owner ? o->list->owner : "")).address;
	struct answer answer = { .name = "suspended",
		.to = owner,
		.member = member->address,
		.count = (size_t)s->count };
	enum answer_status sent = ANSWER_REFUSED;

	s->suspended = o->now;
	log_warn("%s: %.*s is suspended: %llu digests in a row came back", o->list->name,
	    (int)member->address.n, member->address.p, (unsigned long long)s->count);
	if (address_valid(owner))
		sent = answer_send(o, &answer);
	arena_free(a);
	/* Before it is written down: told twice is better than never. */
	return sent == ANSWER_AGAIN ? MEMBERS_AGAIN : MEMBERS_OK;
}

static enum members_status
note(const struct office *o, struct store_member *member, uint64_t digest)
{
	struct standing s = standing_read(member->options);
	enum members_status status = MEMBERS_OK;
	struct arena *a;

	if (s.suspended || digest <= s.digest)
		return MEMBERS_OK;
	count(&s, digest, o->now);
	log_info("%s: digest %llu for %.*s came back", o->list->name, (unsigned long long)digest,
	    (int)member->address.n, member->address.p);
	if (s.count >= BOUNCE_DIGESTS && o->now - s.first >= BOUNCE_SECONDS)
		status = suspend(o, member, &s);
	if (status != MEMBERS_OK)
		return status;
	a = arena_new();
	member->options = standing_write(a, member->options, &s);
	status = members_from_store(store_put_member(o->store, member));
	arena_free(a);
	return status;
}

enum members_status
bounce_take(const struct office *o, struct bytes raw, const char *sender, const char *extension)
{
	struct bytes token = bytes_from(extension ? extension : ""), word = BYTES_LIT("bounces-");
	struct arena *a = arena_new();
	struct store_member member;
	struct letter letter;
	enum members_status status;
	uint64_t digest = 0;

	letter_read(a, raw, sender, o->list, &letter);
	if (bytes_starts_fold(token, word))
		token = bytes_slice(token, word.n, token.n);
	status = request_member(o, a, TOKEN_BOUNCE, token, &member);
	if (status == MEMBERS_WRONG || (status == MEMBERS_OK && !is_bounce(&letter))) {
		log_info("%s: passed over: %s", o->list->name,
		    status == MEMBERS_WRONG ? "no member's bounce" : "no bounce");
		status = MEMBERS_OK;
	} else if (status == MEMBERS_OK) {
		token_number(token, &digest);
		status = note(o, &member, digest);
	}
	arena_free(a);
	return status;
}
