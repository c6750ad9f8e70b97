/* SPDX-License-Identifier: ISC */
#include "filters/members/request.h"

#include "common/log.h"
#include "common/token.h"
#include "filters/members/bounce.h"
#include "filters/members/choose.h"
#include "filters/members/desk.h"
#include "filters/members/letter.h"
#include "filters/members/orders.h"

#include <string.h>

#define SUBSCRIBE "subscribe"
#define UNSUBSCRIBE "unsubscribe"
/* Behind it stands all that was chosen: the token is good for nothing else. */
#define CHOOSE "choose "

/* One request on its way. */
struct request {
	const struct office *office;
	struct arena *a;
	struct letter letter;
	struct bytes key; /* the same when the mail comes again */
	struct hash secret;
};

static enum members_status
from_answer(enum answer_status status)
{
	switch (status) {
	case ANSWER_AGAIN:
		return MEMBERS_AGAIN;
	case ANSWER_WRONG:
		return MEMBERS_BROKEN;
	default:
		return MEMBERS_OK;
	}
}

static enum members_status
leave_it(const struct request *r, const char *why)
{
	log_info("%s: nobody is answered: %s", r->office->list->name, why);
	return MEMBERS_OK;
}

/* A token that asks back, and the address its answer goes to. */
static enum store_status
put_question(struct request *r, struct answer *answer, const char *action)
{
	const struct office *o = r->office;
	struct token t = { o->list->name, answer->to, action,
		(uint64_t)(answer->time + DESK_OPEN_SECONDS) };
	const char *token = token_write(r->a, &r->secret, &t);
	struct desk_question question = { .token = bytes_from(token),
		.action = bytes_from(action),
		.address = answer->to,
		.name = r->letter.name };

	answer->token = question.token;
	answer->reply_to = token_address(r->a, o->list, arena_printf(r->a, "confirm-%s", token));
	return desk_ask(o->store, o->now, &question);
}

static enum members_status
send_admitted(const struct office *o, const struct answer *answer)
{
	static const enum desk_end ends[] = { [ANSWER_SENT] = DESK_SENT,
		[ANSWER_REFUSED] = DESK_REFUSED,
		[ANSWER_AGAIN] = DESK_PUT_OFF,
		[ANSWER_WRONG] = DESK_PUT_OFF };
	enum answer_status sent = answer_send(o, answer);
	enum store_status status = desk_settle(o->store, o->now, answer->to, ends[sent]);

	return status == STORE_OK ? from_answer(sent) : members_from_store(status);
}

/*
 * It is written down before it is sent: of programs that run at once, or are killed between, none
 * sends more than the limits allow.  action: what the sender is asked to confirm, or NULL.
 */
static enum members_status
send_within_limits(struct request *r, struct answer answer, const char *action)
{
	const struct office *o = r->office;
	enum store_status status;

	answer.to = r->letter.sender;
	answer.id = r->letter.id;

	if (r->letter.robot)
		return leave_it(r, r->letter.robot);
	status = desk_admit(o->store, o->now, answer.to, r->key, &answer.time);
	if (status == STORE_NONE)
		return leave_it(r, "enough was answered already");
	if (status == STORE_OK && action)
		status = put_question(r, &answer, action);
	return status == STORE_OK ? send_admitted(o, &answer) : members_from_store(status);
}

static enum members_status
tell(struct request *r, const char *name)
{
	return send_within_limits(r, (struct answer){ .name = name }, NULL);
}

/* What was asked for is done only once the address itself has answered. */
static enum members_status
ask(struct request *r, const char *action)
{
	return send_within_limits(r, (struct answer){ .name = action }, action);
}

static enum members_status
join_or_leave(struct request *r, bool join)
{
	struct store_member member;
	enum store_status status;
	bool there;

	if (r->letter.robot)
		return leave_it(r, r->letter.robot);
	status = store_get_member(r->office->store, r->letter.sender, r->a, &member);
	if (status != STORE_OK && status != STORE_NONE)
		return members_from_store(status);
	there = status == STORE_OK;
	if (join && there && !members_suspended(&member))
		return tell(r, "member");
	if (!join && !there)
		return tell(r, "stranger");
	return ask(r, join ? SUBSCRIBE : UNSUBSCRIBE);
}

static const char *
choose_action(struct arena *a, const struct choice *choice)
{
	struct bytes text = choice_write(a, BYTES_NONE, choice);

	return arena_printf(a, CHOOSE "%.*s", (int)text.n, text.p);
}

