/* SPDX-License-Identifier: ISC */
#include "filters/report/model/request.h"

#include "common/log.h"

#include <string.h>

static const char *const limit_fields[] = {
	[CONFIG_MAX_TOKENS] = "max_tokens", [CONFIG_MAX_COMPLETION_TOKENS] = "max_completion_tokens"
};

bool
dialect_open(
    struct dialect *d, const struct config_model *model, const char *url, const struct json *schema)
{
	const bool openai =
	    bytes_starts_fold(bytes_from(url), BYTES_LIT("https://api.openai.com/"));
	struct buf why = BUF_INIT;

	*d = (struct dialect){ .model = model,
		.schema = schema,
		.limit = (enum config_limit)model->limit,
		.form = (enum config_form)model->form };
	/* Its newer models refuse the old name, its older ones take the new one. */
	if (d->limit == CONFIG_LIMIT_AUTO)
		d->limit = openai ? CONFIG_MAX_COMPLETION_TOKENS : CONFIG_MAX_TOKENS;
	if (d->form == CONFIG_FORM_AUTO)
		d->form = CONFIG_JSON_SCHEMA;
	if (model->extra_body == NULL)
		return true;
	d->extra = json_parse(bytes_from(model->extra_body), &why);
	if (json_type(d->extra) != JSON_OBJECT) {
		log_error("model: extra_body: %s", why.n ? why.p : "it is no JSON object");
		dialect_close(d);
	}
	buf_release(&why);
	return d->extra != NULL;
}

void
dialect_close(struct dialect *d)
{
	json_free(d->extra);
	d->extra = NULL;
}

static struct json *
messages_json(const struct request *r)
{
	struct json *all = json_array();

	for (size_t i = 0; i < r->n; i++) {
		struct json *v = json_object();

		json_set_string(v, "role", r->messages[i].role);
		json_set_text(v, "content", r->messages[i].text);
		json_add(all, v);
	}
	return all;
}

static struct json *
form_json(const struct dialect *d)
{
	struct json *v = json_object(), *schema;

	if (d->form == CONFIG_JSON_OBJECT) {
		json_set_string(v, "type", "json_object");
		return v;
	}
	schema = json_object();
	json_set_string(schema, "name", "claims");
	json_set_flag(schema, "strict", true);
	json_set(schema, "schema", json_copy(d->schema));
	json_set_string(v, "type", "json_schema");
	json_set(v, "json_schema", schema);
	return v;
}

void
request_write(struct buf *out, const struct dialect *d, const struct request *r)
{
	struct json *v = json_object();

	json_set_string(v, "model", d->model->name);
	json_set(v, "messages", messages_json(r));
	json_set_flag(v, "stream", false);
	if (!d->no_temperature)
		json_set_number(v, "temperature", 0);
	if (d->limit != CONFIG_LIMIT_NONE)
		json_set_number(v, limit_fields[d->limit], (int64_t)r->answer_tokens);
	if (d->form != CONFIG_FORM_NONE && d->schema)
		json_set(v, "response_format", form_json(d));
	json_merge(v, d->extra);
	json_write(out, v, false);
	json_free(v);
}

/* Whether the error speaks of name: in its "param" where there is one, else in its text. */
static bool
speaks_of(const struct reply *r, const char *name)
{
	struct bytes where = r->parameter.n ? r->parameter : r->why;

	return bytes_find_fold(where, bytes_from(name)) < where.n;
}

/* The field's other name, then none. */
static bool
mend_limit(struct dialect *d, const struct reply *r)
{
	const enum config_limit other =
	    d->limit == CONFIG_MAX_TOKENS ? CONFIG_MAX_COMPLETION_TOKENS : CONFIG_MAX_TOKENS;

	if (d->limit == CONFIG_LIMIT_NONE || !speaks_of(r, limit_fields[d->limit]))
		return false;
	d->limit = d->limit_mended ? CONFIG_LIMIT_NONE : other;
	d->limit_mended = true;
	return true;
}

static bool
mend_form(struct dialect *d, const struct reply *r)
{
	static const char *const names[] = { "response_format", "json_schema", "json_object",
		"structured output", "guided", "grammar" };
	bool spoken = false;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		spoken = spoken || speaks_of(r, names[i]);
	if (d->form == CONFIG_FORM_NONE || !spoken)
		return false;
	d->form = d->form == CONFIG_JSON_SCHEMA ? CONFIG_JSON_OBJECT : CONFIG_FORM_NONE;
	return true;
}

static bool
mend_temperature(struct dialect *d, const struct reply *r)
{
	if (d->no_temperature || !speaks_of(r, "temperature"))
		return false;
	d->no_temperature = true;
	json_remove(d->extra, "temperature");
	return true;
}

/* Some models think by default and then refuse to do so without a stream. */
static bool
mend_thinking(struct dialect *d, const struct reply *r)
{
	if (json_get(d->extra, "enable_thinking") || !speaks_of(r, "enable_thinking") ||
	    bytes_find_fold(r->why, BYTES_LIT("false")) == r->why.n)
		return false;
	if (d->extra == NULL)
		d->extra = json_object();
	json_set_flag(d->extra, "enable_thinking", false);
	return true;
}

static bool
mend_extra(struct dialect *d, const struct reply *r)
{
	const char *key;

	for (size_t i = 0; (key = json_key_at(d->extra, i)); i++)
		if (speaks_of(r, key)) {
			json_remove(d->extra, key);
			return true;
		}
	return false;
}

bool
request_mend(struct dialect *d, const struct reply *r)
{
	if (!mend_extra(d, r) && !mend_limit(d, r) && !mend_form(d, r) && !mend_temperature(d, r) &&
	    !mend_thinking(d, r))
		return false;
	d->version++;
	return true;
}
