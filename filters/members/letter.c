/* SPDX-License-Identifier: ISC */
#include "filters/members/letter.h"

#include "common/loop.h"
#include "common/mailid.h"
#include "common/rfc2047.h"
#include "common/subject.h"
#include "common/token.h"
#include "filters/members/person.h"

#include <string.h>

/* "From ada@example.org Fri Nov 14 ...", as procmail and maildrop give it. */
static struct bytes
envelope_line(struct bytes raw)
{
	struct bytes line, word;

	if (!bytes_line(&raw, &line) || !bytes_starts(line, BYTES_LIT("From ")) ||
	    !bytes_word(&line, &word) || !bytes_word(&line, &word))
		return BYTES_NONE;
	return word;
}

static struct bytes
envelope_sender(struct bytes raw, const struct header *h)
{
	struct bytes path = header_get(h, "Return-Path"), sender;

	if (path.p == NULL)
		return envelope_line(raw);
	sender = bytes_trim(path);
	if (sender.n >= 2 && sender.p[0] == '<' && sender.p[sender.n - 1] == '>')
		sender = bytes_trim(bytes_slice(sender, 1, sender.n - 1));
	return sender;
}

/* Senders that are programs whatever their mails say. */
static bool
is_robot_address(struct bytes address)
{
	static const char *const locals[] = { "mailer-daemon", "postmaster", "listserv",
		"majordomo", "noreply", "no-reply", "donotreply", "do-not-reply" };
	struct bytes local = bytes_slice(address, 0, bytes_find_byte(address, '@'));
	static const char *const tails[] = { "-request", "-bounces", "-bounce", "-owner", NULL };

	for (const char *const *tail = tails; *tail; tail++) {
		size_t n = strlen(*tail);

		if (local.n > n &&
		    bytes_equal_fold(bytes_slice(local, local.n - n, local.n), bytes_from(*tail)))
			return true;
	}
	return bytes_is_among(local, BYTES_LIST(locals)) ||
	       bytes_starts_fold(local, BYTES_LIT("owner-"));
}

/* The digest's own address, with an extension or without. */
static bool
is_own(struct bytes sender, const struct config_list *list)
{
	struct arena *a = arena_new();
	struct bytes own = address_first(a, bytes_from(list->from ? list->from : "")).address;
	size_t at = bytes_find_byte(own, '@'), far = bytes_find_byte(sender, '@');
	bool is = bytes_equal_fold(own, sender);

	if (!is && list->delimiter && far > at)
		is = bytes_starts_fold(sender, bytes_slice(own, 0, at)) &&
		     sender.p[at] == list->delimiter[0] &&
		     bytes_equal_fold(
			 bytes_slice(own, at, own.n), bytes_slice(sender, far, sender.n));
	arena_free(a);
	return is;
}

static struct bytes
first_word(struct bytes value)
{
	struct bytes word = BYTES_NONE;

	bytes_word(&value, &word);
	return bytes_slice(word, 0, bytes_find_byte(word, ';'));
}

/* By its fields: RFC 3834 section 2, and what programs older than it write. */
static const char *
robot_field(const struct header *h)
{
	static const char *const bulk[] = { "bulk", "list", "junk", "auto_reply" };
	struct bytes rest = h->block, automatic = header_get(h, "Auto-Submitted");
	struct field field;

	if (automatic.p && !bytes_equal_fold(first_word(automatic), BYTES_LIT("no")))
		return "it was submitted automatically";
	if (bytes_is_among(first_word(header_get(h, "Precedence")), BYTES_LIST(bulk)))
		return "its precedence is low";
	if (loop_marked(h))
		return "it is ours";
	while (header_next(&rest, &field))
		if (bytes_starts_fold(field.name, BYTES_LIT("List-")) ||
		    bytes_equal_fold(field.name, BYTES_LIT("Mailing-List")) ||
		    bytes_equal_fold(field.name, BYTES_LIT("X-Loop")))
			return "a list sent it";
		else if (bytes_equal_fold(field.name, BYTES_LIT("X-Auto-Response-Suppress")) ||
			 bytes_equal_fold(field.name, BYTES_LIT("X-Autoreply")) ||
			 bytes_equal_fold(field.name, BYTES_LIT("X-Autorespond")))
			return "a program sent it";
	if (h->cut)
		return "its header is too long";
	return NULL;
}

