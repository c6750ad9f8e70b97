/* SPDX-License-Identifier: ISC */
#include "filters/report/view/mail.h"

#include "common/clock.h"
#include "common/log.h"
#include "common/loop.h"
#include "common/mailout.h"
#include "common/token.h"
#include "filters/report/view/render.h"

#include <string.h>
#include <time.h>

/* Of an address; the whole is at most ADDRESS_BYTES_MAX. */
static struct bytes
domain_of(struct bytes address)
{
	size_t at = bytes_find_byte(address, '@');

	return bytes_slice(address, at + 1, address.n);
}

static struct mailbox
sender_of(struct arena *a, const struct config_list *list)
{
	return address_first(a, bytes_from(list->from));
}

char *
mail_id(struct arena *a, const struct config_list *list, int64_t until, const char *mark)
{
	struct bytes domain = domain_of(sender_of(a, list).address);
	time_t t = (time_t)until;
	struct tm tm;
	char when[32];

	if (gmtime_r(&t, &tm) == NULL || strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &tm) == 0)
		when[0] = '\0';
	return arena_printf(
	    a, "%s.%s%s%s@%.*s", list->name, when, *mark ? "." : "", mark, (int)domain.n, domain.p);
}

/* The same form of the digest before. */
static struct bytes
marked(struct arena *a, struct bytes id, const char *mark)
{
	size_t at = bytes_find_byte(id, '@');

	if (*mark == '\0' || at == id.n)
		return id;
	return bytes_from(
	    arena_printf(a, "%.*s.%s%.*s", (int)at, id.p, mark, (int)(id.n - at), id.p + at));
}

static void
add_id_field(struct buf *out, const char *name, struct bytes id)
{
	struct buf value = BUF_INIT;

	buf_addc(&value, '<');
	buf_add(&value, id);
	buf_addc(&value, '>');
	mailout_raw_field(out, name, buf_bytes(&value));
	buf_release(&value);
}

static void
add_origin(struct buf *out, struct arena *a, const struct config_list *list,
    const struct json *digest, struct bytes previous, const char *mark)
{
	int64_t until = 0, made = 0;

	clock_parse(json_text_of(json_path(digest, "window.until")), 0, &until);
	clock_parse(json_text_of(json_get(digest, "generated")), 0, &made);
	mailout_raw_field(out, "Date", bytes_from(clock_rfc5322(a, made)));
	add_id_field(out, "Message-ID", bytes_from(mail_id(a, list, until, mark)));
	if (previous.n) {
		previous = marked(a, previous, mark);
		add_id_field(out, "In-Reply-To", previous);
		add_id_field(out, "References", previous);
	}
}

/* A command to listbrief-members' request: an address of its own, else a subject. */
static void
add_command(struct buf *out, struct arena *a, const struct config_list *list, const char *field,
    const char *command)
{
	struct bytes from = sender_of(a, list).address;
	char *address = token_address(a, list, command);

	mailout_raw_field(out, field,
	    bytes_from(address ? arena_printf(a, "<mailto:%s>", address)
			       : arena_printf(
				     a, "<mailto:%.*s?subject=%s>", (int)from.n, from.p, command)));
}

/* RFC 2919 and 2369; the id is the digest's own, never that of the list it tells of. */
static void
add_list_fields(struct buf *out, struct arena *a, const struct config_list *list)
{
	struct bytes domain = domain_of(sender_of(a, list).address);
	struct mailbox owner = address_first(a, bytes_from(list->owner));

	mailout_raw_field(out, "List-Id",
	    bytes_from(arena_printf(a, "<%s-digest.%.*s>", list->name, (int)domain.n, domain.p)));
	add_command(out, a, list, "List-Help", "help");
	add_command(out, a, list, "List-Subscribe", "subscribe");
	if (list->site)
		mailout_raw_field(
		    out, "List-Archive", bytes_from(arena_printf(a, "<%s>", list->site)));
	if (address_valid(owner.address))
		mailout_raw_field(out, "List-Owner",
		    bytes_from(
			arena_printf(a, "<mailto:%.*s>", (int)owner.address.n, owner.address.p)));
}

/* What keeps vacation programs and our own ingest from answering to it. */
static void
add_robot_fields(struct buf *out, const struct config_list *list)
{
	mailout_raw_field(out, "Auto-Submitted", BYTES_LIT("auto-generated"));
	mailout_raw_field(out, "Precedence", BYTES_LIT("list"));
	mailout_raw_field(out, "X-Auto-Response-Suppress", BYTES_LIT("All"));
	mailout_raw_field(out, LOOP_FIELD, bytes_from(list->name));
}

static bool
add_people(struct buf *out, struct arena *a, const struct config_list *list)
{
	struct mailbox owner = address_first(a, bytes_from(list->owner));

	if (list->from == NULL || !mailout_address_field(out, "From", sender_of(a, list))) {
		log_error("list %s: digest.from is no address a mail can come from", list->name);
		return false;
	}
	if (address_valid(owner.address))
		mailout_address_field(out, "Reply-To", owner);
	return true;
}

