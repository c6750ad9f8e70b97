/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/select.h"

#include "common/utf8.h"
#include "filters/report/entry/collect.h"
#include "filters/report/entry/people.h"

#include <stdlib.h>

/* A thread of the digest, or what the overview says of one that is not in it. */
struct candidate {
	const struct json *v;
	struct bytes id;
	bool shown;
};

struct selection {
	struct arena *a;
	const struct json *digest;
	const struct choice *choice;
	struct bytes values[CHOICE_FILTERS_MAX]; /* folded */
	struct candidate *threads;		 /* in the digest's order */
	size_t n;
	const struct candidate **by_id;
	const size_t *person; /* the reader, then who is in each candidate, in order */
	size_t at;	      /* the next of them to be looked at */
};

/* ---- one filter ---- */

/* Whether each word of wanted occurs; both are folded. */
static bool
has_words(struct bytes text, struct bytes wanted)
{
	struct bytes word;

	while (bytes_word(&wanted, &word))
		if (bytes_find(text, word) == text.n)
			return false;
	return true;
}

bool
select_path(struct bytes path, struct bytes wanted)
{
	bool top = wanted.n > 0 && wanted.p[0] == '/';

	if (top)
		wanted = bytes_slice(wanted, 1, wanted.n);
	if (wanted.n && wanted.p[wanted.n - 1] == '/')
		wanted.n--;
	if (wanted.n == 0)
		return top;
	top = top || bytes_find_byte(wanted, '/') < wanted.n;
	for (;;) {
		size_t slash = bytes_find_byte(path, '/');

		if (bytes_starts(path, wanted) && (path.n == wanted.n || path.p[wanted.n] == '/'))
			return true;
		if (top || slash == path.n)
			return false;
		path = bytes_slice(path, slash + 1, path.n);
	}
}

static struct bytes
fold(const struct selection *s, const struct json *text)
{
	return utf8_fold(s->a, json_text_of(text));
}

static bool
is_by(const struct selection *s, const struct json *from, struct bytes wanted)
{
	struct buf both = BUF_INIT;
	bool is;

	buf_add(&both, fold(s, json_get(from, "name")));
	buf_addc(&both, ' ');
	buf_add(&both, fold(s, json_get(from, "address")));
	is = has_words(buf_bytes(&both), wanted);
	buf_release(&both);
	return is;
}

/* By the thread itself, or by one of its new mails. */
static bool
has_subject(const struct selection *s, const struct json *v, struct bytes wanted)
{
	const struct json *mails = json_get(v, "mails"), *text = json_get(v, "subject");

	if (has_words(fold(s, text ? text : json_get(v, "text")), wanted))
		return true;
	for (size_t i = 0; i < json_count(mails); i++)
		if (json_flag_of(json_get(json_at(mails, i), "new")) &&
		    has_words(fold(s, json_get(json_at(mails, i), "subject")), wanted))
			return true;
	return false;
}

static bool
has_author(const struct selection *s, const struct json *v, struct bytes wanted)
{
	const struct json *mails = json_get(v, "mails"), *from = json_get(v, "from");

	if (from && is_by(s, from, wanted))
		return true;
	for (size_t i = 0; i < json_count(mails); i++)
		if (json_flag_of(json_get(json_at(mails, i), "new")) &&
		    is_by(s, json_get(json_at(mails, i), "from"), wanted))
			return true;
	return false;
}

static bool
has_path(const struct json *v, struct bytes wanted)
{
	const struct json *paths = json_get(v, "paths");

	for (size_t i = 0; i < json_count(paths); i++)
		if (select_path(json_text_of(json_at(paths, i)), wanted))
			return true;
	return false;
}

static bool
holds(const struct selection *s, size_t filter, const struct json *v)
{
	struct bytes given = s->choice->filters[filter].value, wanted = s->values[filter];

	switch (s->choice->filters[filter].field) {
	case CHOICE_SUBJECT:
		return has_subject(s, v, wanted);
	case CHOICE_AUTHOR:
		return has_author(s, v, wanted);
	case CHOICE_PATH:
		return has_path(v, given);
	default:
		return bytes_equal_fold(json_text_of(json_get(v, "category")), given);
	}
}

/* ---- who is in a thread ---- */

/* people: const struct store_mail *, one behind the other. */
static void
add_person(const struct selection *s, struct buf *people, struct mailbox who, bool robot)
{
	struct store_mail *mail = arena_alloc(s->a, sizeof(*mail));

	*mail = (struct store_mail){
		.name = who.name, .address = who.address, .flags = robot ? MAIL_BOT : 0
	};
	buf_add(people, (struct bytes){ (const char *)&mail, sizeof(mail) });
}

