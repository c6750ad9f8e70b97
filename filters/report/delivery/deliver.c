/* SPDX-License-Identifier: ISC */
#include "filters/report/delivery/deliver.h"

#include "common/clock.h"
#include "common/log.h"
#include "filters/report/delivery/commit.h"
#include "filters/report/view/mail.h"

#include <stdlib.h>

/* One digest's deliveries under way. */
struct round {
	struct courier *courier;
	const struct store_digest *digest;
	struct deliver_tally *tally;
	struct commit commit;
	struct arena *arena; /* of the row in hand */
	struct arena *forms; /* of the form in hand */
	struct bytes body;
	unsigned form;
	char said[VERDICT_SAID_MAX + 1];
	int64_t began;
	unsigned away; /* in a row */
};

static bool
is_over(enum store_delivery_state state)
{
	return state == STORE_DELIVERY_ACCEPTED || state == STORE_DELIVERY_REFUSED ||
	       state == STORE_DELIVERY_EXPIRED;
}

static bool
is_held(const struct courier *c, const struct store_delivery *row)
{
	return row->state == STORE_DELIVERY_ATTEMPTING && c->config->hold;
}

/* None rests for longer than the longest wait, whatever the clock was when it was put off. */
static bool
is_due(const struct store_delivery *row, int64_t now)
{
	return row->state != STORE_DELIVERY_DEFERRED || row->due <= now ||
	       row->due > now + DELIVER_WAIT_LAST;
}

static int64_t
wait_after(int tries)
{
	int64_t wait = DELIVER_WAIT_FIRST;

	while (--tries > 0 && wait < DELIVER_WAIT_LAST)
		wait *= 2;
	return wait < DELIVER_WAIT_LAST ? wait : DELIVER_WAIT_LAST;
}

/* The state after an attempt, the row's tries-th. */
static struct store_move
settle(const struct round *r, const struct store_delivery *row, const struct verdict *verdict)
{
	const int64_t now = clock_now();
	struct store_move move = { .address = row->address,
		.from = STORE_DELIVERY_ATTEMPTING,
		.to = STORE_DELIVERY_DEFERRED,
		.said = bytes_from(r->said) };

	if (verdict->kind == VERDICT_ACCEPTED)
		move.to = STORE_DELIVERY_ACCEPTED;
	else if (verdict->kind == VERDICT_REFUSED)
		move.to = STORE_DELIVERY_REFUSED;
	else if (verdict->kind == VERDICT_UNKNOWN && r->courier->config->hold)
		move.to = STORE_DELIVERY_ATTEMPTING;
	else if (now - row->queued > DELIVER_GIVE_UP)
		move.to = STORE_DELIVERY_EXPIRED;
	else
		move.due = now + wait_after(row->tries + 1);
	return move;
}

static void
count(struct deliver_tally *tally, enum store_delivery_state state)
{
	*(state == STORE_DELIVERY_ACCEPTED	 ? &tally->accepted
	    : state == STORE_DELIVERY_REFUSED	 ? &tally->refused
	    : state == STORE_DELIVERY_EXPIRED	 ? &tally->expired
	    : state == STORE_DELIVERY_ATTEMPTING ? &tally->held
						 : &tally->waiting) += 1;
}

static void
tell(const struct round *r, const struct store_move *move)
{
	static const char *const became[] = {
		[STORE_DELIVERY_REFUSED] = "refused",
		[STORE_DELIVERY_DEFERRED] = "put off",
		[STORE_DELIVERY_EXPIRED] = "put off for too long, given up",
		[STORE_DELIVERY_ATTEMPTING] = "it may have it, held",
	};

	if (move->to == STORE_DELIVERY_ACCEPTED)
		log_info("%s digest %llu: %.*s: sent", r->courier->list->name,
		    (unsigned long long)r->digest->number, (int)move->address.n, move->address.p);
	else
		log_error("%s digest %llu: %.*s: %s%s%.*s", r->courier->list->name,
		    (unsigned long long)r->digest->number, (int)move->address.n, move->address.p,
		    became[move->to], move->said.n ? ": " : "", (int)move->said.n, move->said.p);
}

/* The end of the attempt before, and the begin of the next where there is one. */
static void
begin_commit(struct round *r, const struct store_delivery *next)
{
	struct courier *c = r->courier;

	r->commit.n = 0;
	if (c->has_done)
		r->commit.moves[r->commit.n++] = c->done;
	if (next)
		r->commit.moves[r->commit.n++] = (struct store_move){ .address = next->address,
			.from = next->state,
			.to = STORE_DELIVERY_ATTEMPTING };
	c->has_done = false;
	commit_begin(&r->commit);
}

static enum store_status
commit_last(struct round *r)
{
	begin_commit(r, NULL);
	return commit_end(&r->commit);
}

/* Why this address gets nothing; NULL where it does.  Who left after the digest was frozen gets no
 * more mail. */
static const char *
objection(struct round *r, struct bytes address, struct store_member *member)
{
	const struct config_list *list = r->courier->list;

	if (member->address.n == 0)
		return "is no member any more";
	if (!address_valid(address))
		return "is no address we send to";
	if (!list->allow_list && list->address &&
	    bytes_equal_fold(address, bytes_from(list->address)))
		return "is the list itself; digest.allow_list is not set";
	return NULL;
}

