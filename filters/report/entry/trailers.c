/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/trailers.h"

#include "common/subject.h"
#include "filters/report/entry/people.h"

#include <string.h>

struct trailer {
	struct bytes name, value;
	struct mailbox person; /* empty where the value is none */
	size_t cites[TRAILERS_CITES_MAX], ncites;
	int parts[TRAILERS_PARTS_MAX];
	size_t nparts;
	bool whole; /* for all of the posting */
	bool relayed;
};

struct gathering {
	struct arena *a;
	const struct collect_thread *t;
	struct trailer *all;
	size_t n;
};

/* What tags say that somebody did for a patch. */
static const char *const deeds[] = { "Reviewed", "Acked", "Tested", "Reported", "Suggested",
	"Co-developed" };
/* Those that say what it is about. */
static const char *const matters[] = { "Fixes", "Closes", "Link" };

/* "Reviewed-by", "Reported-and-tested-by". */
static bool
is_person(struct bytes name)
{
	static const struct bytes by = { "-by", 3 }, joint = { "-and-", 5 };
	struct bytes rest = bytes_slice(name, 0, name.n > by.n ? name.n - by.n : 0);

	if (!bytes_equal_fold(bytes_slice(name, rest.n, name.n), by))
		return false;
	for (;;) {
		size_t end = bytes_find_fold(rest, joint);

		if (!bytes_is_among(bytes_slice(rest, 0, end), BYTES_LIST(deeds)))
			return false;
		if (end == rest.n)
			return true;
		rest = bytes_slice(rest, end + joint.n, rest.n);
	}
}

static bool
is_stable(const struct store_fact *fact)
{
	return bytes_equal_fold(fact->name, BYTES_LIT("Cc")) &&
	       (bytes_find(fact->value, BYTES_LIT("stable@vger.kernel.org")) < fact->value.n ||
		   bytes_find(fact->value, BYTES_LIT("stable@kernel.org")) < fact->value.n);
}

/* In a reply only what people do counts, and what stands in a patch it carries is that patch's. */
static bool
counts(const struct store_mail *m, const struct store_fact *fact, bool reply, bool given)
{
	if (fact->kind != FACT_TRAILER || m->flags & MAIL_BOT)
		return false;
	if (reply)
		return is_person(fact->name) && (given || !(m->flags & MAIL_PATCH));
	return is_person(fact->name) || is_stable(fact) ||
	       bytes_is_among(fact->name, BYTES_LIST(matters));
}

static bool
is_same(const struct trailer *t, struct bytes name, struct bytes value, struct mailbox person)
{
	if (!bytes_equal_fold(t->name, name))
		return false;
	if ((person.address.n || person.name.n) && (t->person.address.n || t->person.name.n))
		return address_same_person(t->person, person);
	return bytes_equal(t->value, value);
}

/* A name with its address says more than the name alone. */
static struct trailer *
say_whole(struct trailer *t, struct bytes value, struct mailbox person)
{
	if (t->person.address.n == 0 && person.address.n) {
		t->person = person;
		t->value = value;
	}
	return t;
}

/* The trailer, made where it is new; NULL where there are too many. */
static struct trailer *
trailer_for(struct gathering *g, const struct store_fact *fact, struct mailbox person)
{
	for (size_t i = 0; i < g->n; i++)
		if (is_same(&g->all[i], fact->name, fact->value, person))
			return say_whole(&g->all[i], fact->value, person);
	if (g->n == TRAILERS_MAX)
		return NULL;
	g->all[g->n] = (struct trailer){
		.name = fact->name, .value = fact->value, .person = person, .relayed = true
	};
	return &g->all[g->n++];
}

/* Keeps them in the order of the list, which is not that of arrival. */
static void
cite(struct trailer *t, size_t n)
{
	size_t at = t->ncites;

	if (n == 0 || t->ncites == TRAILERS_CITES_MAX)
		return;
	while (at > 0 && t->cites[at - 1] > n)
		at--;
	if (at > 0 && t->cites[at - 1] == n)
		return;
	memmove(&t->cites[at + 1], &t->cites[at], (t->ncites - at) * sizeof(*t->cites));
	t->cites[at] = n;
	t->ncites++;
}