/* What the sender chose, or the subject's orders on it, to be confirmed. */
static enum members_status
show_or_choose(struct request *r, bool show)
{
	struct store_member member;
	struct choice choice;
	struct edit e = { .a = r->a, .templates = r->office->templates, .choice = &choice };
	struct answer answer = { .name = "choice", .choice = &choice };
	const char *before, *after;
	enum store_status status;

	if (r->letter.robot)
		return leave_it(r, r->letter.robot);
	status = store_get_member(r->office->store, r->letter.sender, r->a, &member);
	if (status != STORE_OK)
		return status == STORE_NONE ? tell(r, "stranger") : members_from_store(status);
	choice = choice_read(r->a, member.options);
	if (show)
		return send_within_limits(r, answer, NULL);
	before = choose_action(r->a, &choice);
	answer.wrong = orders_carry_out(&e, letter_orders(r->a, &r->letter), &answer.which);
	after = choose_action(r->a, &choice);
	if (answer.wrong != EDIT_DONE)
		answer.name = "wrong";
	else if (strcmp(before, after) != 0)
		answer.name = "choose";
	return send_within_limits(r, answer, strcmp(answer.name, "choose") ? NULL : after);
}

static struct bytes
chosen(const struct desk_question *q)
{
	return bytes_slice(q->action, sizeof CHOOSE - 1, q->action.n);
}

/* The choice alone: what else stands in the member's options is as it is by now. */
static enum members_status
change_choice(const struct office *o, struct arena *a, struct desk_question *q, bool *gone)
{
	struct choice choice = choice_read(a, chosen(q));
	struct store_member member;
	enum store_status status;

	do {
		status = store_get_member(o->store, q->address, a, &member);
		/* Who left meanwhile chooses nothing. */
		if (status == STORE_NONE)
			break;
		if (status == STORE_OK)
			status = choose_put(o->store, a, &member, &choice);
	} while (status == STORE_NONE);
	*gone = status == STORE_NONE;
	if (status == STORE_OK)
		log_info("%s: %.*s chose another digest", o->list->name, (int)q->address.n,
		    q->address.p);
	q->done = o->now;
	return members_from_store(status);
}

static enum members_status
change(const struct office *o, struct desk_question *q, bool join)
{
	enum members_change what;
	enum store_status status;

	status = join
		     ? members_put(o->store, (struct mailbox){ q->name, q->address }, o->now, &what)
		     : store_remove_member(o->store, q->address);
	if (status == STORE_AGAIN || status == STORE_BROKEN)
		return members_from_store(status);
	log_info("%s: %.*s %s", o->list->name, (int)q->address.n, q->address.p,
	    join ? "is now a member" : "is no longer a member");
	q->done = o->now;
	return MEMBERS_OK;
}

static enum members_status
carry_out(struct request *r, struct desk_question *q)
{
	const struct office *o = r->office;
	bool join = bytes_equal(q->action, BYTES_LIT(SUBSCRIBE));
	bool choose = bytes_starts(q->action, BYTES_LIT(CHOOSE));
	struct choice choice = choice_read(r->a, choose ? chosen(q) : BYTES_NONE);
	struct answer answer = { .name = choose ? "choice"
					 : join ? "welcome"
						: "goodbye",
		.to = q->address,
		.id = r->letter.id,
		.choice = choose ? &choice : NULL };
	enum members_status status = MEMBERS_OK;
	enum answer_status sent;
	bool gone = false, told;

	if (q->done == 0) {
		status = choose ? change_choice(o, r->a, q, &gone) : change(o, q, join);
		if (status == MEMBERS_OK)
			status = members_from_store(desk_note(o->store, o->now, q));
	}
	answer.name = gone ? "stranger" : answer.name;
	if (status != MEMBERS_OK)
		return status;
	answer.time = q->done;
	sent = answer_send(o, &answer);
	told = sent == ANSWER_SENT || sent == ANSWER_REFUSED;
	/* When the request comes again, word of it is all there is to send. */
	status = members_from_store(desk_close(o->store, o->now, q, told));
	if (told)
		return MEMBERS_OK;
	return status == MEMBERS_OK ? MEMBERS_AGAIN : status;
}

