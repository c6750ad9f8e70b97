/* SPDX-License-Identifier: ISC */
/*
 * extracts DIR LIST SINCE UNTIL features: each thread as a line of JSON: its root's Message-ID and
 * the sentences an extract is chosen from, with their features. extracts DIR LIST SINCE UNTIL
 * LENGTH [WEIGHT...]: each thread's extract of that length ("100", "30%", "few"), chosen with these
 * weights, with the words it was allowed and the microseconds it took. extracts DIR LIST SINCE
 * UNTIL mails: the lines of each mail, as aggregate told them apart. The times are RFC 3339.
 */
#include "common/clock.h"
#include "common/json.h"
#include "common/log.h"
#include "common/utf8.h"
#include "filters/report/entry/people.h"
#include "filters/report/entry/summary.h"
#include "filters/report/extract/candidate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct wanted {
	const char *what;
	struct extract_length length;
	double weights[FEATURES];
	bool weighted;
};

static struct json *
clean(struct arena *a, struct bytes s)
{
	return json_text(utf8_clean(a, s, UTF8_LINES));
}

/* Whole millionths: JSON of the same bytes everywhere. */
static struct json *
millionths(double x)
{
	return json_number((int64_t)(x * 1e6 + (x < 0 ? -0.5 : 0.5)));
}

static struct json *
candidate_json(struct arena *a, const struct candidate *c, const struct extract_thread *t)
{
	struct json *v = json_object(), *features = json_array();

	json_set(v, "text", clean(a, c->s.text));
	json_set_number(v, "mail", (int64_t)c->mail);
	json_set_number(v, "person", (int64_t)t->mails[c->mail].person);
	json_set_number(v, "index", (int64_t)c->index);
	json_set_number(v, "words", (int64_t)c->s.words);
	for (unsigned f = 0; f < FEATURES; f++)
		json_add(features, millionths(c->features[f]));
	json_set(v, "features", features);
	return v;
}

static struct json *
features_json(struct arena *a, const struct extract_thread *t)
{
	struct candidates all = candidates_of(a, t->subject, t->mails, t->n, t->root, NULL);
	struct json *v = json_array();

	for (size_t i = 0; i < all.n; i++)
		json_add(v, candidate_json(a, &all.of[i], t));
	return v;
}

static void
add_part(struct arena *a, struct json *v, const struct extract_part *part, const char *name)
{
	for (size_t i = 0; i < part->n; i++) {
		struct json *claim = json_object();

		json_set(claim, "text", clean(a, part->claims[i].text));
		json_set_number(claim, "mail", (int64_t)part->claims[i].mail);
		json_set_number(claim, "words", (int64_t)sentence_words(part->claims[i].text));
		json_set_string(claim, "part", name);
		json_add(v, claim);
	}
}

static struct json *
extract_json(
    struct arena *a, const struct extract_thread *t, const struct wanted *w, struct json *of)
{
	struct json *v = json_array();
	clock_t start = clock();
	struct extract e;

	extract_make(a, t, w->length, w->weighted ? w->weights : NULL, &e);
	json_set_number(
	    of, "microseconds", (int64_t)((clock() - start) * 1000000 / CLOCKS_PER_SEC));
	json_set_number(of, "room", (int64_t)extract_room(t, w->length));
	add_part(a, v, &e.original, "original");
	add_part(a, v, &e.earlier, "earlier");
	add_part(a, v, &e.this_week, "this_week");
	return v;
}

static struct json *
mails_json(struct arena *a, const struct collect_thread *c, const struct extract_thread *t)
{
	struct json *all = json_array();

	for (size_t i = 0; i < t->n; i++) {
		struct json *v = json_object();

		json_set(v, "text", clean(a, t->mails[i].text));
		json_set(v, "name", clean(a, c->mails[i].mail->name));
		json_set_number(v, "person", (int64_t)t->mails[i].person);
		json_set_flag(v, "new", t->mails[i].new);
		json_set_flag(v, "patch", t->mails[i].patch);
		json_set_flag(v, "answered", t->mails[i].answered);
		json_set_flag(v, "decides", t->mails[i].decides);
		json_add(all, v);
	}
	return all;
}

static void
print(struct json *v)
{
	struct buf out = BUF_INIT;

	json_write(&out, v, false);
	printf("%.*s\n", (int)out.n, out.p);
	buf_release(&out);
	json_free(v);
}

static bool
show_thread(struct store *s, const struct collect_thread *c, const struct wanted *w)
{
	struct arena *a = arena_new();
	const struct store_mail **mails = arena_array(a, c->n, sizeof(*mails));
	size_t *person = arena_array(a, c->n, sizeof(*person));
	struct json *v = json_object();
	struct extract_thread t;
	bool ok;

	for (size_t i = 0; i < c->n; i++)
		mails[i] = c->mails[i].mail;
	people_number(a, mails, c->n, person);
	ok = summary_thread(s, a, c, person, &t) == STORE_OK;
	json_set(v, "root", clean(a, c->root_id));
	json_set(v, "subject", clean(a, t.subject));
	if (ok && strcmp(w->what, "features") == 0)
		json_set(v, "sentences", features_json(a, &t));
	else if (ok)
		json_set(v, "claims", extract_json(a, &t, w, v));
	if (ok && strcmp(w->what, "mails") == 0)
		json_set(v, "mails", mails_json(a, c, &t));
	print(v);
	arena_free(a);
	return ok;
}

static void
print_weights(void)
{
	struct json *v = json_object(), *weights = json_object();

	for (unsigned f = 0; f < FEATURES; f++)
		json_set(
		    weights, candidate_weights[f].name, millionths(candidate_weights[f].weight));
	json_set(v, "weights", weights);
	print(v);
}

static bool
read_wanted(struct wanted *w, int argc, char **argv)
{
	*w = (struct wanted){ .what = argv[5], .weighted = argc > 6 };
	for (unsigned f = 0; w->weighted && f < FEATURES; f++)
		w->weights[f] = strtod(argv[6 + f], NULL);
	return strcmp(w->what, "features") == 0 || strcmp(w->what, "few") == 0 ||
	       strcmp(w->what, "mails") == 0 || extract_length_read(w->what, &w->length);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct window window = { .late_after = UINT64_MAX, .mark = UINT64_MAX };
	struct store *s = NULL;
	struct collect c = { 0 };
	struct wanted w;
	bool ok = argc == 6 || argc == 6 + FEATURES;

	log_open("extracts");
	ok = ok && read_wanted(&w, argc, argv) &&
	     clock_parse(bytes_from(argv[3]), 0, &window.since) &&
	     clock_parse(bytes_from(argv[4]), 0, &window.until) &&
	     store_open(&s, argv[1], argv[2], STORE_READ, 10) == STORE_OK &&
	     collect(s, &window, a, &c) == STORE_OK;
	if (ok && strcmp(w.what, "features") == 0)
		print_weights();
	for (size_t i = 0; ok && i < c.n; i++)
		ok = show_thread(s, &c.threads[i], &w);
	store_close(s);
	arena_free(a);
	return !ok;
}