static void
add_sender(const struct selection *s, struct buf *people, const struct json *from, bool robot)
{
	add_person(s, people,
	    (struct mailbox){
		json_text_of(json_get(from, "name")), json_text_of(json_get(from, "address")) },
	    robot);
}

/* The same ones in the same order as is_in looks at. */
static void
add_people(const struct selection *s, struct buf *people, const struct json *v)
{
	const struct json *mails = json_get(v, "mails"), *others = json_get(v, "others");

	for (size_t i = 0; i < json_count(mails); i++)
		add_sender(s, people, json_get(json_at(mails, i), "from"),
		    json_flag_of(json_get(json_at(mails, i), "robot")));
	for (size_t i = 0; i < json_count(others); i++)
		add_sender(s, people, json_at(others, i), false);
	if (json_get(v, "from"))
		add_sender(s, people, json_get(v, "from"), false);
}

static bool
is_in(struct selection *s, const struct json *v)
{
	size_t n = json_count(json_get(v, "mails")) + json_count(json_get(v, "others")) +
		   (json_get(v, "from") != NULL);
	bool in = false;

	for (; n > 0; n--, s->at++)
		in = in || s->person[s->at] == s->person[0];
	return in;
}

/* Who each of them is; how many they are. */
static size_t
number_people(const struct selection *s, const struct buf *people, const size_t **numbers)
{
	size_t n = people->n / sizeof(struct store_mail *);
	size_t *person = arena_array(s->a, n, sizeof(*person));

	*numbers = person;
	return people_number(s->a, (const struct store_mail *const *)(void *)people->p, n, person);
}

/* ---- the threads ---- */

static bool
is_asked_for(struct selection *s, const struct json *v)
{
	/* Looked at in any case: it moves on. */
	bool asked = s->choice->mine && is_in(s, v);

	for (size_t i = 0; i < s->choice->n && !asked; i++)
		asked = holds(s, i, v);
	return asked || !choice_filters(s->choice);
}

static int
compare_ids(const void *a, const void *b)
{
	return bytes_compare(
	    (*(const struct candidate *const *)a)->id, (*(const struct candidate *const *)b)->id);
}

static const struct candidate *
find_thread(const struct selection *s, struct bytes id)
{
	const struct candidate wanted = { .id = id }, *key = &wanted;
	const struct candidate **found =
	    s->n ? bsearch(&key, s->by_id, s->n, sizeof(*s->by_id), compare_ids) : NULL;

	return found ? *found : NULL;
}

/* What the overview says of threads that are not in the digest. */
static bool
is_elsewhere(const struct selection *s, const struct json *item)
{
	return find_thread(s, json_text_of(json_at(json_get(item, "threads"), 0))) == NULL;
}

static void
list_threads(struct selection *s)
{
	const struct json *threads = json_get(s->digest, "threads");

	s->n = json_count(threads);
	s->threads = arena_array(s->a, s->n, sizeof(*s->threads));
	s->by_id = arena_array(s->a, s->n, sizeof(*s->by_id));
	for (size_t i = 0; i < s->n; i++) {
		s->threads[i] = (struct candidate){ json_at(threads, i),
			json_text_of(json_get(json_at(threads, i), "id")), false };
		s->by_id[i] = &s->threads[i];
	}
	if (s->n > 1)
		qsort(s->by_id, s->n, sizeof(*s->by_id), compare_ids);
}

/* Who is who is told over all of the digest: two addresses are one also by way of a third mail. */
static void
list_people(struct selection *s, struct mailbox reader)
{
	const struct json *overview = json_get(s->digest, "overview");
	struct buf people = BUF_INIT;

	add_person(s, &people, reader, false);
	for (size_t i = 0; i < s->n; i++)
		add_people(s, &people, s->threads[i].v);
	for (size_t i = 0; i < json_count(overview); i++)
		if (is_elsewhere(s, json_at(overview, i)))
			add_people(s, &people, json_at(overview, i));
	number_people(s, &people, &s->person);
	buf_release(&people);
	s->at = 1;
}

/* ---- the digest of what is left ---- */

static struct json *
threads_json(const struct selection *s)
{
	struct json *threads = json_array();

	for (size_t i = 0; i < s->n; i++)
		if (s->threads[i].shown)
			json_add(threads, json_copy(s->threads[i].v));
	return threads;
}

static struct json *
overview_json(struct selection *s)
{
	const struct json *from = json_get(s->digest, "overview");
	struct json *overview = json_array();

	for (size_t i = 0; i < json_count(from); i++) {
		const struct json *item = json_at(from, i);
		const struct candidate *thread =
		    find_thread(s, json_text_of(json_at(json_get(item, "threads"), 0)));

		if (thread ? thread->shown : is_asked_for(s, item))
			json_add(overview, json_copy(item));
	}
	return overview;
}