/* The digest's own, which a reader may have chosen. */
static struct bytes
language_of(const struct json *digest, const struct config_list *list)
{
	struct bytes language = json_text_of(json_path(digest, "list.language"));

	return language.n ? language : bytes_from(list->language);
}

static bool
render_parts(struct buf *text, struct buf *html, const struct json *digest, const char *templates)
{
	if (json_count(json_get(digest, "threads")) == 0)
		return render_quiet(text, html, digest, templates);
	return render(text, FORMAT_TEXT, digest, templates) &&
	       render_html_within(html, MAIL_HTML_MAX, digest, templates);
}

bool
mail_form(struct buf *out, const struct config_list *list, const struct json *digest,
    const char *templates, struct bytes previous, const char *mark)
{
	struct buf subject = BUF_INIT, text = BUF_INIT, html = BUF_INIT;
	struct arena *a = arena_new();
	bool ok = render_subject(&subject, digest, templates) &&
		  render_parts(&text, &html, digest, templates) && add_people(out, a, list);

	if (ok) {
		const struct mailout_part parts[] = { { "text/plain", buf_bytes(&text) },
			{ "text/html", buf_bytes(&html) } };
		mailout_field(out, "Subject", buf_bytes(&subject));
		add_origin(out, a, list, digest, previous, mark);
		add_list_fields(out, a, list);
		add_robot_fields(out, list);
		mailout_raw_field(out, "Content-Language", language_of(digest, list));
		mailout_body(out, parts, sizeof parts / sizeof *parts);
	}
	buf_release(&subject);
	buf_release(&text);
	buf_release(&html);
	arena_free(a);
	return ok;
}

/* RFC 3986's unreserved characters stand, the rest is percent-encoded. */
static void
add_encoded(struct buf *out, struct bytes s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (is_alnum(s.p[i]) || (s.p[i] && strchr("-._~", s.p[i])))
			buf_addc(out, s.p[i]);
		else
			buf_addf(out, "%%%02X", (unsigned)(unsigned char)s.p[i]);
	}
}

/* Of several marks the one that comes first; NULL where there is none. */
static const char *
next_mark(struct bytes url, const char *const *marks, size_t *at)
{
	const char *first = NULL;

	*at = url.n;
	for (; *marks; marks++) {
		size_t here = bytes_find(url, bytes_from(*marks));

		if (here < *at) {
			*at = here;
			first = *marks;
		}
	}
	return first;
}

/* The URL of one member; false where there is none that can tell members apart. */
static bool
add_unsubscribe_url(
    struct buf *out, const struct config_list *list, struct bytes address, const char *token)
{
	static const char *const marks[] = { "{address}", "{token}", NULL };
	struct bytes url = bytes_from(list->unsubscribe_url ? list->unsubscribe_url : "");
	size_t at;
	const char *mark = next_mark(url, marks, &at);

	if (!bytes_starts_fold(url, BYTES_LIT("https://")) || mark == NULL)
		return false;
	buf_addc(out, '<');
	for (; mark; mark = next_mark(url, marks, &at)) {
		buf_add(out, bytes_slice(url, 0, at));
		add_encoded(out, mark == marks[0] ? address : bytes_from(token));
		url = bytes_slice(url, at + strlen(mark), url.n);
	}
	buf_add(out, url);
	buf_adds(out, ">, ");
	return true;
}

static void
add_unsubscribe_address(
    struct buf *out, struct arena *a, const struct config_list *list, const char *token)
{
	struct bytes from = sender_of(a, list).address;
	char *address = token_address(a, list, arena_printf(a, "unsub-%s", token));

	if (address)
		buf_addf(out, "<mailto:%s>", address);
	else
		buf_addf(
		    out, "<mailto:%.*s?subject=unsubscribe%%20%s>", (int)from.n, from.p, token);
}

void
mail_address(struct buf *out, const struct config_list *list, const struct hash *secret,
    struct mailbox member, struct bytes form)
{
	struct arena *a = arena_new();
	struct token leave = { list->name, member.address, TOKEN_LEAVE, 0 };
	const char *token = token_write(a, secret, &leave);
	struct buf value = BUF_INIT;
	bool one_click = add_unsubscribe_url(&value, list, member.address, token);

	mailout_address_field(out, "To", member);
	add_unsubscribe_address(&value, a, list, token);
	mailout_raw_field(out, "List-Unsubscribe", buf_bytes(&value));
	if (one_click)
		mailout_raw_field(
		    out, "List-Unsubscribe-Post", BYTES_LIT("List-Unsubscribe=One-Click"));
	buf_add(out, form);
	buf_release(&value);
	arena_free(a);
}

const char *
mail_sender(struct arena *a, const struct config_list *list, const struct hash *secret,
    uint64_t digest, struct bytes address)
{
	struct token bounce = { list->name, address, TOKEN_BOUNCE, digest };
	struct bytes from = sender_of(a, list).address;
	char *own =
	    token_address(a, list, arena_printf(a, "bounces-%s", token_write(a, secret, &bounce)));

	return own ? own : arena_string(a, from);
}
