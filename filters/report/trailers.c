/* SPDX-License-Identifier: ISC */
#include "filters/report/trailers.h"

#include "filters/report/people.h"

struct trailer {
	struct bytes name, value;
	size_t cites[8]; /* indices of mails */
	size_t ncites;
};

static const char *const given[] = { "Reviewed-by", "Acked-by", "Tested-by",
	"Reviewed-and-tested-by", "Tested-and-reviewed-by", "Acked-and-tested-by",
	"Tested-and-acked-by", "Reported-and-tested-by" };
static const char *const posted[] = { "Fixes", "Reported-by", "Closes", "Reported-and-tested-by" };

static bool
is_among(struct bytes name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_equal_fold(name, bytes_from(names[i])))
			return true;
	return false;
}

/* A tag is given by him whose name it bears. */
static bool
counts(struct arena *a, const struct collect_mail *m, const struct store_fact *fact)
{
	if (fact->kind != FACT_TRAILER || (m->mail->flags & MAIL_BOT))
		return false;
	if (m->reply)
		return is_among(fact->name, given, sizeof(given) / sizeof(*given)) &&
		       address_same_person(address_first(a, fact->value), people_sender(m->mail));
	return is_among(fact->name, posted, sizeof(posted) / sizeof(*posted));
}

static void
cite(struct trailer *t, size_t mail)
{
	if (t->ncites < sizeof(t->cites) / sizeof(*t->cites) &&
	    (t->ncites == 0 || t->cites[t->ncites - 1] != mail))
		t->cites[t->ncites++] = mail;
}

static void
add(struct trailer *all, size_t *n, const struct store_fact *fact, size_t mail)
{
	for (size_t i = 0; i < *n; i++)
		if (bytes_equal_fold(all[i].name, fact->name) &&
		    bytes_equal(all[i].value, fact->value)) {
			cite(&all[i], mail);
			return;
		}
	if (*n == TRAILERS_MAX)
		return;
	all[*n] = (struct trailer){ .name = fact->name, .value = fact->value };
	cite(&all[(*n)++], mail);
}

static struct json *
trailer_json(const struct trailer *t)
{
	struct json *v = json_object(), *cites = json_array();

	for (size_t i = 0; i < t->ncites; i++)
		json_add(cites, json_number((int64_t)t->cites[i] + 1));
	json_set_text(v, "name", t->name);
	json_set_text(v, "value", t->value);
	json_set(v, "cites", cites);
	return v;
}

struct json *
trailers_json(struct arena *a, const struct collect_thread *t)
{
	struct trailer *all = arena_array(a, TRAILERS_MAX, sizeof(*all));
	struct json *v = json_array();
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		for (size_t f = 0; f < t->mails[i].mail->nfacts; f++)
			if (counts(a, &t->mails[i], &t->mails[i].mail->facts[f]))
				add(all, &n, &t->mails[i].mail->facts[f], i);
	for (size_t i = 0; i < n; i++)
		json_add(v, trailer_json(&all[i]));
	return v;
}