/* Keeps them in order. */
static void
add_part(struct trailer *t, int part)
{
	size_t at = t->nparts;

	if (part <= 0)
		t->whole = true;
	while (at > 0 && t->parts[at - 1] > part)
		at--;
	if (part <= 0 || t->nparts == TRAILERS_PARTS_MAX || (at > 0 && t->parts[at - 1] == part))
		return;
	memmove(&t->parts[at + 1], &t->parts[at], (t->nparts - at) * sizeof(*t->parts));
	t->parts[at] = part;
	t->nparts++;
}

/* The part a mail is, or answers; 0 for the cover, or where there is but one. */
static int
part_of(struct gathering *g, const struct store_mail *m)
{
	struct subject subject;

	subject_parse(g->a, m->subject, BYTES_NONE, &subject);
	return subject.total > 1 && subject.total == collect_entry(g->t)->total ? subject.part : 0;
}

/* Those of a series of total that a reply names for the tag: "6 7 8".  False where it names none.
 */
static bool
add_named(struct trailer *t, const struct store_mail *m, struct bytes name, int total)
{
	bool named = false;

	for (size_t i = 0; i < m->nfacts; i++) {
		struct bytes rest = m->facts[i].value, word;
		long long part;

		if (m->facts[i].kind != FACT_FOR || !bytes_equal(m->facts[i].name, name))
			continue;
		if (rest.n == 0)
			t->whole = named = true;
		while (bytes_word(&rest, &word))
			if (bytes_number(word, &part) && part > 0 && part <= total) {
				add_part(t, (int)part);
				named = true;
			}
	}
	return named;
}

static void
add_mail(struct gathering *g, const struct store_mail *m)
{
	bool reply = collect_is_reply(g->t, m);
	size_t n = m->nfacts ? collect_cite(g->t, m) : 0;
	int part = m->nfacts ? part_of(g, m) : 0;
	int total = collect_entry(g->t)->total;

	for (size_t i = 0; i < m->nfacts; i++) {
		const struct store_fact *fact = &m->facts[i];
		struct mailbox person = { BYTES_NONE, BYTES_NONE };
		struct trailer *t;
		bool given = false;

		if (is_person(fact->name)) {
			person = address_first(g->a, fact->value);
			given = address_same_person(person, people_sender(m));
		}
		if (!counts(m, fact, reply, given) || !(t = trailer_for(g, fact, person)))
			continue;
		cite(t, n);
		if (!reply || total < 2 || !add_named(t, m, fact->name, total))
			add_part(t, part);
		if (given || !is_person(fact->name))
			t->relayed = false;
	}
}

static struct json *
trailer_json(const struct trailer *t)
{
	struct json *v = json_object(), *cites = json_array(), *parts = json_array();

	for (size_t i = 0; i < t->ncites; i++)
		json_add(cites, json_number((int64_t)t->cites[i]));
	for (size_t i = 0; i < t->nparts && !t->whole; i++)
		json_add(parts, json_number(t->parts[i]));
	json_set_text(v, "name", t->name);
	json_set_text(v, "value", t->value);
	json_set(v, "cites", cites);
	json_set(v, "parts", parts);
	json_set_flag(v, "relayed", t->relayed);
	return v;
}

struct json *
trailers_json(struct arena *a, const struct collect_thread *t)
{
	struct gathering g = { .a = a, .t = t };
	struct json *v = json_array();

	g.all = arena_array(a, TRAILERS_MAX, sizeof(*g.all));
	for (size_t i = 0; i < t->nknown; i++)
		add_mail(&g, t->known[i]);
	for (size_t i = 0; i < g.n; i++)
		json_add(v, trailer_json(&g.all[i]));
	return v;
}
