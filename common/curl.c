/* SPDX-License-Identifier: ISC */
/* All there is of libcurl: http.h, and below it dialogue.h. */
#include "common/http.h"

#include "common/arena.h"
#include "common/buf.h"
#include "common/cli.h"
#include "common/log.h"
#include "common/dialogue.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct slot {
	struct http *http;
	CURL *easy;
	bool busy;
	struct buf got;
	size_t header; /* bytes of it so far */
	int64_t after;
	int again;
};

struct http {
	struct http_server server;
	CURLM *multi;
	struct curl_slist *fields;
	struct slot *slots;
	size_t n;
	size_t held; /* bytes of all bodies */
	struct arena *scratch;
};

static size_t
take_body(char *p, size_t size, size_t n, void *arg)
{
	struct slot *slot = arg;

	(void)size;
	if (slot->got.n + n > HTTP_BODY_MAX || slot->http->held + n > HTTP_HELD_MAX)
		return 0;
	buf_add(&slot->got, (struct bytes){ p, n });
	slot->http->held += n;
	return n;
}

/* Seconds, maybe with a point, or a date. */
static int64_t
after_of(struct arena *a, struct bytes value)
{
	const char *s = arena_string(a, value);
	char *end;
	double seconds = strtod(s, &end);

	if (end == s || *end != '\0')
		seconds = difftime(curl_getdate(s, NULL), time(NULL));
	return seconds > 0 && seconds * 1000 <= (double)HTTP_AFTER_MAX_MS
		   ? (int64_t)(seconds * 1000)
		   : -1;
}

static void
take_field(struct slot *slot, struct bytes line)
{
	const size_t colon = bytes_find_byte(line, ':');
	struct bytes name = bytes_slice(line, 0, colon), value;
	long long ms;

	if (colon == line.n)
		return;
	value = bytes_trim(bytes_slice(line, colon + 1, line.n));
	if (bytes_equal_fold(name, BYTES_LIT("retry-after-ms")) && bytes_number(value, &ms) &&
	    ms > 0 && ms <= HTTP_AFTER_MAX_MS)
		slot->after = ms;
	else if (bytes_equal_fold(name, BYTES_LIT("retry-after")) && slot->after < 0)
		slot->after = after_of(slot->http->scratch, value);
	else if (bytes_equal_fold(name, BYTES_LIT("x-should-retry")))
		slot->again = bytes_equal_fold(value, BYTES_LIT("true"));
}

static size_t
take_header(char *p, size_t size, size_t n, void *arg)
{
	struct slot *slot = arg;

	(void)size;
	slot->header += n;
	if (slot->header > HTTP_HEADER_MAX)
		return 0;
	take_field(slot, (struct bytes){ p, n });
	arena_reset(slot->http->scratch);
	return n;
}

/* What one transfer is told is told to all; only body and time differ. */
static bool
set_up(struct slot *slot)
{
	const struct http *h = slot->http;
	const char *protocol = h->server.plain ? "http" : "https";
	CURL *e = slot->easy;
	bool ok = true;

	ok &= curl_easy_setopt(e, CURLOPT_URL, h->server.url) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, protocol) == CURLE_OK;
	/* A redirect would take the key elsewhere. */
	ok &= curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK;
	/* What is plain stays on this machine: no proxy of the environment sees it. */
	if (h->server.plain)
		ok &= curl_easy_setopt(e, CURLOPT_PROXY, "") == CURLE_OK;
	if (h->server.ca_file)
		ok &= curl_easy_setopt(e, CURLOPT_CAINFO, h->server.ca_file) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_HTTPHEADER, h->fields) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_USERAGENT, "listbrief/" LISTBRIEF_VERSION) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)HTTP_BODY_MAX) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_WRITEDATA, slot) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_HEADERDATA, slot) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_PRIVATE, slot) == CURLE_OK;
	return ok;
}

bool
http_start(struct http *h, size_t i, struct bytes body, int64_t timeout)
{
	struct slot *slot = &h->slots[i];
	const long connect = timeout < HTTP_CONNECT_MS ? (long)timeout : HTTP_CONNECT_MS;
	CURL *e;

	if (slot->easy == NULL && (slot->easy = curl_easy_init()) == NULL)
		out_of_memory();
	e = slot->easy;
	slot->header = 0;
	slot->after = slot->again = -1;
	if (!set_up(slot) || curl_easy_setopt(e, CURLOPT_POSTFIELDS, body.p) != CURLE_OK ||
	    curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n) != CURLE_OK ||
	    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)timeout) != CURLE_OK ||
	    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, connect) != CURLE_OK)
		return false;
	slot->busy = curl_multi_add_handle(h->multi, e) == CURLM_OK;
	return slot->busy;
}

