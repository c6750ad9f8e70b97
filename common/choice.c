/* SPDX-License-Identifier: ISC */
#include "common/choice.h"

static const char *const depths[CHOICE_DEPTHS] = {
	[CHOICE_STANDARD] = "standard",
	[CHOICE_OVERVIEW] = "overview",
	[CHOICE_FULL] = "full",
};

static const char *const fields[CHOICE_FIELDS] = {
	[CHOICE_SUBJECT] = "subject",
	[CHOICE_AUTHOR] = "author",
	[CHOICE_PATH] = "path",
	[CHOICE_CATEGORY] = "category",
};

const char *
choice_depth_name(enum choice_depth depth)
{
	return depths[depth];
}

bool
choice_depth_from_name(struct bytes name, enum choice_depth *depth)
{
	for (size_t i = 0; i < CHOICE_DEPTHS; i++)
		if (bytes_equal_fold(name, bytes_from(depths[i]))) {
			*depth = (enum choice_depth)i;
			return true;
		}
	return false;
}

const char *
choice_field_name(enum choice_field field)
{
	return fields[field];
}

bool
choice_filters(const struct choice *c)
{
	return c->n > 0 || c->mine;
}

static void
read_filters(struct arena *a, const struct json *from, struct choice *c)
{
	for (size_t f = 0; f < CHOICE_FIELDS; f++) {
		const struct json *values = json_get(from, fields[f]);

		for (size_t i = 0; i < json_count(values) && c->n < CHOICE_FILTERS_MAX; i++) {
			struct bytes value = json_text_of(json_at(values, i));

			if (value.n > 0 && value.n <= CHOICE_VALUE_MAX)
				c->filters[c->n++] = (struct choice_filter){ (enum choice_field)f,
					arena_bytes(a, value) };
		}
	}
	c->mine = json_flag_of(json_get(from, "mine"));
}

struct choice
choice_read(struct arena *a, struct bytes options)
{
	struct json *all = options.n ? json_parse(options, NULL) : NULL;
	struct choice c = { .depth = CHOICE_STANDARD };
	struct bytes language = json_text_of(json_get(all, "language"));

	if (language.n <= CHOICE_LANGUAGE_MAX)
		c.language = arena_bytes(a, language);
	choice_depth_from_name(json_text_of(json_get(all, "depth")), &c.depth);
	read_filters(a, json_get(all, "filters"), &c);
	json_free(all);
	return c;
}

static struct json *
filters_json(const struct choice *c)
{
	struct json *v = json_object();

	for (size_t f = 0; f < CHOICE_FIELDS; f++) {
		struct json *values = json_array();

		for (size_t i = 0; i < c->n; i++)
			if (c->filters[i].field == f)
				json_add(values, json_text(c->filters[i].value));
		json_set(v, fields[f], values);
	}
	json_set_flag(v, "mine", c->mine);
	return v;
}

struct json *
choice_json(const struct choice *c)
{
	struct json *v = json_object();

	json_set(v, "language", c->language.n ? json_text(c->language) : json_null());
	json_set_string(v, "depth", depths[c->depth]);
	json_set(v, "filters", filters_json(c));
	return v;
}

struct bytes
choice_write(struct arena *a, struct bytes options, const struct choice *c)
{
	struct json *all = options.n ? json_parse(options, NULL) : NULL, *own = choice_json(c);
	struct buf out = BUF_INIT;
	struct bytes written;

	if (json_type(all) != JSON_OBJECT) {
		json_free(all);
		all = json_object();
	}
	json_merge(all, own);
	json_write(&out, all, false);
	written = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	json_free(own);
	json_free(all);
	return written;
}

void
choice_say(struct buf *out, const struct choice *c, const char *before)
{
	if (c->language.n)
		buf_addf(out, "%slanguage=%.*s\n", before, (int)c->language.n, c->language.p);
	if (c->depth != CHOICE_STANDARD)
		buf_addf(out, "%sdepth=%s\n", before, depths[c->depth]);
	for (size_t f = 0; f < CHOICE_FIELDS; f++)
		for (size_t i = 0; i < c->n; i++)
			if (c->filters[i].field == f)
				buf_addf(out, "%s%s=%.*s\n", before, fields[f],
				    (int)c->filters[i].value.n, c->filters[i].value.p);
	if (c->mine)
		buf_addf(out, "%smine=yes\n", before);
}