static bool
open_transport(struct courier *c)
{
	if (c->transport == NULL)
		c->transport = transport_open(c->config);
	return c->transport != NULL;
}

/* Rows of one form stand together: each is read once. */
static enum store_status
take_form(struct round *r, unsigned form)
{
	enum store_status status;

	if (r->body.n && r->form == form)
		return STORE_OK;
	arena_reset(r->forms);
	r->form = form;
	status = store_get_form(r->courier->store, r->digest->number, form, r->forms, &r->body);
	if (status == STORE_NONE)
		log_error("%s digest %llu: form %u is not there", r->courier->list->name,
		    (unsigned long long)r->digest->number, form);
	return status == STORE_NONE ? STORE_BROKEN : status;
}

/* No server can take a mail before its row says that one may have. */
static bool
is_committed(void *arg)
{
	return commit_end(arg) == STORE_OK;
}

static struct verdict
hand_over(struct round *r, const struct store_member *member)
{
	struct courier *c = r->courier;
	struct buf mail = BUF_INIT;
	struct verdict verdict;

	mail_address(
	    &mail, c->list, &c->secret, (struct mailbox){ member->name, member->address }, r->body);
	transport_hold(c->transport, is_committed, &r->commit);
	verdict = transport_send(c->transport,
	    mail_sender(r->arena, c->list, &c->secret, r->digest->number, member->address),
	    arena_string(r->arena, member->address), buf_bytes(&mail));
	buf_release(&mail);
	return verdict;
}

static void
say(struct round *r, const char *said)
{
	size_t n = 0;

	while (said[n] && n < VERDICT_SAID_MAX) {
		r->said[n] = said[n];
		n++;
	}
	r->said[n] = '\0';
}

static enum store_status
attempt(struct round *r, const struct store_delivery *row)
{
	struct courier *c = r->courier;
	struct verdict verdict = { .kind = VERDICT_REFUSED };
	struct store_member member = { .address = BYTES_NONE };
	const char *no;
	enum store_status status;

	arena_reset(r->arena);
	status = store_get_member(c->store, row->address, r->arena, &member);
	if (status != STORE_OK && status != STORE_NONE)
		return status;
	no = objection(r, row->address, &member);
	if (no == NULL && (status = take_form(r, row->form)) != STORE_OK)
		return status;
	begin_commit(r, row);
	if (no == NULL)
		verdict = hand_over(r, &member);
	status = commit_end(&r->commit);
	if (status != STORE_OK)
		return status;
	say(r, no ? no : verdict.said);
	r->away = verdict.away ? r->away + 1 : 0;
	c->done = settle(r, row, &verdict);
	c->has_done = true;
	count(r->tally, c->done.to);
	tell(r, &c->done);
	return STORE_OK;
}

/* One that the mailer was away for all the time, without another try. */
static enum store_status
expire(struct round *r, const struct store_delivery *row)
{
	enum store_status status = commit_last(r);

	say(r, "the mailer was away");
	r->courier->done = (struct store_move){ .address = row->address,
		.from = row->state,
		.to = STORE_DELIVERY_EXPIRED,
		.said = bytes_from(r->said) };
	r->courier->has_done = true;
	count(r->tally, STORE_DELIVERY_EXPIRED);
	tell(r, &r->courier->done);
	return status;
}

static int
compare_forms(const void *a, const void *b)
{
	const struct store_delivery *x = a, *y = b;

	if (x->form != y->form)
		return x->form < y->form ? -1 : 1;
	return bytes_compare(x->address, y->address);
}

static void
rest(struct deliver_tally *tally)
{
	tally->waiting++;
	tally->resting++;
}

static enum store_status
go_round(struct round *r, const struct store_delivery *rows, size_t n)
{
	struct courier *c = r->courier;
	enum store_status status = STORE_OK, last;

	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		if (is_over(rows[i].state))
			continue;
		if (is_held(c, &rows[i]))
			r->tally->held++;
		else if (!is_due(&rows[i], r->began))
			rest(r->tally);
		else if (r->away >= DELIVER_AWAY_MAX && r->began - rows[i].queued > DELIVER_GIVE_UP)
			status = expire(r, &rows[i]);
		else if (r->away >= DELIVER_AWAY_MAX)
			r->tally->waiting++;
		else if (!open_transport(c))
			return STORE_BROKEN;
		else
			status = attempt(r, &rows[i]);
	}
	last = commit_last(r);
	return status == STORE_OK ? last : status;
}

enum store_status
deliver_digest(struct courier *c, const struct store_digest *digest, struct deliver_tally *tally)
{
	struct arena *a = arena_new();
	struct round r = { .courier = c,
		.digest = digest,
		.tally = tally,
		.commit = { .store = c->store, .digest = digest->number },
		.arena = arena_new(),
		.forms = arena_new(),
		.began = clock_now() };
	struct store_delivery *rows;
	size_t n = 0;
	enum store_status status = store_scan_deliveries(c->store, digest->number, a, &rows, &n);

	if (status == STORE_OK && n > 1)
		qsort(rows, n, sizeof *rows, compare_forms);
	if (status == STORE_OK)
		status = go_round(&r, rows, n);
	arena_free(r.forms);
	arena_free(r.arena);
	arena_free(a);
	return status;
}
