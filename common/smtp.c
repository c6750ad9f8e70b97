/* SPDX-License-Identifier: ISC */
#include "common/smtp.h"

#include "common/address.h"
#include "common/dialogue.h"
#include "common/keyring.h"
#include "common/log.h"
#include "common/setting.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

struct smtp {
	struct arena *arena;
	struct dialogue_server server;
	struct dialogue *dialogue;
	struct bytes key; /* that of server, to be wiped */
	struct buf mail;  /* with CRLF */
};

/* The parts of SCHEME://[USER@]HOST[:PORT][/NAME]; a password in it is no part we take. */
struct place {
	struct bytes scheme, user, host, rest; /* rest: from the port's colon or the slash on */
};

/* ":587", or nothing.  A password with a slash in it would stand here. */
static bool
is_port(struct bytes s)
{
	long long port;

	return s.n == 0 || (s.p[0] == ':' && bytes_number(bytes_slice(s, 1, s.n), &port));
}

static bool
read_place(struct bytes url, struct place *p)
{
	size_t at = bytes_find(url, BYTES_LIT("://")), end;
	struct bytes rest = bytes_slice(url, at + 3, url.n), authority;

	p->scheme = bytes_slice(url, 0, at);
	authority = bytes_slice(rest, 0, bytes_find_byte(rest, '/'));
	/* A user's name may have a @ of its own. */
	for (at = authority.n; at > 0 && authority.p[at - 1] != '@'; at--)
		;
	p->user = bytes_slice(authority, 0, at ? at - 1 : 0);
	authority = bytes_slice(authority, at, authority.n);
	if (authority.n && authority.p[0] == '[')
		end = bytes_find_byte(authority, ']') + 1;
	else
		end = bytes_find_byte(authority, ':');
	p->host = bytes_slice(authority, 0, end);
	p->rest = bytes_slice(rest, (size_t)(p->host.p - rest.p) + p->host.n, rest.n);
	return p->host.n > 0 && bytes_find_byte(p->user, ':') == p->user.n &&
	       is_port(bytes_slice(authority, p->host.n, authority.n));
}

/* No other machine sees what goes there. */
static bool
is_here(struct bytes host)
{
	return bytes_equal_fold(host, BYTES_LIT("localhost")) ||
	       bytes_equal(host, BYTES_LIT("[::1]")) ||
	       (bytes_starts(host, BYTES_LIT("127.")) && strspn(host.p, "0123456789.") >= host.n);
}

/* The key, where the URL names a user; neither without the other. */
static bool
get_key(struct smtp *s, const struct config *config, struct bytes user)
{
	if (!config->smtp_key_file && !config->smtp_key_command) {
		if (user.n)
			log_error("mail.smtp: %.*s needs mail.key_file or mail.key_command",
			    (int)user.n, user.p);
		return user.n == 0;
	}
	if (user.n == 0) {
		log_error("mail.smtp names no user whose key it is; wanted smtp://USER@HOST");
		return false;
	}
	/* No core of ours holds the key. */
	prctl(PR_SET_DUMPABLE, 0);
	if (!keyring_read(s->arena, config->smtp_key_command, config->smtp_key_file, &s->key))
		return false;
	s->server.user = arena_string(s->arena, user);
	s->server.key = arena_string(s->arena, s->key);
	return true;
}

static bool
open_server(struct smtp *s, const struct config *config)
{
	struct place p;

	if (!read_place(bytes_from(config->smtp), &p)) {
		log_error("mail.smtp: %s; wanted smtp://USER@HOST:PORT, and no password in it",
		    bytes_find_byte(p.user, ':') < p.user.n
			? "found a password"
			: setting_shown(s->arena, config->smtp));
		return false;
	}
	if (!get_key(s, config, p.user))
		return false;
	s->server.url = arena_printf(s->arena, "%.*s://%.*s%.*s", (int)p.scheme.n, p.scheme.p,
	    (int)p.host.n, p.host.p, (int)p.rest.n, p.rest.p);
	s->server.tls = p.user.n > 0 || !is_here(p.host);
	s->server.ca_file = config->smtp_ca_file;
	s->server.timeout = config->smtp_timeout;
	s->dialogue = dialogue_open(&s->server);
	return s->dialogue != NULL;
}

struct smtp *
smtp_open(const struct config *config)
{
	struct smtp *s = calloc(1, sizeof *s);

	if (s == NULL)
		out_of_memory();
	s->arena = arena_new();
	if (open_server(s, config))
		return s;
	smtp_close(s);
	return NULL;
}

void
smtp_close(struct smtp *s)
{
	if (s == NULL)
		return;
	dialogue_close(s->dialogue);
	if (s->key.n)
		explicit_bzero((void *)(uintptr_t)s->key.p, s->key.n);
	if (s->server.key)
		explicit_bzero((void *)(uintptr_t)s->server.key, strlen(s->server.key));
	buf_release(&s->mail);
	arena_free(s->arena);
	free(s);
}

void
smtp_hold(struct smtp *s, transport_gate *gate, void *arg)
{
	dialogue_hold(s->dialogue, gate, arg);
}

static void
add_crlf(struct buf *out, struct bytes mail)
{
	struct bytes line;

	buf_clear(out);
	while (bytes_line(&mail, &line)) {
		buf_add(out, line);
		buf_add(out, BYTES_LIT("\r\n"));
	}
}

/* What the server does to a connection it is tired of: 421, or it is gone. */
static bool
is_stale(const struct dialogue_end *end)
{
	return end->reused && end->stage != DIALOGUE_END && (end->cut || end->code == 421);
}

/* RFC 4954 section 6, RFC 3207 section 4: it wants to know us, or TLS, before it hears of anybody.
 */
#define CODE_WHO_ARE_YOU 530

static struct verdict
judge(const struct dialogue_end *end)
{
	struct verdict verdict = { .kind = VERDICT_DEFERRED };

	memcpy(verdict.said, end->said, sizeof verdict.said);
	verdict.away = end->stage == DIALOGUE_OPENING || end->late || end->code == 421 ||
		       end->code == CODE_WHO_ARE_YOU;
	if (end->taken)
		verdict.kind = VERDICT_ACCEPTED;
	else if (end->cut && end->stage == DIALOGUE_END)
		verdict.kind = VERDICT_UNKNOWN;
	else if (!verdict.away && end->code >= 500)
		verdict.kind = VERDICT_REFUSED;
	return verdict;
}

struct verdict
smtp_send(struct smtp *s, const char *sender, const char *recipient, struct bytes mail)
{
	struct dialogue_end end;

	if ((*sender && !address_valid(bytes_from(sender))) ||
	    !address_valid(bytes_from(recipient)))
		return (struct verdict){ VERDICT_REFUSED, false, "no address we send to" };
	add_crlf(&s->mail, mail);
	end = dialogue_send(s->dialogue, sender, recipient, buf_bytes(&s->mail));
	if (is_stale(&end))
		end = dialogue_send(s->dialogue, sender, recipient, buf_bytes(&s->mail));
	return judge(&end);
}
