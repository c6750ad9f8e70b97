/* SPDX-License-Identifier: ISC */
#include "filters/members/answer.h"

#include "common/clock.h"
#include "common/hash.h"
#include "common/log.h"
#include "common/loop.h"
#include "common/mailout.h"
#include "common/template.h"
#include "common/transport.h"
#include "filters/members/desk.h"

#include <unistd.h>

#define FALLBACK "en"

static struct mailbox
sender_of(struct arena *a, const struct config_list *list)
{
	return address_first(a, bytes_from(list->from ? list->from : ""));
}

/* Values are the member's own words: shown once confirmed, and only to the member. */
static struct json *
choice_view(const struct choice *c)
{
	struct json *v, *filters;

	if (c == NULL)
		return json_null();
	v = json_object();
	filters = json_array();
	for (size_t i = 0; i < c->n; i++) {
		struct json *filter = json_object();

		json_set_string(filter, "field", choice_field_name(c->filters[i].field));
		json_set_text(filter, "value", c->filters[i].value);
		json_add(filters, filter);
	}
	json_set(v, "language", c->language.n ? json_text(c->language) : json_null());
	json_set_string(v, "depth", choice_depth_name(c->depth));
	json_set(v, "filters", filters);
	json_set_number(v, "count", (int64_t)c->n);
	json_set_flag(v, "mine", c->mine);
	json_set_flag(v, "all", !choice_filters(c));
	return v;
}

static struct json *
wrong_view(enum edit_result wrong)
{
	struct json *v = json_object();

	for (size_t i = EDIT_DONE + 1; i < EDIT_RESULTS; i++)
		json_set_flag(v, edit_mark((enum edit_result)i), wrong == i);
	return v;
}

static struct json *
view_of(struct arena *a, const struct office *o, const struct answer *answer)
{
	struct json *view = json_object(), *list = json_object();
	struct mailbox owner = address_first(a, bytes_from(o->list->owner ? o->list->owner : ""));

	json_set_string(list, "name", o->list->name);
	json_set_string(list, "title", o->list->title);
	json_set_string(list, "address", o->list->address);
	json_set_string(list, "site", o->list->site);
	json_set_string(list, "language", o->list->language);
	json_set(view, "list", list);
	json_set_text(view, "from", sender_of(a, o->list).address);
	json_set_text(view, "owner", owner.address);
	json_set_text(view, "address", answer->member.n ? answer->member : answer->to);
	json_set_text(view, "token", answer->token);
	json_set_number(view, "days", DESK_OPEN_SECONDS / (24 * 60 * 60));
	json_set_number(view, "count", (int64_t)answer->count);
	json_set(view, "choice", choice_view(answer->choice));
	json_set(view, "languages", edit_languages(a, o->templates));
	json_set(view, "wrong", wrong_view(answer->wrong));
	json_set_number(view, "which", (int64_t)answer->which);
	return view;
}

static const char *
folder_of(struct arena *a, const struct office *o)
{
	const char *dir = arena_printf(a, "%s/%s/request", o->templates, o->list->language);

	return access(dir, X_OK) == 0 ? dir
				      : arena_printf(a, "%s/" FALLBACK "/request", o->templates);
}

/* The template's first line, and the rest behind the blank line below it. */
static bool
render(struct arena *a, const struct office *o, const struct answer *answer, struct bytes *subject,
    struct bytes *body)
{
	struct json *view = view_of(a, o, answer);
	struct buf text = BUF_INIT;
	struct bytes blank;
	bool ok = template_render(
	    &text, folder_of(a, o), arena_printf(a, "%s.txt", answer->name), TEMPLATE_PLAIN, view);

	*body = arena_bytes(a, buf_bytes(&text));
	ok = ok && bytes_line(body, subject) && bytes_line(body, &blank);
	json_free(view);
	buf_release(&text);
	return ok;
}

/* Whoever wrote it, it is to be a line that any server takes: RFC 5322 section 2.1.1, and ASCII. */
#define ID_BYTES_MAX ((size_t)998 - sizeof "In-Reply-To: <>")

