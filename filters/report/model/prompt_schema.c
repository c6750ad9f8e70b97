/* SPDX-License-Identifier: ISC */
#include "filters/report/model/prompt.h"

static struct json *
schema_text(size_t least, size_t most)
{
	struct json *v = json_object();

	json_set_string(v, "type", "string");
	json_set_number(v, "minLength", (int64_t)least);
	json_set_number(v, "maxLength", (int64_t)most);
	return v;
}

static struct json *
schema_list(struct json *items, size_t least, size_t most)
{
	struct json *v = json_object();

	json_set_string(v, "type", "array");
	json_set_number(v, "minItems", (int64_t)least);
	json_set_number(v, "maxItems", (int64_t)most);
	json_set(v, "items", items);
	return v;
}

static struct json *
schema_object(struct json *properties, const char *const *required, size_t n)
{
	struct json *v = json_object(), *names = json_array();

	for (size_t i = 0; i < n; i++)
		json_add(names, json_text(bytes_from(required[i])));
	json_set_string(v, "type", "object");
	json_set_flag(v, "additionalProperties", false);
	json_set(v, "required", names);
	json_set(v, "properties", properties);
	return v;
}

static struct json *
schema_names(bool parts)
{
	struct json *v = json_object(), *names = json_array();
	unsigned n = parts ? CLAIM_PARTS : CLAIM_KINDS;

	for (unsigned i = 0; i < n; i++)
		json_add(
		    names, json_text(bytes_from(parts ? claim_part_name(i) : claim_kind_name(i))));
	json_set(v, "enum", names);
	return v;
}

static struct json *
schema_cite(void)
{
	struct json *v = json_object();

	json_set_string(v, "type", "string");
	json_set_string(v, "pattern", "^[0-9a-f]+\\.m[0-9]+\\.s[0-9]+$");
	return v;
}

struct json *
prompt_schema(void)
{
	static const char *const of_claim[] = { "part", "kind", "text", "cites", "quote", "who" };
	static const char *const of_all[] = { "claims" };
	struct json *claim = json_object(), *all = json_object();

	json_set(claim, "part", schema_names(true));
	json_set(claim, "kind", schema_names(false));
	json_set(claim, "text", schema_text(1, CLAIM_TEXT_MAX));
	json_set(claim, "cites", schema_list(schema_cite(), 1, CLAIM_CITES_MAX));
	json_set(claim, "quote", schema_text(CLAIM_QUOTE_MIN, CLAIM_QUOTE_MAX));
	json_set(claim, "who", schema_list(schema_text(1, CLAIM_WHO_CHARS), 0, CLAIM_WHO_MAX));
	json_set(all, "claims", schema_list(schema_object(claim, of_claim, 6), 0, CLAIMS_MAX));
	return schema_object(all, of_all, 1);
}