/* A vacation reply to our question has its subject too: robots confirm nothing. */
static enum members_status
confirm(struct request *r, struct bytes token)
{
	const struct office *o = r->office;
	struct desk_question q;
	struct token t;
	enum store_status status;

	if (r->letter.robot)
		return leave_it(r, r->letter.robot);
	status = desk_take(o->store, o->now, token, r->a, &q);
	if (status == STORE_NONE)
		return tell(r, "stale");
	if (status != STORE_OK)
		return members_from_store(status);
	t = (struct token){ o->list->name, q.address, arena_string(r->a, q.action), 0 };
	if (token_matches(token, &r->secret, &t))
		return carry_out(r, &q);
	status = desk_close(o->store, o->now, &q, true);
	return status == STORE_OK ? tell(r, "stale") : members_from_store(status);
}

enum members_status
request_member(const struct office *o, struct arena *a, const char *action, struct bytes token,
    struct store_member *member)
{
	struct token t = { o->list->name, BYTES_NONE, action, 0 };
	struct store_member *all;
	struct hash secret;
	uint64_t number;
	size_t i, n = 0;
	enum store_status status;

	if (!token_number(token, &number))
		return MEMBERS_WRONG;
	status = store_secret(o->store, &secret);
	if (status == STORE_OK)
		status = store_scan_members(o->store, a, &all, &n);
	for (i = 0; status == STORE_OK && i < n; i++) {
		t.address = all[i].address;
		if (token_matches(token, &secret, &t)) {
			*member = all[i];
			return MEMBERS_OK;
		}
	}
	return status == STORE_OK ? MEMBERS_WRONG : members_from_store(status);
}

static enum members_status
leave(const struct office *o, struct arena *a, struct bytes token, struct store_member *member)
{
	enum members_status status = request_member(o, a, TOKEN_LEAVE, token, member);

	if (status == MEMBERS_OK)
		status = members_from_store(store_remove_member(o->store, member->address));
	if (status == MEMBERS_OK)
		log_info("%s: %.*s is no longer a member", o->list->name, (int)member->address.n,
		    member->address.p);
	return status;
}

/* Done whoever mails it: a mail program may well mark it as automatic.  Only the answer is a matter
 * of manners. */
static enum members_status
leave_by_mail(struct request *r, struct bytes token)
{
	struct answer answer = { .name = "goodbye",
		.to = r->letter.sender,
		.id = r->letter.id,
		.time = r->office->now };
	struct store_member member;
	enum members_status status = leave(r->office, r->a, token, &member);

	if (status == MEMBERS_WRONG)
		return tell(r, "stale");
	if (status != MEMBERS_OK)
		return status;
	answer.member = member.address;
	if (!r->letter.robot)
		answer_send(r->office, &answer);
	return MEMBERS_OK;
}

static enum members_status
carry_out_command(struct request *r, struct bytes raw, const char *sender, const char *extension)
{
	struct bytes token;

	switch (letter_verb(r->a, &r->letter, extension, &token)) {
	case VERB_SUBSCRIBE:
		return join_or_leave(r, true);
	case VERB_UNSUBSCRIBE:
		return join_or_leave(r, false);
	case VERB_CONFIRM:
		return confirm(r, token);
	case VERB_UNSUB:
		return leave_by_mail(r, token);
	case VERB_BOUNCE:
		return bounce_take(r->office, raw, sender, extension);
	case VERB_SHOW:
		return show_or_choose(r, true);
	case VERB_CHOOSE:
		return show_or_choose(r, false);
	default:
		return tell(r, "help");
	}
}

enum members_status
request_take(const struct office *o, struct bytes raw, const char *sender, const char *extension)
{
	struct request r = { .office = o, .a = arena_new() };
	enum members_status status = members_from_store(store_secret(o->store, &r.secret));

	letter_read(r.a, raw, sender, o->list, &r.letter);
	r.key = r.letter.id.n ? r.letter.id : raw;
	if (extension && *extension == '\0')
		extension = NULL;
	if (status == MEMBERS_OK)
		status = carry_out_command(&r, raw, sender, extension);
	arena_free(r.a);
	return status;
}

enum members_status
request_leave(const struct office *o, const char *token)
{
	struct arena *a = arena_new();
	struct store_member member;
	enum members_status status = leave(o, a, bytes_from(token), &member);

	if (status == MEMBERS_WRONG)
		log_error("unsubscribe %s: no member has that token", token);
	arena_free(a);
	return status;
}