static bool
can_be_named(struct bytes id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] <= ' ' || id.p[i] > '~')
			return false;
	return id.n > 0 && id.n <= ID_BYTES_MAX;
}

/* Not the same for two answers, and no secret in it. */
static void
add_id(struct buf *out, struct arena *a, const struct office *o, const struct answer *answer)
{
	struct bytes from = sender_of(a, o->list).address;
	const struct bytes runs[] = { answer->to, answer->token, bytes_from(answer->name),
		bytes_from(arena_printf(a, "%lld", (long long)answer->time)) };
	struct hash hash = hash_runs(runs, sizeof runs / sizeof *runs);

	mailout_raw_field(out, "Message-ID",
	    bytes_from(arena_printf(a, "<%s.%s.%s@%.*s>", o->list->name, answer->name,
		hash_hex(a, &hash, 12), (int)(from.n - bytes_find_byte(from, '@') - 1),
		from.p + bytes_find_byte(from, '@') + 1)));
	if (can_be_named(answer->id))
		mailout_raw_field(out, "In-Reply-To",
		    bytes_from(arena_printf(a, "<%.*s>", (int)answer->id.n, answer->id.p)));
}

bool
answer_write(struct buf *out, const struct office *o, const struct answer *answer)
{
	struct arena *a = arena_new();
	struct mailbox to = { BYTES_NONE, answer->to };
	struct bytes subject = BYTES_NONE, body = BYTES_NONE;
	bool ok = mailout_address_field(out, "From", sender_of(a, o->list)) &&
		  mailout_address_field(out, "To", to) && render(a, o, answer, &subject, &body);
	const struct mailout_part part = { "text/plain", body };

	if (ok) {
		mailout_field(out, "Subject", subject);
		mailout_raw_field(out, "Date", bytes_from(clock_rfc5322(a, answer->time)));
		add_id(out, a, o, answer);
		if (answer->reply_to)
			mailout_address_field(out, "Reply-To",
			    (struct mailbox){ BYTES_NONE, bytes_from(answer->reply_to) });
		mailout_raw_field(out, "Auto-Submitted", BYTES_LIT("auto-replied"));
		mailout_raw_field(out, "Precedence", BYTES_LIT("bulk"));
		mailout_raw_field(out, "X-Auto-Response-Suppress", BYTES_LIT("All"));
		mailout_raw_field(out, LOOP_FIELD, bytes_from(o->list->name));
		mailout_raw_field(out, "Content-Language", bytes_from(o->list->language));
		mailout_body(out, &part, 1);
	} else {
		log_error("%s: cannot make the mail \"%s\"", o->list->name, answer->name);
	}
	arena_free(a);
	return ok;
}

static enum answer_status
from_verdict(const struct office *o, const struct answer *answer, const struct verdict *verdict)
{
	if (verdict->kind == VERDICT_ACCEPTED)
		return ANSWER_SENT;
	log_error("%s: the mail \"%s\" to %.*s was not taken%s%s", o->list->name, answer->name,
	    (int)answer->to.n, answer->to.p, verdict->said[0] ? ": " : "", verdict->said);
	if (verdict->kind == VERDICT_REFUSED)
		return ANSWER_REFUSED;
	/* One that may have left is not sent twice where the config says so. */
	return verdict->kind == VERDICT_UNKNOWN && o->config->hold ? ANSWER_SENT : ANSWER_AGAIN;
}

enum answer_status
answer_send(const struct office *o, const struct answer *answer)
{
	struct arena *a = arena_new();
	struct buf mail = BUF_INIT;
	struct transport *transport = NULL;
	enum answer_status status = ANSWER_WRONG;
	struct verdict verdict;

	if (answer_write(&mail, o, answer))
		transport = transport_open(o->config);
	if (transport) {
		/* The null sender: no bounce, and no answer to the answer (RFC 3834 section 3.3).
		 */
		verdict =
		    transport_send(transport, "", arena_string(a, answer->to), buf_bytes(&mail));
		status = from_verdict(o, answer, &verdict);
	}
	transport_close(transport);
	buf_release(&mail);
	arena_free(a);
	return status;
}
