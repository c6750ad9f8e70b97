/* SPDX-License-Identifier: ISC */
#include "tests/unit/open_store.h"
#include "tests/unit/thread_records.h"

static const struct store_entry one_entry = {
	.root = 0, .hangs = -1, .category = 3, .version = 2, .total = 25
};

/* Any links at all against a plain model. */
#define IDS 60
#define STEPS 200

static struct {
	bool mail;
	uint64_t thread; /* 0: unknown */
	struct store_mail m;
	unsigned text;
} model[IDS];

static size_t
pick(size_t n)
{
	return (size_t)random() % n;
}

static char *
id_name(size_t i)
{
	return arena_printf(fixture_arena, "id%zu@x", i);
}

static struct store_tie
model_tie(size_t i)
{
	return (struct store_tie){ .hash = hash_bytes(B("tie")),
		.arrival = model[i].m.arrival,
		.key = model[i].m.key,
		.seeks = i % 2 };
}

struct step {
	struct store_mail mails[IDS];
	struct bytes texts[IDS];
	struct store_tie ties[IDS];
	struct store_key gone[IDS];
	uint64_t dead[IDS];
	struct store_node nodes[IDS][IDS];
	struct store_thread threads[IDS];
	size_t group[IDS]; /* of each id taken; IDS: not taken */
	struct store_link link;
};

/* A mail comes, moves, goes, or stays as it is. */
static void
change_mail(struct step *s, size_t i, uint64_t *seq)
{
	struct store_link *l = &s->link;

	if (model[i].mail && pick(8) == 0) {
		s->gone[l->ngone++] = model[i].m.key;
		model[i].mail = false;
	} else if (pick(2)) {
		model[i].m = mail(id_name(i), ++*seq, (int64_t)pick(40));
		model[i].mail = true;
		model[i].text = (unsigned)*seq;
		s->texts[l->nmails] =
		    B(arena_printf(fixture_arena, "%0*u", (int)pick(200), model[i].text));
		s->mails[l->nmails++] = model[i].m;
		s->ties[l->nties++] = model_tie(i);
	}
}

/* Takes up to three threads and some free ids apart and makes threads of them anew. */
static void
make_step(struct step *s, uint64_t *seq)
{
	struct store_link *l = &s->link;
	size_t groups = 1 + pick(3), old = 0;
	uint64_t taken[3] = { 0 };

	memset(s, 0, sizeof *s);
	for (size_t i = 0; i < 3; i++)
		taken[i] = model[pick(IDS)].thread;
	for (size_t i = 0; i < IDS; i++) {
		bool mine = model[i].thread &&
			    (model[i].thread == taken[0] || model[i].thread == taken[1] ||
				model[i].thread == taken[2]);
		s->group[i] =
		    mine || (model[i].thread == 0 && pick(10) == 0) ? pick(groups + 1) : IDS;
		if (s->group[i] == IDS)
			continue;
		change_mail(s, i, seq);
		/* A ghost may be forgotten; a mail is always in a thread. */
		if (s->group[i] == groups && model[i].mail)
			s->group[i] = 0;
	}
	for (size_t g = 0; g < groups; g++) {
		struct store_thread *t = &s->threads[l->nthreads];
		for (size_t i = 0; i < IDS; i++)
			if (s->group[i] == g) {
				s->nodes[g][t->nnodes] =
				    model[i].mail ? node_of(&model[i].m, -1) : ghost(id_name(i));
				t->nnodes++;
			}
		if (t->nnodes == 0) {
			for (size_t i = 0; i < IDS; i++)
				s->group[i] = s->group[i] == g ? IDS : s->group[i];
			continue;
		}
		t->nodes = s->nodes[g];
		t->entries = &one_entry;
		t->nentries = 1;
		while (old < 3 && (taken[old] == 0 || (old > 0 && taken[old] == taken[0]) ||
				      (old > 1 && taken[old] == taken[1])))
			old++;
		if (old < 3 && pick(2))
			t->number = taken[old++];
		for (size_t i = 0; i < IDS; i++)
			if (s->group[i] == g)
				s->group[i] = l->nthreads + 1000;
		l->nthreads++;
	}
	for (size_t i = 0; i < 3; i++) {
		bool kept = taken[i] == 0 || (i > 0 && taken[i] == taken[0]) ||
			    (i > 1 && taken[i] == taken[1]);
		for (size_t k = 0; k < l->nthreads; k++)
			kept |= s->threads[k].number == taken[i];
		if (!kept)
			s->dead[l->ndead++] = taken[i];
	}
	l->linked = *seq;
	l->mails = s->mails;
	l->ties = s->ties;
	l->gone = s->gone;
	l->dead = s->dead;
	l->threads = s->threads;
}

