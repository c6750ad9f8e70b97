/* SPDX-License-Identifier: ISC */
#include "filters/report/model/endpoint.h"

#include "common/log.h"
#include "common/keyring.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define PATH "/chat/completions"

/* Host and port of a URL, without userinfo: a password in it makes it wrong. */
static struct bytes
authority_of(struct bytes rest)
{
	for (size_t i = 0; i < rest.n; i++)
		if (strchr("/?#", rest.p[i]))
			return bytes_slice(rest, 0, i);
	return rest;
}

static struct bytes
host_of(struct bytes authority)
{
	size_t end = bytes_find_byte(authority, ']');

	if (authority.n && authority.p[0] == '[' && end < authority.n)
		return bytes_slice(authority, 1, end);
	return bytes_slice(authority, 0, bytes_find_byte(authority, ':'));
}

/* 127.0.0.0/8 in its usual form: digits and dots, four numbers. */
static bool
is_loopback_number(struct bytes host)
{
	size_t dots = 0;

	if (!bytes_starts(host, BYTES_LIT("127.")))
		return false;
	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] != '.' && !is_digit(host.p[i]))
			return false;
		dots += host.p[i] == '.';
	}
	return dots == 3 && is_digit(host.p[host.n - 1]);
}

static bool
is_loopback(struct bytes host)
{
	return bytes_equal_fold(host, BYTES_LIT("localhost")) ||
	       bytes_equal(host, BYTES_LIT("::1")) || is_loopback_number(host);
}

/* Why base is no URL for us, or NULL. */
static const char *
fault_of(struct bytes base, struct bytes rest, bool plain)
{
	struct bytes authority = authority_of(rest);

	if (authority.n == 0 || base.n > ENDPOINT_URL_MAX)
		return "it names no host, or is too long";
	if (bytes_find_byte(authority, '@') < authority.n)
		return "a password in it would be seen; use key_file or key_command";
	if (plain && !is_loopback(host_of(authority)))
		return "plain http is for this machine alone; use https";
	for (size_t i = 0; i < base.n; i++)
		if ((unsigned char)base.p[i] <= ' ' || (unsigned char)base.p[i] > '~' ||
		    strchr("?#", base.p[i]))
			return "it may hold no blank, \"?\" or \"#\"";
	return NULL;
}

const char *
endpoint_url(struct arena *a, const char *base, bool *plain)
{
	struct bytes b = bytes_from(base), rest;
	const char *fault;

	*plain = bytes_starts_fold(b, BYTES_LIT("http://"));
	if (!*plain && !bytes_starts_fold(b, BYTES_LIT("https://"))) {
		log_error("model: %.100s: not a http or https URL", base);
		return NULL;
	}
	rest = bytes_slice(b, *plain ? 7 : 8, b.n);
	fault = fault_of(b, rest, *plain);
	if (fault) {
		log_error("model: %.*s://%.*s: %s", *plain ? 4 : 5, base,
		    (int)host_of(authority_of(rest)).n, host_of(authority_of(rest)).p, fault);
		return NULL;
	}
	while (bytes_ends(b, BYTES_LIT("/")))
		b.n--;
	if (bytes_ends(b, BYTES_LIT(PATH)))
		b.n -= sizeof PATH - 1;
	return arena_printf(a, "%.*s" PATH, (int)b.n, b.p);
}

/* A core would hold the key, whatever is done about it elsewhere. */
static void
forbid_cores(void)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		log_errno("model: no way to forbid cores, which would hold its key");
}

static void
add_fields(struct arena *a, const struct config_model *model, struct endpoint *e)
{
	size_t n = 0;

	e->fields[n++] = arena_string(a, BYTES_LIT("Content-Type: application/json"));
	/* No wait for a "100 Continue" that many servers never send. */
	e->fields[n++] = arena_string(a, BYTES_LIT("Expect:"));
	if (e->key.n)
		e->fields[n++] =
		    arena_printf(a, "Authorization: Bearer %.*s", (int)e->key.n, e->key.p);
	for (size_t i = 0; model->headers[i] && i < CONFIG_HEADERS_MAX; i++)
		e->fields[n++] = arena_string(a, bytes_from(model->headers[i]));
	e->fields[n] = NULL;
}

enum endpoint_status
endpoint_open(struct arena *a, const struct config_model *model, struct endpoint *e)
{
	const char *base = model->url ? model->url : getenv("OPENAI_BASE_URL");
	bool got;

	*e = (struct endpoint){ 0 };
	got = keyring_get(a, model, &e->key);
	if (model->name == NULL) {
		endpoint_close(e);
		return ENDPOINT_NONE;
	}
	if (e->key.n)
		forbid_cores();
	if (base == NULL || *base == '\0')
		log_error("model: found no url in the configuration, and no $OPENAI_BASE_URL");
	else if (got)
		e->url = endpoint_url(a, base, &e->plain);
	if (e->url == NULL) {
		endpoint_close(e);
		return ENDPOINT_WRONG;
	}
	add_fields(a, model, e);
	return ENDPOINT_OPEN;
}

void
endpoint_close(struct endpoint *e)
{
	for (size_t i = 0; e->fields[i]; i++)
		explicit_bzero(e->fields[i], strlen(e->fields[i]));
	if (e->key.n)
		explicit_bzero((char *)(uintptr_t)e->key.p, e->key.n);
	*e = (struct endpoint){ 0 };
}
