/* SPDX-License-Identifier: ISC */
/*
 * threads DIR LIST: every mail of a store in its thread, for tests.  One line each, in order of the
 *threads' first mails and then of the mails, tab-separated; ids of ghosts have "?" in front, "-" is
 *none:
 *
 *	id  parent  root-of-the-tree  root-of-the-entry  what-the-entry-hangs-on
 *	category  version  total  heading-of-the-entry
 */
#include "common/buf.h"
#include "common/log.h"
#include "common/subject.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

static void
say_id(struct buf *out, const struct store_thread *t, int32_t node)
{
	static const struct store_key none;

	if (node < 0) {
		buf_adds(out, "-\t");
		return;
	}
	if (memcmp(t->nodes[node].key.b, none.b, sizeof none.b) == 0)
		buf_addc(out, '?');
	buf_add(out, t->nodes[node].id);
	buf_addc(out, '\t');
}

static void
say_mail(struct buf *out, const struct store_thread *t, int32_t node, int32_t root)
{
	const struct store_entry *e = &t->entries[t->nodes[node].entry];

	say_id(out, t, node);
	say_id(out, t, t->nodes[node].parent);
	say_id(out, t, root);
	say_id(out, t, e->root);
	say_id(out, t, e->hangs);
	buf_addf(
	    out, "%s\t%d\t%d\t", category_name((enum category)e->category), e->version, e->total);
	buf_add(out, e->subject);
	buf_addf(out, "\t%lld\n", (long long)t->nodes[node].arrival);
}

/* Each node's root, found once: up to what is known, then down again. */
static int32_t *
find_roots(struct arena *a, const struct store_thread *t)
{
	int32_t *roots = arena_array(a, t->nnodes, sizeof *roots);

	for (size_t i = 0; i < t->nnodes; i++)
		roots[i] = -1;
	for (size_t i = 0; i < t->nnodes; i++) {
		int32_t top = (int32_t)i, root, next;

		while (roots[top] < 0 && t->nodes[top].parent >= 0)
			top = t->nodes[top].parent;
		root = roots[top] < 0 ? top : roots[top];
		for (int32_t at = (int32_t)i; at >= 0 && roots[at] < 0; at = next) {
			next = t->nodes[at].parent;
			roots[at] = root;
		}
	}
	return roots;
}

static void
say_thread(struct arena *a, const struct store_thread *t)
{
	static const struct store_key none;
	int32_t *roots = find_roots(a, t);
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < t->nnodes; i++)
		if (memcmp(t->nodes[i].key.b, none.b, sizeof none.b) != 0)
			say_mail(&out, t, (int32_t)i, roots[i]);
	fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
}

/* The threads behind the arrivals, each once, in order of their first mail. */
static size_t
thread_numbers(struct arena *a, const struct store_arrival *arrivals, size_t n, uint64_t *numbers)
{
	uint64_t most = 0;
	size_t found = 0;
	bool *seen;

	for (size_t i = 0; i < n; i++)
		most = arrivals[i].thread > most ? arrivals[i].thread : most;
	seen = arena_array(a, most + 1, sizeof *seen);
	for (size_t i = 0; i < n; i++)
		if (arrivals[i].thread && !seen[arrivals[i].thread]) {
			seen[arrivals[i].thread] = true;
			numbers[found++] = arrivals[i].thread;
		}
	return found;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct store *s = NULL;
	struct store_arrival *arrivals;
	struct store_thread *threads = NULL;
	uint64_t *numbers;
	size_t n = 0;
	enum store_status status = argc == 3 ? STORE_OK : STORE_BROKEN;

	log_open("threads");
	if (status == STORE_OK)
		status = store_open(&s, argv[1], argv[2], STORE_READ, 10);
	if (status == STORE_OK)
		status = store_scan_arrivals(s, INT64_MIN, INT64_MAX, a, &arrivals, &n);
	if (status == STORE_OK) {
		numbers = arena_array(a, n, sizeof *numbers);
		n = thread_numbers(a, arrivals, n, numbers);
		status = store_get_threads(s, numbers, n, a, &threads);
	}
	for (size_t i = 0; status == STORE_OK && i < n; i++)
		say_thread(a, &threads[i]);
	store_close(s);
	arena_free(a);
	return status;
}
