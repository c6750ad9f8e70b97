/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/done.h"

#include "common/subject.h"

void
done_init(struct done *d, struct arena *a, int total)
{
	*d = (struct done){ .total = total > 1 ? total : 1 };
	d->part = arena_array(a, (size_t)d->total + 1, sizeof(*d->part));
}

void
done_part(struct done *d, long long part)
{
	if (part < 1 || part > d->total || d->part[part])
		return;
	d->part[part] = true;
	d->n++;
}

bool
done_undo(struct done *d, int part)
{
	if (part > d->total || !d->part[part])
		return false;
	d->part[part] = false;
	d->n--;
	return true;
}

void
done_undo_all(struct done *d)
{
	for (int i = 1; i <= d->total; i++)
		done_undo(d, i);
	d->some = false;
}

bool
done_all(const struct done *d)
{
	return d->n == d->total;
}

static void
do_all(struct done *d)
{
	for (int i = 1; i <= d->total; i++)
		done_part(d, i);
}

/* The 3 of "3/11" where the series has 11. */
static long long
part_named(const struct done *d, struct bytes name)
{
	size_t slash = bytes_find_byte(name, '/');
	long long part, total;

	if (!bytes_number(bytes_slice(name, 0, slash), &part) ||
	    !bytes_number(bytes_slice(name, slash + 1, name.n), &total))
		return 0;
	return total == d->total ? part : 0;
}

/* "all" of the posting, or "all 3" of its patches. */
static bool
do_whole(struct done *d, struct bytes value)
{
	long long n = d->total;

	bytes_number(bytes_slice(value, 4, value.n), &n);
	if (n == d->total)
		do_all(d);
	d->some = d->some || n != d->total;
	return true;
}

/* The parts of a list of commits, or those the line named; false where the mail tells none. */
static bool
do_named(struct done *d, const struct store_mail *m)
{
	bool any = false;

	for (size_t i = 0; i < m->nfacts; i++) {
		const struct store_fact *f = &m->facts[i];
		long long part = 0;

		if (f->kind == FACT_COMMIT || (f->kind == FACT_PART && f->name.n))
			part = part_named(d, f->name);
		else if (f->kind == FACT_PART && bytes_starts(f->value, BYTES_LIT("all")))
			any = do_whole(d, f->value);
		else if (f->kind == FACT_PART && !bytes_number(f->value, &part))
			any = d->some = true;
		if (part) {
			done_part(d, part);
			any = true;
		}
	}
	return any;
}

void
done_read(struct done *d, struct arena *a, const struct store_mail *m)
{
	bool subset = bytes_find(m->subject, BYTES_LIT("(subset)")) < m->subject.n;
	struct subject subject;

	subject_parse(a, m->subject, BYTES_NONE, &subject);
	if (do_named(d, m))
		return;
	if (subset && subject.part <= 0)
		d->some = true;
	else if (subject.part > 0 && subject.total == d->total)
		done_part(d, subject.part);
	else
		do_all(d);
}