static enum http_end
end_of(CURLcode code)
{
	switch (code) {
	case CURLE_OK:
		return HTTP_REPLY;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return HTTP_UNTRUSTED;
	case CURLE_WRITE_ERROR:
	case CURLE_FILESIZE_EXCEEDED:
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_WEIRD_SERVER_REPLY:
		return HTTP_STRANGE;
	default:
		return HTTP_BROKEN;
	}
}

static const char *
error_of(CURLcode code)
{
	if (code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED)
		return "the reply is too long";
	return code == CURLE_OK ? NULL : curl_easy_strerror(code);
}

bool
http_next(struct http *h, struct http_done *done)
{
	struct slot *slot = NULL;
	struct CURLMsg *message;
	CURLcode code;
	int running, left;

	curl_multi_perform(h->multi, &running);
	do {
		if ((message = curl_multi_info_read(h->multi, &left)) == NULL)
			return false;
	} while (message->msg != CURLMSG_DONE);
	code = message->data.result;
	curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
	*done = (struct http_done){ .slot = (size_t)(slot - h->slots),
		.end = end_of(code),
		.body = buf_bytes(&slot->got),
		.error = error_of(code),
		.after = slot->after,
		.again = slot->again };
	curl_easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &done->status);
	curl_multi_remove_handle(h->multi, slot->easy);
	slot->busy = false;
	return true;
}

void
http_drop(struct http *h, size_t i)
{
	h->held -= h->slots[i].got.n;
	buf_release(&h->slots[i].got);
}

void
http_wait(struct http *h, int64_t milliseconds)
{
	curl_multi_poll(h->multi, NULL, 0, (int)milliseconds, NULL);
}

static void
add_field(struct http *h, const char *field)
{
	struct curl_slist *more = curl_slist_append(h->fields, field);

	if (more == NULL)
		out_of_memory();
	h->fields = more;
}

struct http *
http_open(const struct http_server *server, size_t n)
{
	struct http *h;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		log_error("model: libcurl does not start");
		return NULL;
	}
	h = calloc(1, sizeof *h);
	if (h == NULL || (h->slots = calloc(n, sizeof *h->slots)) == NULL ||
	    (h->multi = curl_multi_init()) == NULL)
		out_of_memory();
	h->server = *server;
	h->n = n;
	h->scratch = arena_new();
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)n);
	for (size_t i = 0; i < n; i++)
		h->slots[i].http = h;
	for (size_t i = 0; server->fields[i]; i++)
		add_field(h, server->fields[i]);
	return h;
}

void
http_close(struct http *h)
{
	if (h == NULL)
		return;
	for (size_t i = 0; i < h->n; i++) {
		if (h->slots[i].busy)
			curl_multi_remove_handle(h->multi, h->slots[i].easy);
		curl_easy_cleanup(h->slots[i].easy);
		buf_release(&h->slots[i].got);
	}
	/* One of them is the key. */
	for (struct curl_slist *f = h->fields; f; f = f->next)
		explicit_bzero(f->data, strlen(f->data));
	curl_slist_free_all(h->fields);
	curl_multi_cleanup(h->multi);
	curl_global_cleanup();
	arena_free(h->scratch);
	free(h->slots);
	free(h);
}

/* ---- SMTP ---- */

struct dialogue {
	const struct dialogue_server *server;
	CURL *easy;
	struct bytes mail;
	size_t at;  /* of the mail: how much has left */
	bool leave; /* QUIT was said: what is answered to that is no news */
	bool (*gate)(void *arg);
	void *gate_arg;
	struct dialogue_end end;
	char error[CURL_ERROR_SIZE];
};

/* How much of the mail is kept back until the gate is asked; a whole line need not be. */
#define HELD_BYTES ((size_t)16)

/* Of all timeouts the only one that is heeded while a reply is waited for. */
static bool
wait_for_reply(struct dialogue *d, int64_t times)
{
	const long seconds = (long)((times * d->server->timeout + 999) / 1000);

	return curl_easy_setopt(d->easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds) == CURLE_OK;
}

static size_t
give_mail(char *to, size_t size, size_t n, void *arg)
{
	struct dialogue *d = arg;
	size_t left = d->mail.n - d->at, take;

	if (d->gate && left > HELD_BYTES)
		left -= HELD_BYTES;
	else if (d->gate && !d->gate(d->gate_arg))
		return CURL_READFUNC_ABORT;
	take = size * n < left ? size * n : left;
	memcpy(to, d->mail.p + d->at, take);
	d->at += take;
	if (d->at == d->mail.n) {
		d->end.stage = DIALOGUE_END;
		wait_for_reply(d, DIALOGUE_LAST_REPLY);
	}
	return take;
}