static struct json *
categories_json(const struct selection *s)
{
	const struct json *from = json_get(s->digest, "categories");
	struct json *categories = json_array();

	for (size_t c = 0; c < json_count(from); c++) {
		struct bytes name = json_text_of(json_get(json_at(from, c), "category"));
		struct json *category = json_object();
		int64_t threads = 0, messages = 0;

		for (size_t i = 0; i < s->n; i++)
			if (s->threads[i].shown &&
			    bytes_equal(
				json_text_of(json_get(s->threads[i].v, "category")), name)) {
				threads++;
				messages +=
				    json_number_of(json_get(s->threads[i].v, "messages"), 0);
			}
		json_set_text(category, "category", name);
		json_set_number(category, "threads", threads);
		json_set_number(category, "messages", messages);
		if (threads)
			json_add(categories, category);
		else
			json_free(category);
	}
	return categories;
}

static size_t
count_people(const struct selection *s)
{
	struct buf people = BUF_INIT;
	const size_t *person;
	size_t n;

	for (size_t i = 0; i < s->n; i++) {
		const struct json *mails = json_get(s->threads[i].v, "mails");

		for (size_t k = 0; s->threads[i].shown && k < json_count(mails); k++)
			add_sender(s, &people, json_get(json_at(mails, k), "from"),
			    json_flag_of(json_get(json_at(mails, k), "robot")));
	}
	n = number_people(s, &people, &person);
	buf_release(&people);
	return n;
}

static struct json *
totals_json(const struct selection *s)
{
	static const char *const sums[] = { "messages", "new", "context" };
	struct json *totals = json_object();
	int64_t threads = 0, large = 0;

	for (size_t k = 0; k < sizeof(sums) / sizeof(*sums); k++) {
		int64_t sum = 0;

		for (size_t i = 0; i < s->n; i++)
			if (s->threads[i].shown)
				sum += json_number_of(json_get(s->threads[i].v, sums[k]), 0);
		json_set_number(totals, sums[k], sum);
	}
	for (size_t i = 0; i < s->n; i++) {
		int64_t mails = json_number_of(json_get(s->threads[i].v, "messages"), 0);

		threads += s->threads[i].shown;
		large += s->threads[i].shown && mails > COLLECT_LARGE;
	}
	json_set_number(totals, "threads", threads);
	json_set_number(totals, "large_threads", large);
	json_set_number(totals, "participants", (int64_t)count_people(s));
	return totals;
}

static struct json *
left_out_json(const struct selection *s)
{
	struct json *v = json_object();
	int64_t threads = 0, messages = 0;

	for (size_t i = 0; i < s->n; i++)
		if (!s->threads[i].shown) {
			threads++;
			messages += json_number_of(json_get(s->threads[i].v, "messages"), 0);
		}
	json_set_number(v, "threads", threads);
	json_set_number(v, "messages", messages);
	return v;
}

/* Its keys in their order; NULL for those that stay as they are. */
static struct json *
chosen(struct selection *s, const char *key)
{
	struct bytes name = bytes_from(key);

	if (bytes_equal(name, BYTES_LIT("totals")))
		return totals_json(s);
	if (bytes_equal(name, BYTES_LIT("categories")))
		return categories_json(s);
	if (bytes_equal(name, BYTES_LIT("overview")))
		return overview_json(s);
	if (bytes_equal(name, BYTES_LIT("threads")))
		return threads_json(s);
	return NULL;
}

static struct json *
list_json(const struct selection *s)
{
	struct json *list = json_copy(json_get(s->digest, "list"));

	if (s->choice->language.n && json_type(list) == JSON_OBJECT)
		json_set_text(list, "language", s->choice->language);
	return list;
}

static struct json *
digest_json(struct selection *s)
{
	struct json *v = json_object(), *choice = choice_json(s->choice);

	for (size_t i = 0; i < json_count(s->digest); i++) {
		const char *key = json_key_at(s->digest, i);
		struct json *own = choice_filters(s->choice) ? chosen(s, key) : NULL;

		json_set(v, key, own ? own : json_copy(json_get(s->digest, key)));
	}
	json_set(v, "list", list_json(s));
	json_set(choice, "left_out", left_out_json(s));
	json_set(v, "choice", choice);
	return v;
}

struct json *
select_digest(const struct json *digest, struct mailbox reader, const struct choice *choice)
{
	struct selection s = { .a = arena_new(), .digest = digest, .choice = choice };
	struct json *v;

	for (size_t i = 0; i < choice->n; i++)
		s.values[i] = utf8_fold(s.a, choice->filters[i].value);
	list_threads(&s);
	if (choice->mine)
		list_people(&s, reader);
	for (size_t i = 0; i < s.n; i++)
		s.threads[i].shown = is_asked_for(&s, s.threads[i].v);
	v = digest_json(&s);
	arena_free(s.a);
	return v;
}