static const char *
robot(const struct letter *letter, const struct config_list *list)
{
	if (letter->sender.n == 0)
		return "it has no sender to answer";
	if (is_own(letter->sender, list))
		return "it is from the digest's own address";
	/* Whoever forged that would have us write to all of them. */
	if (list->address && bytes_equal_fold(letter->sender, bytes_from(list->address)))
		return "it is from the list itself";
	if (is_robot_address(letter->sender))
		return "its sender is a program";
	return letter->marked;
}

void
letter_read(struct arena *a, struct bytes raw, const char *sender, const struct config_list *list,
    struct letter *letter)
{
	struct mailbox from;

	*letter = (struct letter){ .sender = BYTES_NONE };
	header_scan(raw, &letter->header);
	letter->sender = sender ? bytes_from(sender) : envelope_sender(raw, &letter->header);
	if (!address_valid(letter->sender))
		letter->sender = BYTES_LIT("");
	letter->id = mailid_own(a, header_get(&letter->header, "Message-ID"));
	from = address_first(a, header_get(&letter->header, "From"));
	if (letter->sender.n && bytes_equal_fold(from.address, letter->sender) &&
	    person_name_wrong(from.name) == NULL)
		letter->name = from.name;
	letter->marked = robot_field(&letter->header);
	letter->robot = robot(letter, list);
}

/* ---- commands ---- */

/* Where one is also a word of prose it must stand first. */
static const struct {
	const char *word;
	enum verb command;
	bool first;
} commands[] = {
	{ "help", VERB_HELP, false },
	{ "subscribe", VERB_SUBSCRIBE, false },
	{ "join", VERB_SUBSCRIBE, false },
	{ "unsubscribe", VERB_UNSUBSCRIBE, false },
	{ "leave", VERB_UNSUBSCRIBE, false },
	{ "confirm", VERB_CONFIRM, false },
	{ "unsub", VERB_UNSUB, false },
	{ "bounces", VERB_BOUNCE, false },
	{ "show", VERB_SHOW, true },
	{ "set", VERB_CHOOSE, true },
	{ "unset", VERB_CHOOSE, true },
	{ "filter", VERB_CHOOSE, true },
};

static enum verb
find_command(struct bytes word, bool first)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (bytes_equal_fold(word, bytes_from(commands[i].word)) &&
		    (first || !commands[i].first))
			return commands[i].command;
	return VERB_NONE;
}

/* Takes the next run of ASCII letters and digits off *rest. */
static bool
next_name(struct bytes *rest, struct bytes *name)
{
	size_t from = 0, to;

	while (from < rest->n && !is_alnum(rest->p[from]))
		from++;
	for (to = from; to < rest->n && is_alnum(rest->p[to]); to++)
		continue;
	*name = bytes_slice(*rest, from, to);
	*rest = bytes_slice(*rest, to, rest->n);
	return name->n > 0;
}

struct bytes
letter_orders(struct arena *a, const struct letter *letter)
{
	return subject_heading(a, rfc2047_decode(a, header_get(&letter->header, "Subject")));
}

/* A subject is prose: its first word that is a command, and the word behind it. */
enum verb
letter_verb(
    struct arena *a, const struct letter *letter, const char *extension, struct bytes *token)
{
	struct bytes rest, name;
	enum verb command = VERB_NONE;
	uint64_t number;

	bool first = true;

	*token = BYTES_NONE;
	rest = extension ? bytes_from(extension) : letter_orders(a, letter);
	for (; command == VERB_NONE && next_name(&rest, &name); first = false)
		command = find_command(name, first);
	if (next_name(&rest, &name) && token_number(name, &number))
		*token = name;
	/* One who leaves with a token need not be asked back. */
	if (command == VERB_UNSUBSCRIBE && token->n)
		return VERB_UNSUB;
	return command;
}