static void
check_ties(void)
{
	struct store_tie at = { .hash = hash_bytes(B("tie")), .arrival = INT64_MIN }, found;
	size_t n = 0, want = 0;

	for (size_t i = 0; i < IDS; i++)
		want += model[i].mail;
	while (store_find_tie(store, &at, false, &found) == STORE_OK) {
		bool right = false;
		for (size_t i = 0; i < IDS; i++)
			right |= model[i].mail && found.arrival == model[i].m.arrival &&
				 key_compare(&found.key, &model[i].m.key) == 0 &&
				 found.seeks == (i % 2);
		assert_true(right);
		at = found;
		n++;
	}
	assert_int_equal(n, want);
}

static enum store_status
count_entries(struct txn *t, void *arg)
{
	uint64_t *n = arg;

	for (enum table i = 0; i < TABLE_COUNT; i++)
		assert_int_equal(txn_entries(t, i, &n[i]), STORE_OK);
	return STORE_OK;
}

/* Nothing is left behind that no call would show. */
static void
check_entries(void)
{
	uint64_t n[TABLE_COUNT], ids = 0, mails = 0, threads = 0;

	for (size_t i = 0; i < IDS; i++) {
		ids += model[i].thread != 0;
		mails += model[i].mail;
		bool first = model[i].thread != 0;
		for (size_t k = 0; k < i; k++)
			first &= model[k].thread != model[i].thread;
		threads += first;
	}
	assert_int_equal(store_read(store, count_entries, n), STORE_OK);
	assert_int_equal(n[TABLE_ID], ids);
	assert_int_equal(n[TABLE_THREAD], threads);
	assert_int_equal(n[TABLE_RECORD], mails);
	assert_int_equal(n[TABLE_TEXT], mails);
	assert_int_equal(n[TABLE_ARRIVAL], mails);
	assert_int_equal(n[TABLE_TIE], mails);
}

static void
check_model(void)
{
	struct bytes ids[IDS], *texts;
	struct store_key keys[IDS];
	uint64_t numbers[IDS];
	struct store_mail *mails;
	struct store_thread *threads;
	struct store_arrival *arrivals;
	size_t n, want = 0;

	for (size_t i = 0; i < IDS; i++) {
		ids[i] = B(id_name(i));
		keys[i] = key_of_mail(ids[i], ids[i]);
	}
	assert_int_equal(store_find_threads(store, ids, IDS, numbers), STORE_OK);
	assert_int_equal(store_get_mails(store, keys, IDS, fixture_arena, &mails), STORE_OK);
	assert_int_equal(store_get_texts(store, keys, IDS, fixture_arena, &texts), STORE_OK);
	assert_int_equal(store_get_threads(store, numbers, IDS, fixture_arena, &threads), STORE_OK);
	for (size_t i = 0; i < IDS; i++) {
		assert_int_equal(numbers[i], model[i].thread);
		assert_int_equal(mails[i].seq, model[i].mail ? model[i].m.seq : 0);
		assert_int_equal(texts[i].n ? atoi(arena_string(fixture_arena, texts[i])) : 0,
		    model[i].mail ? model[i].text : 0);
		size_t mates = 0;
		for (size_t k = 0; k < IDS; k++)
			mates += model[i].thread && model[k].thread == model[i].thread;
		assert_int_equal(threads[i].nnodes, mates);
		want += model[i].mail;
	}
	assert_int_equal(store_scan_arrivals(store, 0, 40, fixture_arena, &arrivals, &n), STORE_OK);
	assert_int_equal(n, want);
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < IDS; i++)
			if (key_compare(&keys[i], &arrivals[k].key) == 0)
				assert_true(model[i].mail &&
					    arrivals[k].thread == model[i].thread &&
					    arrivals[k].arrival == model[i].m.arrival);
	assert_int_equal(store_scan_late(store, 0, 40, fixture_arena, &arrivals, &n), STORE_OK);
	assert_int_equal(n, want);
	check_ties();
	check_entries();
}

static void
test_model(void **state)
{
	static struct step s;
	uint64_t seq = 0;

	(void)state;
	fixture_seed();
	memset(model, 0, sizeof model);
	for (size_t i = 0; i < STEPS; i++) {
		make_step(&s, &seq);
		assert_int_equal(store_put_texts(store, s.mails, s.texts, s.link.nmails), STORE_OK);
		assert_int_equal(store_link(store, &s.link), STORE_OK);
		for (size_t k = 0; k < IDS; k++)
			if (s.group[k] >= 1000)
				model[k].thread = s.threads[s.group[k] - 1000].number;
			else if (s.group[k] != IDS)
				model[k].thread = 0;
		check_model();
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = { TEST(test_model) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