/* A server's words end up in a terminal. */
static void
keep_said(struct dialogue_end *end, struct bytes line)
{
	size_t n = 0;

	line = bytes_trim(line);
	for (; n < line.n && n < DIALOGUE_SAID_MAX; n++)
		end->said[n] = line.p[n];
	end->said[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (end->said[i] < ' ' || end->said[i] > '~')
			end->said[i] = '?';
}

static size_t
take_reply(char *p, size_t size, size_t n, void *arg)
{
	struct dialogue *d = arg;

	(void)size;
	if (!d->leave)
		keep_said(&d->end, (struct bytes){ p, n });
	return n;
}

/* What we say tells how far we are. */
static int
take_note(CURL *easy, curl_infotype type, char *p, size_t n, void *arg)
{
	const struct bytes line = { p, n };
	struct dialogue *d = arg;

	(void)easy;
	if (type == CURLINFO_HEADER_OUT && bytes_starts(line, BYTES_LIT("QUIT")))
		d->leave = true;
	if (type == CURLINFO_HEADER_OUT && d->end.stage == DIALOGUE_OPENING &&
	    bytes_starts(line, BYTES_LIT("MAIL ")))
		d->end.stage = DIALOGUE_ENVELOPE;
	return 0;
}

static bool
set_up_server(CURL *e, const struct dialogue_server *server)
{
	const long ms = (long)server->timeout;
	bool ok = true;

	ok &= curl_easy_setopt(e, CURLOPT_URL, server->url) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_PROXY, "") == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_USE_SSL,
		  (long)(server->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE)) == CURLE_OK;
	if (server->ca_file)
		ok &= curl_easy_setopt(e, CURLOPT_CAINFO, server->ca_file) == CURLE_OK;
	if (server->user) {
		ok &= curl_easy_setopt(e, CURLOPT_USERNAME, server->user) == CURLE_OK;
		ok &= curl_easy_setopt(e, CURLOPT_PASSWORD, server->key) == CURLE_OK;
	}
	ok &= curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, ms) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, ms * 10) == CURLE_OK;
	return ok;
}

static bool
set_up_callbacks(struct dialogue *d)
{
	CURL *e = d->easy;
	bool ok = true;

	ok &= curl_easy_setopt(e, CURLOPT_UPLOAD, 1L) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_UPLOAD_BUFFERSIZE, 131072L) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_READFUNCTION, give_mail) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_READDATA, d) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_reply) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_HEADERDATA, d) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_VERBOSE, 1L) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, take_note) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_DEBUGDATA, d) == CURLE_OK;
	ok &= curl_easy_setopt(e, CURLOPT_ERRORBUFFER, d->error) == CURLE_OK;
	return ok;
}

struct dialogue *
dialogue_open(const struct dialogue_server *server)
{
	struct dialogue *d = calloc(1, sizeof *d);

	if (d == NULL)
		out_of_memory();
	d->server = server;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK &&
	    (d->easy = curl_easy_init()) != NULL && set_up_server(d->easy, server) &&
	    set_up_callbacks(d))
		return d;
	log_error("%s: libcurl does not take it", server->url);
	dialogue_close(d);
	return NULL;
}

void
dialogue_hold(struct dialogue *d, bool (*gate)(void *arg), void *arg)
{
	d->gate = gate;
	d->gate_arg = arg;
}

struct dialogue_end
dialogue_send(struct dialogue *d, const char *sender, const char *recipient, struct bytes mail)
{
	struct curl_slist *to = curl_slist_append(NULL, recipient);
	CURL *e = d->easy;
	CURLcode code = CURLE_FAILED_INIT;
	long connections = 0;

	if (to == NULL)
		out_of_memory();
	d->mail = mail;
	d->at = 0;
	d->leave = false;
	d->end = (struct dialogue_end){ .stage = DIALOGUE_OPENING };
	d->error[0] = '\0';
	if (wait_for_reply(d, 1) && curl_easy_setopt(e, CURLOPT_MAIL_FROM, sender) == CURLE_OK &&
	    curl_easy_setopt(e, CURLOPT_MAIL_RCPT, to) == CURLE_OK &&
	    curl_easy_setopt(e, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail.n) == CURLE_OK)
		code = curl_easy_perform(e);
	curl_easy_getinfo(e, CURLINFO_RESPONSE_CODE, &d->end.code);
	curl_easy_getinfo(e, CURLINFO_NUM_CONNECTS, &connections);
	curl_easy_setopt(e, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	d->end.taken = code == CURLE_OK;
	d->end.cut = code != CURLE_OK && d->end.code < 400;
	d->end.late = d->end.cut && code == CURLE_OPERATION_TIMEDOUT;
	d->end.reused = connections == 0;
	if (d->end.cut)
		keep_said(&d->end, bytes_from(d->error[0] ? d->error : curl_easy_strerror(code)));
	return d->end;
}

void
dialogue_close(struct dialogue *d)
{
	if (d == NULL)
		return;
	curl_easy_cleanup(d->easy);
	curl_global_cleanup();
	free(d);
}
